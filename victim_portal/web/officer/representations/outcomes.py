"""What becomes of a request: put forward, decided, told, withdrawn."""

from flask import render_template
from flask.typing import ResponseReturnValue

from victim_portal.domain.representations import NEEDS_REASON, OUTCOMES, move_problem
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import representations
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import RequestView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm
from victim_portal.web.officer.representations.finding import home, one_request, refuse
from victim_portal.web.officer.representations.forms import (
    OutcomeForm,
    PutForwardForm,
    ToldForm,
)
from victim_portal.web.officer.representations.outcome_fields import show_outcome


def put_forward(reference: str, number: int) -> ResponseReturnValue:
    """Record to whom a request was sent; what stands against it is shown with a way on."""
    found = one_request(reference, number)
    form = PutForwardForm()
    if form.validate_on_submit():
        try:
            to, on = form.to.data, form.on.data
            assert on is not None  # noqa: S101 - the form requires it
            representations.put_forward(ctx(), actor(), reference, number, to, on)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(home(reference), f"Request {number} was put forward.")
    elif not form.is_submitted():
        form.on.process(None, ctx().today())
    return _page("put_forward", form, reference, found, RequestState.PUT_FORWARD)


def record_outcome(reference: str, number: int) -> ResponseReturnValue:
    """Record what was decided on a request, with the reason, or put the decision right."""
    found = one_request(reference, number)
    form = OutcomeForm()
    if form.validate_on_submit():
        try:
            seen = form.seen_version("row_version")
            representations.record_outcome(ctx(), actor(), reference, number, form.outcome(), seen)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
            form.row_version.data = str(found.row_version)
        else:
            told = (
                f"The decision on request {number} was recorded. Tell the victim, with the reason."
            )
            return answers.done(home(reference), told)
    elif not form.is_submitted():
        form.row_version.data = str(found.row_version)
        if found.state in OUTCOMES:
            show_outcome(form, found)
    next_states = () if found.state in OUTCOMES else OUTCOMES
    return _page("outcome", form, reference, found, *next_states)


def record_told(reference: str, number: int) -> ResponseReturnValue:
    """Record when and how the victim was told what was decided."""
    view = representations.representations_view(ctx(), actor(), reference)
    found = one_request(reference, number)
    form = ToldForm()
    if not view.ring_first:
        del form.not_rung
    if found.state not in NEEDS_REASON:
        del form.plain
    if form.validate_on_submit():
        try:
            representations.record_told(ctx(), actor(), reference, number, form.told())
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(home(reference), "Recorded: the victim was told.")
    elif not form.is_submitted():
        form.on.process(None, found.told_on or ctx().today())
        if "plain" in form:
            form.plain.data = found.outcome_plain
    return _page("told", form, reference, found)


def withdraw_request(reference: str, number: int) -> ResponseReturnValue:
    """Record that the victim no longer asks for this, once it was confirmed."""
    found = one_request(reference, number)
    form = PortalForm()
    if form.validate_on_submit():
        try:
            representations.withdraw_request(ctx(), actor(), reference, number)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(home(reference), f"Request {number} was withdrawn.")
    return _page("withdraw_request", form, reference, found, RequestState.WITHDRAWN)


def _page(
    name: str, form: PortalForm, reference: str, found: RequestView, *next_states: RequestState
) -> ResponseReturnValue:
    """The page of one request; `cannot` says why none of the next states can follow."""
    possible = not next_states or found.may_move_to.intersection(next_states)
    cannot = "" if possible else move_problem(found.state, next_states[0])
    return render_template(
        f"officer/representations/{name}.html",
        form=form,
        one=found,
        cannot=cannot,
        reference=reference,
        back_href=home(reference),
    )
