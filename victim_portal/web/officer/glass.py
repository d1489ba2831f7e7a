"""Breaking the glass, closing a case again, and what managers see of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.glass import GlassReason
from victim_portal.domain.vocabulary import Role
from victim_portal.services import glass
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.glass import Broken, GlassInput
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    EmailText,
    LongText,
    NameText,
    OnceToken,
    PhoneText,
    Pick,
    PortalForm,
    ReferenceText,
    options_of,
)
from victim_portal.web.fresh_proof import needs_fresh_proof
from victim_portal.web.shell import clock_time, london_time

LONGEST_NUMBER = 7
"""So many digits has no page's number."""


class GlassForm(PortalForm):
    """Which case, named exactly, and why."""

    token = OnceToken()
    reference = ReferenceText("Case reference", limit=20, description="For example VC-7K2M9QXD")
    telephone = PhoneText("Victim's telephone number", limit=40)
    email = EmailText("Victim's email address", limit=254)
    last_name = NameText("Victim's last name", limit=100)
    born_on = DateParts("Victim's date of birth", what="The date of birth")
    prison_number = ReferenceText("Offender's prison number", limit=20)
    crn = ReferenceText("Offender's case reference number (CRN)", limit=20)
    reason = Pick(
        "Why do you need to see this case?",
        options_of(GlassReason, words.GLASS_REASON),
        coerce=GlassReason,
        required="Choose why you need to see this case",
    )
    why = LongText(
        "What happened?",
        limit=1000,
        required="Say what happened",
        description="Your manager and the manager of the case's unit read this today",
    )


class LookForm(PortalForm):
    """Whether a breaking was in order."""

    in_order = Pick(
        "Was this in order?",
        [("yes", "Yes"), ("no", "No: open an incident")],
        required="Choose whether this was in order",
    )
    finding = LongText(
        "What you found",
        limit=1000,
        description="Needed where it wasn't in order",
    )


@needs_fresh_proof
def break_glass() -> ResponseReturnValue:
    """Open one case outside one's reach by naming it exactly."""
    form = GlassForm()
    if form.validate_on_submit():
        given = GlassInput(
            reason=form.reason.data,
            why=form.why.data,
            reference=form.reference.data,
            prison_number=form.prison_number.data,
            crn=form.crn.data,
            telephone=form.telephone.data,
            email=form.email.data,
            last_name=form.last_name.data,
            born_on=form.born_on.data,
        )
        try:
            return _opened(glass.break_glass(ctx(), actor(), given, form.token.data))
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
    rule = ctx().policy.glass(ctx().today())
    finds = actor().role is Role.OFFICER
    return render_template(
        "officer/glass/break.html",
        form=form,
        minutes=rule.minutes,
        may_find=finds,
        back_href=url_for("officer.find_caller" if finds else "officer.show_oversight"),
    )


def end_glass(reference: str) -> ResponseReturnValue:
    """Close a case again before the time is over."""
    glass.end_glass(ctx(), actor(), reference)
    return answers.done(url_for("officer.start"), f"Case {reference} is closed to you again.")


def list_glass() -> ResponseReturnValue:
    """What was opened by breaking the glass, for the managers of both units."""
    found = glass.list_glass(ctx(), actor())
    return render_template("officer/glass/list.html", found=found, most=glass.MOST_SHOWN)


def glass_views(glass_id: UUID) -> ResponseReturnValue:
    """All that was viewed over one breaking, page by page."""
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < LONGEST_NUMBER else 0
    one = glass.glass_views(ctx(), actor(), glass_id, number)
    return render_template(
        "officer/glass/views.html",
        one=one,
        number=number,
        pages=-(-one.viewed_in_all // glass.MOST_VIEWED),
        back_href=url_for("officer.list_glass"),
    )


def look_at_glass(glass_id: UUID) -> ResponseReturnValue:
    """A manager says whether a breaking was in order."""
    form = LookForm()
    there = url_for("officer.list_glass")
    if form.validate_on_submit():
        try:
            glass.look_at_glass(
                ctx(), actor(), glass_id, form.in_order.data == "yes", form.finding.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "What you found is recorded.")
    one = glass.glass_to_look_at(ctx(), actor(), glass_id)
    return render_template("officer/glass/look.html", form=form, one=one, back_href=there)


def _opened(broken: Broken) -> ResponseReturnValue:
    if broken.ends_at is None:
        flash("You can see this case anyway, so no glass was broken.", "important")
        return redirect(url_for("officer.show_case", reference=broken.reference))
    if actor().role is Role.AUDITOR:
        until = clock_time(london_time(broken.ends_at))
        there = url_for("auditor.show_words", reference=broken.reference)
        return answers.done(there, f"The words are open to you until {until}.")
    return redirect(url_for("officer.show_case", reference=broken.reference))


def add_routes(officer: Blueprint) -> None:
    """Register the pages of broken glass."""
    for path, view, methods in (
        ("/break-glass", break_glass, ["GET", "POST"]),
        ("/broken-glass", list_glass, ["GET"]),
        ("/broken-glass/<uuid:glass_id>/views", glass_views, ["GET"]),
        ("/broken-glass/<uuid:glass_id>", look_at_glass, ["GET", "POST"]),
        ("/cases/<reference>/glass/end", end_glass, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
