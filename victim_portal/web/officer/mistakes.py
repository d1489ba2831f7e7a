"""A contact or an answer was recorded by mistake: it is taken back, or a manager is asked to."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import undoing
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, PortalForm, Tick

HINT = "For example: it belongs to another case"
STILL_THERE = "It stands below, struck through, and counts no more."


class MistakeForm(PortalForm):
    """Why an entry was a mistake."""

    why = LongText(
        "Why was it a mistake?", limit=1000, required="Say why it was a mistake", description=HINT
    )


class AnswerMistakeForm(MistakeForm):
    """Why an answer was a mistake, and whether there was a contact at all."""

    step = Hidden()
    with_contact = Tick("The contact by which it came was recorded by mistake, too")

    def step_id(self) -> UUID | None:
        """The answer that was on the page; None for a form that names none."""
        try:
            return UUID(self.step.data or "")
        except ValueError:
            return None


def undo_contact(reference: str, contact_id: UUID) -> ResponseReturnValue:
    """Take an entry of the contact log back, with a reason."""
    entry = undoing.contact_to_undo(ctx(), actor(), reference, contact_id)
    there = url_for("officer.show_contacts", reference=reference)
    form = MistakeForm()
    if form.validate_on_submit():
        try:
            undoing.undo_contact(ctx(), actor(), reference, contact_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(there, f"Recorded as a mistake. {STILL_THERE}")
    return render_template(
        "officer/contacts/mistake.html",
        form=form,
        entry=entry,
        reference=reference,
        back_href=there,
    )


def undo_answer(reference: str) -> ResponseReturnValue:
    """Take the newest answer back as its manager, or ask the manager to."""
    asked = undoing.answer_to_undo(ctx(), actor(), reference)
    here = url_for("officer.show_case", reference=reference)
    form = AnswerMistakeForm(data={"step": str(asked.step_id)})
    if form.validate_on_submit():
        step_id = form.step_id() or asked.step_id
        why = form.why.data
        try:
            if asked.may_undo:
                with_contact = form.with_contact.data
                undoing.undo_answer(ctx(), actor(), reference, step_id, why, with_contact)
                return answers.done(here, "Taken back. It stands in the history, struck through.")
            undoing.ask_to_undo_answer(ctx(), actor(), reference, step_id, why)
            return answers.done(here, "The manager has a task to decide. Your reason is a note.")
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, here, "The case")
    return render_template(
        "officer/enrolment/mistake.html",
        form=form,
        asked=asked,
        reference=reference,
        back_href=here,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of what was recorded by mistake."""
    case = "/cases/<reference>"
    for path, view in (
        (f"{case}/contacts/<uuid:contact_id>/mistake", undo_contact),
        (f"{case}/answer/mistake", undo_answer),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET", "POST"])
