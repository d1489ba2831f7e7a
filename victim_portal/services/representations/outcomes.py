"""What becomes of a request: put forward, decided, told, withdrawn."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.representations import OUTCOMES, agreement_problem, move_problem
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.catalogue import catalogue
from victim_portal.services.representations.hearing import PUT_FORWARD_TASK
from victim_portal.services.representations.rows import (
    open_case,
    request_of,
    tell_recipients,
    writing,
)
from victim_portal.services.representations.values import OutcomeInput
from victim_portal.store.models import Case, ConditionRequest
from victim_portal.store.unit_of_work import UnitOfWork

OUTCOME_TASK = "request_outcome"
TELL_TASK = "tell_request_outcome"
CHASE_WITHIN_WORKING_DAYS = 20
TELL_WITHIN_WORKING_DAYS = 2


def put_forward(ctx: Context, actor: Actor, reference: str, number: int, to: str, on: date) -> None:
    """Record that a request went to those who decide, to whom and when.

    A condition that names somebody or uses a map is refused without the victim's recorded
    agreement; the sentence names the condition that does without. Raises InvalidError
    (fields `to`, `on`, `state`, `agreed`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        problems = _wrong_day(ctx, request, on)
        if not to.strip() or len(to.strip()) > 120:
            problems["to"] = "Enter to whom it went, in at most 120 characters."
        cannot = move_problem(RequestState(request.state), RequestState.PUT_FORWARD)
        if cannot:
            problems["state"] = cannot
        disagreed = agreement_missing(request)
        if disagreed:
            problems["agreed"] = disagreed
        if problems:
            raise InvalidError(problems)
        request.put_forward_to = to.strip()
        request.put_forward_on = on
        _move(uow, actor, case, request, RequestState.PUT_FORWARD, on)
        tasks.settle(uow, actor, PUT_FORWARD_TASK, case, str(number))
        tasks.raise_for_case(
            uow,
            actor,
            case,
            OUTCOME_TASK,
            f"Find out what was decided on condition request {number}",
            "Every request has an outcome, or an owner and a date",
            add_working_days(ctx.today(), CHASE_WITHIN_WORKING_DAYS, ctx.bank_holidays),
            key=str(number),
        )
        uow.commit()


def record_outcome(
    ctx: Context, actor: Actor, reference: str, number: int, given: OutcomeInput
) -> None:
    """Record what was decided on a request: granted, amended or refused.

    An amendment or refusal needs its reason in full. Leaves a task to tell the victim.
    Raises InvalidError (fields `state`, `on`, `reason`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        problems = _wrong_day(ctx, request, given.on)
        current = RequestState(request.state)
        if given.state not in OUTCOMES:
            problems["state"] = "Choose what was decided."
        elif move_problem(current, given.state, "given"):
            problems["state"] = move_problem(current, given.state, "given")
        elif move_problem(current, given.state, given.reason):
            problems["reason"] = move_problem(current, given.state, given.reason)
        if problems:
            raise InvalidError(problems)
        request.outcome_reason = given.reason.strip() or None
        request.outcome_plain = given.plain.strip() or None
        _move(uow, actor, case, request, given.state, given.on)
        tasks.settle(uow, actor, OUTCOME_TASK, case, str(number))
        tasks.raise_for_case(
            uow,
            actor,
            case,
            TELL_TASK,
            f"Tell the victim what was decided on condition request {number}, and why",
            "Victims' Code, Right 11: a refusal is explained",
            add_working_days(ctx.today(), TELL_WITHIN_WORKING_DAYS, ctx.bank_holidays),
            key=str(number),
        )
        uow.commit()


def record_told(ctx: Context, actor: Actor, reference: str, number: int, on: date) -> None:
    """Record the day on which the victim was told what was decided.

    Raises InvalidError (fields `state`, `on`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        problems = _wrong_day(ctx, request, on)
        if request.state not in OUTCOMES:
            problems["state"] = "There is no decision yet to tell."
        if problems:
            raise InvalidError(problems)
        request.told_on = on
        _audit(uow, actor, case, request)
        tasks.settle(uow, actor, TELL_TASK, case, str(number))
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
        _move(uow, actor, case, request, RequestState.WITHDRAWN, ctx.today())
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


def agreement_missing(request: ConditionRequest) -> str:
    """Why a request can't be put forward for want of agreement; empty when it can."""
    shipped = catalogue()
    condition = shipped.get(request.code)
    if condition is None:
        return "Its condition is no longer in the catalogue: choose another one."
    return agreement_problem(
        condition,
        request.agreed_to_name,
        request.agreed_to_map,
        shipped.alternative_to(condition),
    )


def _wrong_day(ctx: Context, request: ConditionRequest, on: date) -> dict[str, str]:
    if on > ctx.today():
        return {"on": "The date must be today or in the past."}
    if on < request.state_on:
        return {"on": "The date is before what was recorded last."}
    return {}


def _move(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    request: ConditionRequest,
    to: RequestState,
    on: date,
) -> None:
    request.state = to.value
    request.state_on = on
    _audit(uow, actor, case, request)


def _audit(uow: UnitOfWork, actor: Actor, case: Case, request: ConditionRequest) -> None:
    audit.record(
        uow,
        actor,
        What.REQUEST_MOVED,
        case.id,
        request=str(request.id),
        number=request.number,
        state=request.state,
    )
