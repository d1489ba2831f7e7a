"""What was decided on a request: kept with its reason, to be told, and until when it holds."""

from dataclasses import replace

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.representations import outcome_problems
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations.moving import (
    ENDING_TASK,
    OUTCOME_TASK,
    TELL_TASK,
    move_request,
)
from victim_portal.services.representations.rows import (
    CHANGED_MEANWHILE,
    LONGEST,
    TOO_LONG,
    open_case,
    request_of,
    writing,
    wrong_day,
)
from victim_portal.services.representations.values import OutcomeInput
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, ConditionRequest
from victim_portal.store.unit_of_work import UnitOfWork

TELL_WITHIN_WORKING_DAYS = 2


def record_outcome(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    given: OutcomeInput,
    seen_version: int | None = None,
) -> None:
    """Record what was decided on a request: granted, amended or refused.

    An amendment or refusal needs its reason in full. Leaves a task to tell the victim. A
    decision that was recorded wrongly is put right by the right one: what she was told before
    counts no more, so she is told anew. `seen_version` is the `row_version` of the form. Raises
    InvalidError (fields of OutcomeInput), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        if seen_version is not None and request.row_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        problems = keep_outcome(ctx, uow, actor, case, number, given)
        if problems:
            raise InvalidError(problems)
        uow.commit()


def keep_outcome(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, number: int, given: OutcomeInput
) -> dict[str, str]:
    """The same in the caller's transaction; a sentence for each field where it can't be kept."""
    request = request_of(uow, case, number)
    problems = outcome_problems(
        RequestState(request.state),
        given.state,
        on=given.on,
        reason=given.reason,
        as_now=given.as_now,
        ends_on=given.ends_on,
    )
    since = request.put_forward_on or request.state_on
    problems |= wrong_day(ctx.today(), given.on, since)
    for name, text in (("reason", given.reason), ("plain", given.plain), ("as_now", given.as_now)):
        if len(text) > LONGEST:
            problems[name] = TOO_LONG
    if problems or _outcome_of(request) == _tidied(given):
        return problems
    was_told = request.told_on is not None
    request.outcome_reason = given.reason.strip() or None
    request.outcome_plain = given.plain.strip() or None
    request.granted_wording = given.as_now.strip() or None
    request.ends_on = given.ends_on
    request.told_on = request.told_how = request.not_rung = None
    move_request(uow, actor, case, request, given.state, given.on)
    tasks.settle(uow, actor, OUTCOME_TASK, case, str(number))
    tasks.settle(uow, actor, ENDING_TASK, case, str(number))
    _ask_to_tell(ctx, uow, actor, case, number, again=was_told)
    _plan_its_end(ctx, uow, actor, case, request)
    return {}


def _outcome_of(request: ConditionRequest) -> OutcomeInput:
    """The decision as it stands, to see whether another one differs."""
    return OutcomeInput(
        state=RequestState(request.state),
        on=request.state_on,
        reason=request.outcome_reason or "",
        plain=request.outcome_plain or "",
        as_now=request.granted_wording or "",
        ends_on=request.ends_on,
    )


def _tidied(given: OutcomeInput) -> OutcomeInput:
    return replace(
        given,
        reason=given.reason.strip(),
        plain=given.plain.strip(),
        as_now=given.as_now.strip(),
    )


def _ask_to_tell(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, number: int, *, again: bool
) -> None:
    """Have the victim told in the way they chose: rung first where they asked for that."""
    preference = case_store.preference(uow, case.id)
    ring = preference is not None and preference.call_first
    first = "Ring them first, as they asked, and tell" if ring else "Tell"
    late = ". What they were told before was wrong" if again else ""
    tasks.settle(uow, actor, TELL_TASK, case, str(number))
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TELL_TASK,
        f"{first} the victim what was decided on condition request {number}, and why{late}",
        "Victims' Code, Right 11: a refusal is explained",
        add_working_days(ctx.today(), TELL_WITHIN_WORKING_DAYS, ctx.bank_holidays),
        key=str(number),
    )


def _plan_its_end(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, request: ConditionRequest
) -> None:
    """Have them told that a condition ends which doesn't last as long as the licence.

    That the licence ends, and all conditions with it, is planned as an update by itself.
    """
    ends_on = request.ends_on
    if ends_on is None:
        return
    try:
        lead = ctx.policy.lead_time(Stage.LICENCE_ENDED.value, ends_on)
    except LookupError:
        opens = ends_on
    else:
        opens = lead.applied_to(ends_on, ctx.bank_holidays)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        ENDING_TASK,
        f"Tell the victim that the condition of request {request.number} ends in "
        f"{ends_on:%B %Y}, before the licence does",
        "Victims' Code, Right 11: told when a condition that protects them ends",
        max(ctx.today(), opens),
        key=str(request.number),
    )
