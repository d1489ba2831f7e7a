"""A request goes to those who decide, or is withdrawn."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.parole import DeadlineKind, timetable
from victim_portal.domain.representations import move_problem
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.licence_policy import offer_of_version
from victim_portal.services.representations.moving import (
    OUTCOME_TASK,
    PUT_FORWARD_TASK,
    move_request,
)
from victim_portal.services.representations.rows import (
    agreement_missing,
    open_case,
    person_of,
    request_of,
    tell_recipients,
    writing,
    wrong_day,
)
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

CHASE_WITHIN_WORKING_DAYS = 20


def put_forward(ctx: Context, actor: Actor, reference: str, number: int, to: str, on: date) -> None:
    """Record that a request went to those who decide, to whom and when.

    A condition that names somebody or uses a map is refused without the victim's recorded
    agreement; the sentence names the condition that does without. Raises InvalidError
    (fields `to`, `on`, `state`, `agreed`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        problems = wrong_day(ctx.today(), on, request.state_on)
        if not to.strip() or len(to.strip()) > 120:
            problems["to"] = "Enter to whom it went, in at most 120 characters."
        cannot = move_problem(RequestState(request.state), RequestState.PUT_FORWARD)
        if cannot:
            problems["state"] = cannot
        offer = offer_of_version(uow, request.catalogue_version)
        disagreed = agreement_missing(request, offer, person_of(uow, case))
        if disagreed:
            problems["agreed"] = disagreed
        if problems:
            raise InvalidError(problems)
        request.put_forward_to = to.strip()
        request.put_forward_on = on
        move_request(uow, actor, case, request, RequestState.PUT_FORWARD, on)
        tasks.settle(uow, actor, PUT_FORWARD_TASK, case, str(number))
        tasks.raise_for_case(
            uow,
            actor,
            case,
            OUTCOME_TASK,
            f"Find out what was decided on condition request {number}",
            "Every request has an outcome, or an owner and a date",
            _chase_on(ctx, uow, case),
            key=str(number),
        )
        uow.commit()


def withdraw_request(ctx: Context, actor: Actor, reference: str, number: int) -> None:
    """Record that the victim no longer asks for this.

    Raises InvalidError (field `state`) once it was decided, ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        cannot = move_problem(RequestState(request.state), RequestState.WITHDRAWN)
        if cannot:
            raise InvalidError({"state": cannot})
        move_request(uow, actor, case, request, RequestState.WITHDRAWN, ctx.today())
        tasks.settle(uow, actor, PUT_FORWARD_TASK, case, str(number))
        tasks.settle(uow, actor, OUTCOME_TASK, case, str(number))
        tell_recipients(
            ctx,
            uow,
            actor,
            case,
            f"Condition request {number} was withdrawn after an export: tell whoever has it",
            f"request:{number}",
        )
        uow.commit()


def _chase_on(ctx: Context, uow: UnitOfWork, case: Case) -> date:
    """When an answer is asked after: with the Board's decision, where a hearing is listed."""
    usual = add_working_days(ctx.today(), CHASE_WITHIN_WORKING_DAYS, ctx.bank_holidays)
    review = offender_store.open_review(uow, case.offender_id)
    if review is None or review.hearing_on is None:
        return usual
    expected = [
        one.work_by
        for one in timetable(review.hearing_on, None, ctx.policy, ctx.bank_holidays)
        if one.kind is DeadlineKind.DECISION
    ]
    return max([usual, *expected])
