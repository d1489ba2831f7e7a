"""How long a case is kept: closing it, its legal hold, its day, and subject access."""

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.closing import ClosingReason
from victim_portal.services import keeping
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.subject_access import Exported, export_person
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    options_of,
)

CHECK_FIRST = "Read these notes and take out what tells of other people before you hand them over."


class HoldForm(PortalForm):
    """Why a legal hold is set or lifted."""

    why = LongText("Why?", limit=1000, required="Give the reason")


class DayForm(PortalForm):
    """From which day the period counts, and why."""

    seen = Hidden()
    to = DateParts(
        "From which day does the time count?",
        what="The day",
        required="Enter the day",
        description="The day on which the case really ended",
    )
    why = LongText("Why from this day?", limit=1000, required="Give the reason")


class CloseForm(PortalForm):
    """Why a case closes."""

    token = OnceToken()
    reason = Pick(
        "Why does the case close?",
        options_of(ClosingReason, words.CLOSING_REASON),
        coerce=ClosingReason,
        required="Choose why the case closes",
    )
    note = LongText(
        "What was found out?",
        limit=1000,
        required="Say what was found out",
        description="For example: who told you that the licence has ended",
    )


class ExportForm(PortalForm):
    """Which of the files is wanted."""

    part = Pick(
        "Which file?",
        (
            Option("html", "To read", "Everything that is held about them, as a page"),
            Option("json", "For a program", "The same as JSON"),
            Option("notes", "Notes to look through first", CHECK_FIRST),
        ),
        required="Choose a file",
    )


def show_keeping(reference: str) -> ResponseReturnValue:
    """How long the person of a case is kept, and why."""
    shown = keeping.keeping_view(ctx(), actor(), reference)
    return render_template(
        "officer/keeping/show.html",
        shown=shown,
        reference=shown.reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def set_hold(reference: str) -> ResponseReturnValue:
    """Put a legal hold on a case."""
    return _hold(reference, lift=False)


def lift_hold(reference: str) -> ResponseReturnValue:
    """Lift the legal hold of a case."""
    return _hold(reference, lift=True)


def _hold(reference: str, lift: bool) -> ResponseReturnValue:
    here = url_for("officer.show_keeping", reference=reference)
    form = HoldForm()
    if form.validate_on_submit():
        change = keeping.lift_hold if lift else keeping.set_hold
        try:
            change(ctx(), actor(), reference, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            said = "The legal hold was lifted." if lift else "A legal hold stands over this case."
            return answers.done(here, said)
    shown = keeping.keeping_view(ctx(), actor(), reference)
    return render_template(
        "officer/keeping/hold.html", form=form, lift=lift, shown=shown, back_href=here
    )


def move_retention(reference: str) -> ResponseReturnValue:
    """Let the period count from another day."""
    here = url_for("officer.show_keeping", reference=reference)
    shown = keeping.keeping_view(ctx(), actor(), reference)
    form = DayForm(data={"to": shown.retain_from, "seen": str(shown.version)})
    if form.validate_on_submit() and form.to.data is not None:
        try:
            keeping.move_retention(
                ctx(), actor(), reference, form.to.data, form.why.data, form.seen_version()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            return answers.done(here, "The day was moved.")
    return render_template("officer/keeping/day.html", form=form, shown=shown, back_href=here)


def close_case(reference: str) -> ResponseReturnValue:
    """Close a case."""
    here = url_for("officer.show_case", reference=reference)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            keeping.close_case(
                ctx(), actor(), reference, form.reason.data, form.note.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            return answers.done(here, "The case is closed.")
    shown = keeping.keeping_view(ctx(), actor(), reference)
    return render_template("officer/keeping/close.html", form=form, shown=shown, back_href=here)


def export_subject(reference: str) -> ResponseReturnValue:
    """Hand over everything that is held about the person of a case."""
    here = url_for("officer.show_keeping", reference=reference)
    form = ExportForm()
    if form.validate_on_submit():
        return _file(export_person(ctx(), actor(), reference), str(form.part.data))
    shown = keeping.keeping_view(ctx(), actor(), reference)
    return render_template("officer/keeping/export.html", form=form, shown=shown, back_href=here)


def _file(made: Exported, part: str) -> Response:
    if part == "json":
        response = make_response(made.as_json())
        response.content_type = "application/json; charset=utf-8"
    else:
        page = made.as_html(made.to_check, CHECK_FIRST) if part == "notes" else made.as_html()
        response = make_response(page)
        # Saved and never shown: a page of ours may not be made of what a person wrote.
        response.content_type = "application/octet-stream"
    ending = {"json": "held.json", "notes": "to-check.html"}.get(part, "held.html")
    name = f"{made.reference}-{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


def add_routes(officer: Blueprint) -> None:
    """Register the pages of keeping one case."""
    for path, view, methods in (
        ("/cases/<reference>/keeping", show_keeping, ["GET"]),
        ("/cases/<reference>/keeping/day", move_retention, ["GET", "POST"]),
        ("/cases/<reference>/hold", set_hold, ["GET", "POST"]),
        ("/cases/<reference>/hold/lift", lift_hold, ["GET", "POST"]),
        ("/cases/<reference>/close", close_case, ["GET", "POST"]),
        ("/cases/<reference>/subject-access", export_subject, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
