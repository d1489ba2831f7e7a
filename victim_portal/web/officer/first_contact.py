"""The plan of first contact: its steps, their dates, and what to do next."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.first_contact import LETTER_OF_STEP, StepState
from victim_portal.services import first_contact
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.letters import STATES

STEP_STATES = {
    StepState.DONE: ("Done", "green"),
    StepState.DUE: ("Due", "yellow"),
    StepState.LATER: ("Later", "blue"),
    StepState.NOT_POSSIBLE: ("Not possible", "orange"),
    StepState.NOT_NEEDED: ("Not needed any more", "grey"),
}


def show_first_contact(reference: str) -> ResponseReturnValue:
    """The plan of a case as it stands today."""
    return render_template(
        "officer/first_contact/show.html",
        view=first_contact.first_contact_view(ctx(), actor(), reference),
        step_states=STEP_STATES,
        letter_states=STATES,
        letter_of_step=LETTER_OF_STEP,
        today=ctx().today(),
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of first contact."""
    officer.add_url_rule(
        "/cases/<reference>/first-contact",
        view_func=answers.service_errors(show_first_contact),
        methods=["GET"],
    )
