"""A young person comes of age: how the case stands, and a recorded lack of capacity."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.access import Permission
from victim_portal.services import coming_of_age
from victim_portal.services.coming_of_age import LONGEST, CapacityInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, LongText, PortalForm, Text


class CapacityForm(PortalForm):
    """An assessment that they lack the capacity to decide."""

    decision = LongText(
        "Which decision can't they make?",
        limit=LONGEST["decision"],
        required="Enter which decision they can't make",
        description="This decision and no other. For example: whether to hear about the sentence, "
        "and from whom",
    )
    assessed_by = Text(
        "Who assessed it?",
        limit=LONGEST["assessed_by"],
        required="Enter who assessed it",
        description="Their name, and what they are: a doctor, a social worker",
    )
    assessed_on = DateParts("When was it assessed?", what="The date", required="Enter the date")
    basis = LongText(
        "On what basis?",
        limit=LONGEST["basis"],
        required="Enter on what basis",
        description="What they can't understand, keep in mind, weigh up or say, and what was tried "
        "to help them decide",
    )
    review_on = DateParts(
        "Until when does it count?",
        what="The day",
        required="Enter the day",
        description="It is looked at again by then. After that day it counts no more, unless it "
        "is recorded anew",
    )


class EndForm(PortalForm):
    """Why it counts no more."""

    why = LongText("Why?", limit=LONGEST["why"], required="Give the reason")


def show_coming_of_age(reference: str) -> ResponseReturnValue:
    """How the case stands, and what to do."""
    view = coming_of_age.coming_of_age_view(ctx(), actor(), reference)
    back = url_for("officer.show_case", reference=reference)
    return render_template("officer/coming_of_age/show.html", view=view, back_href=back)


def record_capacity(reference: str) -> ResponseReturnValue:
    """Record a lack of capacity: a manager's to do."""
    view = coming_of_age.coming_of_age_view(ctx(), actor(), reference, Permission.DECIDE_AS_MANAGER)
    form, there = CapacityForm(), _page(reference)
    assessed_on, review_on = form.assessed_on.data, form.review_on.data
    if form.validate_on_submit() and assessed_on is not None and review_on is not None:
        given = CapacityInput(
            decision=form.decision.data,
            assessed_by=form.assessed_by.data,
            assessed_on=assessed_on,
            basis=form.basis.data,
            review_on=review_on,
        )
        try:
            coming_of_age.record_capacity(ctx(), actor(), reference, given)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(there, "Recorded. A task asks to look at it again in time.")
    return render_template(
        "officer/coming_of_age/capacity.html", form=form, view=view, back_href=there
    )


def end_capacity(reference: str) -> ResponseReturnValue:
    """End what was recorded."""
    view = coming_of_age.coming_of_age_view(ctx(), actor(), reference)
    form, there = EndForm(), _page(reference)
    if form.validate_on_submit():
        try:
            coming_of_age.end_capacity(ctx(), actor(), reference, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "Ended. From 18 on they decide for themselves.")
    return render_template("officer/coming_of_age/end.html", form=form, view=view, back_href=there)


def _page(reference: str) -> str:
    return url_for("officer.show_coming_of_age", reference=reference)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of coming of age."""
    case = "/cases/<reference>/coming-of-age"
    for path, view, methods in (
        (case, show_coming_of_age, ["GET"]),
        (f"{case}/capacity", record_capacity, ["GET", "POST"]),
        (f"{case}/capacity/end", end_capacity, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
