"""Making sure who is at the telephone before anything is said, and recording what came of it."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.callers import PASSED, CheckOutcome, Questions, may_have_passed
from victim_portal.domain.vocabulary import (
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.callers.reading import callers_of, check_of, live_channels
from victim_portal.services.callers.values import (
    MOST_WANTED,
    CallerCheck,
    CallerView,
    Checked,
    CheckInput,
)
from victim_portal.services.channels import reconfirm, suspect
from victim_portal.services.contacts import Logged, log_contact
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

RING_BACK, DECIDE, CALL_TAKEN = "ring_back", "decide_about_caller", "call_taken"
# Somebody who said no is never rung because another person pretended to be them.
SAID_NO = frozenset({Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT})
NO_LONGER_SAFE = "They said on the telephone that it is no longer right or safe."
CHANGED_MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing of yours was saved: send it again."
)


def caller_check(ctx: Context, actor: Actor, reference: str) -> CallerCheck:
    """What to ask a caller, with the answers; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        shown = check_of(ctx, uow, case)
        audit.record(uow, actor, What.CALLER_CHECKED, case.id, outcome="opened")
        uow.commit()
        return shown


def record_check(
    ctx: Context, actor: Actor, reference: str, given: CheckInput, once: UUID | None = None
) -> Checked:
    """Record what came of a check as a contact, and what follows from it.

    Only who passed was spoken to: their call stops the clock of first contact. Anybody else
    leaves a task to ring the person back on a number that was verified (for somebody who said
    no, a manager's decision). What they call unsafe is stopped at once; a yes to all confirms
    the plans of whoever passed, and nobody else's. The same form sent twice is recorded once.
    Raises InvalidError with a sentence for each field, ConflictError when the case changed
    meanwhile, NotFoundError out of reach.
    """
    try:
        return _record(ctx, actor, reference, given, once)
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def _record(
    ctx: Context, actor: Actor, reference: str, given: CheckInput, once: UUID | None
) -> Checked:
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        said = saying("record", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return _from_result(done)
        caller = _caller(ctx, uow, case, given)
        channels = {channel.id: channel for channel, _ in live_channels(uow, case)}
        _check(given, caller, channels)
        passed = given.outcome in PASSED
        supporter = passed and caller is not None and caller.role is not None
        log_contact(
            ctx,
            uow,
            actor,
            case,
            Logged(
                method=ContactMethod.TELEPHONE,
                outcome=(ContactOutcome.SPOKE if passed else ContactOutcome.SOMEONE_ELSE_ANSWERED),
                on=ctx.today(),
                inward=True,
                channel_id=given.number_id,
                at=ctx.now(),
                with_id=caller.id if caller is not None and supporter else None,
                still_safe=given.still_safe,
                note=given.wanted,
            ),
        )
        for channel_id in given.unsafe:
            suspect(ctx, uow, actor, case, channels[channel_id], NO_LONGER_SAFE)
        confirmed, left = _reconfirm(ctx, uow, actor, case, given, caller)
        if not passed:
            used = channels.get(given.number_id) if given.number_id else None
            _leave_task(ctx, uow, actor, case, used)
        elif not supporter:
            tasks.settle(uow, actor, RING_BACK, case)
        if passed and given.wanted.strip() and case.officer_id != actor.user_id:
            _tell_officer(ctx, uow, actor, case)
        audit.record(uow, actor, What.CALLER_CHECKED, case.id, outcome=given.outcome.value)
        suggest = given.number_id if not passed else None
        checked = Checked(given.outcome, supporter, suggest, confirmed, left)
        result = f"{checked.outcome}:{supporter:d}:{suggest or ''}:{confirmed}:{left}"
        remember(uow, once, result, said)
        uow.commit()
        return checked


def _caller(ctx: Context, uow: UnitOfWork, case: Case, given: CheckInput) -> CallerView | None:
    """Who passed; None where nobody did, or where it is nobody of the case."""
    if given.outcome not in PASSED:
        return None
    wanted = given.caller_id or case.person_id
    return next((one for one in callers_of(ctx, uow, case) if one.id == wanted), None)


def _check(given: CheckInput, caller: CallerView | None, channels: dict[UUID, Channel]) -> None:
    problems: dict[str, str] = {}
    passed = given.outcome in PASSED
    if passed and caller is None:
        problems["caller"] = "They don't stand beside the person any more: tell them nothing."
    elif caller is not None and not may_have_passed(given.outcome, caller.asked):
        problems["outcome"] = (
            _no_word(caller.asked)
            if given.outcome is CheckOutcome.CODE_WORD
            else "Nothing is known that only they could answer. Choose that they couldn't show "
            "who they are, and ring them back."
        )
    if given.number_id is not None and given.number_id not in channels:
        problems["number"] = "This is no longer in use. Choose another, or none."
    if not passed and given.still_safe is not None:
        problems["still_safe"] = "Only somebody who showed who they are can say this."
    elif given.still_safe is False and not given.unsafe and _any_in_use(channels):
        problems["unsafe"] = "Tick what isn't right or safe any more. If you can't tell, tick all."
    elif given.still_safe is not False and given.unsafe:
        problems["still_safe"] = "You ticked something that isn't safe: choose no, or untick it."
    if not set(given.unsafe) <= channels.keys():
        problems["unsafe"] = "One of these is no longer in use. Tick again."
    if len(given.wanted.strip()) > MOST_WANTED:
        problems["wanted"] = f"Use at most {MOST_WANTED:,} characters."
    if problems:
        raise InvalidError(problems)


def _no_word(asked: Questions) -> str:
    if asked.sent_words:
        return (
            "The word went out in a message, and there is no private question to ask beside it. "
            "Choose that they couldn't show who they are, and ring them back."
        )
    return "No code word was agreed with them."


def _any_in_use(channels: dict[UUID, Channel]) -> bool:
    return any(channel.suspended_at is None for channel in channels.values())


def _reconfirm(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    given: CheckInput,
    caller: CallerView | None,
) -> tuple[int, int]:
    """A yes confirms what was agreed with whoever passed; how many plans it did, and didn't.

    Nobody says yes for another. It lifts no stop and verifies nothing, and a plan that changed
    since the page was opened isn't what they said yes to.
    """
    if given.still_safe is not True or caller is None:
        return 0, 0
    confirmed = left = 0
    for channel, whose in live_channels(uow, case):
        if whose != caller.id or not channel.uses:
            continue
        stands = (
            channel.verified_at is not None
            and channel.confirmed_at is not None
            and channel.suspended_at is None
            and given.seen.get(channel.id) == channel.plan_version
        )
        if stands:
            reconfirm(ctx, uow, actor, case, channel)
            confirmed += 1
        else:
            left += 1
    return confirmed, left


def _tell_officer(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """What was asked of a colleague reaches whoever has the case, today."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        CALL_TAKEN,
        "A colleague took a call for you: read what they wanted, and answer it",
        "No voice stays unheard, whoever answered the telephone",
        ctx.today(),
    )


def _leave_task(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, used: Channel | None
) -> None:
    """Who rang as somebody and couldn't show it: the person hears of it, by a safe way."""
    if case.enrolment in SAID_NO:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            DECIDE,
            "Somebody rang and didn't show who they are, and the person said no: decide whether "
            "anything is done",
            "Nothing is sent against a no; a doubt about safety is a manager's decision",
            ctx.today(),
            manager=True,
        )
        return
    safe = any(_is_safe_to_ring(one, used) for one, _ in live_channels(uow, case, own=True))
    tasks.raise_for_case(
        uow,
        actor,
        case,
        RING_BACK,
        "Somebody rang and didn't show who they are: ring the person back on a verified number"
        if safe
        else "Somebody rang and didn't show who they are, and no verified number is left: find "
        "a safe way to reach the person",
        "Nobody is told anything before they showed who they are; no voice stays unheard",
        ctx.today(),
    )


def _is_safe_to_ring(channel: Channel, used: Channel | None) -> bool:
    """Whether a number was verified and may be rung; never the one that the caller had."""
    return (
        channel.verified_at is not None
        and channel.suspended_at is None
        and ChannelUse.CALL.value in channel.uses
        and (used is None or channel.value_index != used.value_index)
    )


def _from_result(done: str) -> Checked:
    outcome, supporter, suggest, confirmed, left = done.split(":")
    return Checked(
        CheckOutcome(outcome),
        supporter == "1",
        UUID(suggest) if suggest else None,
        int(confirmed),
        int(left),
    )
