"""One case's trail: found by its exact reference, read, and taken out as a file."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import audit_trail
from victim_portal.web import answers
from victim_portal.web.auditor import saying
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm, Text

PAGE = 20


class FindForm(PortalForm):
    """The exact reference of a case."""

    reference = Text("Case reference", limit=20, required="Enter a case reference")


def find_case() -> ResponseReturnValue:
    """Ask for a reference, and lead to its trail."""
    form = FindForm()
    if form.validate_on_submit():
        found = audit_trail.find_case(ctx(), actor(), form.reference.data)
        if found is not None:
            return redirect(url_for("auditor.show_told", reference=found))
        form.add_problems({"reference": "There is no case with this reference"})
    return render_template("auditor/find.html", form=form)


def show_told(reference: str) -> ResponseReturnValue:
    """Who told her what, when, on whose authority, in which words, and did it arrive."""
    known, told = audit_trail.told_of(ctx(), actor(), reference)
    page = _number("page", 1)
    start = (page - 1) * PAGE
    here = told[start : start + PAGE]
    more = len(told) > start + PAGE
    return render_template(
        "auditor/told.html",
        reference=known,
        told=here,
        count=len(told),
        say=saying,
        newer_href=url_for("auditor.show_told", reference=known, page=page - 1) if page > 1 else "",
        older_href=url_for("auditor.show_told", reference=known, page=page + 1) if more else "",
    )


def show_looks(reference: str) -> ResponseReturnValue:
    """Who has looked, newest first."""
    before = _number("before", 0) or None
    page = audit_trail.looks_of(ctx(), actor(), reference, before)
    newest = url_for("auditor.show_looks", reference=page.reference)
    return render_template(
        "auditor/looks.html",
        page=page,
        reference=page.reference,
        say=saying,
        newest_href=newest if before else "",
        older_href=f"{newest}?before={page.older}" if page.older else "",
    )


def download_looks(reference: str) -> ResponseReturnValue:
    """All of them as a file for a spreadsheet."""
    content = audit_trail.export_looks(ctx(), actor(), reference)
    answer: Response = make_response(content)
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="who-has-looked.csv"'
    return answer


def _number(name: str, otherwise: int) -> int:
    """A whole number from the address, from 1 up; whatever else stands there is the default."""
    given = request.args.get(name, "")
    known = given.isascii() and given.isdecimal() and len(given) < 19
    return max(int(given), 1) if known else otherwise


def add_routes(auditor: Blueprint) -> None:
    """Register the pages of a trail."""
    for path, view, methods in (
        ("/audit", find_case, ["GET", "POST"]),
        ("/audit/<reference>", show_told, ["GET"]),
        ("/audit/<reference>/looks", show_looks, ["GET"]),
        ("/audit/<reference>/looks.csv", download_looks, ["GET"]),
    ):
        auditor.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
