"""Whether a channel is still safe: confirmed with the victim, suspended, or ended."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    MessageState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import (
    CHANGED_MEANWHILE,
    channel_within_reach,
    no_lost_plan,
)
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages import hold
from victim_portal.services.planning import replan
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork

REVIEW = "channel_confirmation"
# How an officer may know that the right person is at the other end.
WAYS = {
    "spoken": ContactMethod.TELEPHONE,
    "code_read_back": ContactMethod.TELEPHONE,
    "in_person": ContactMethod.VISIT,
    "letter_answered": ContactMethod.LETTER,
}


def confirm_channel(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    how: str,
    seen_version: int | None = None,
) -> None:
    """Record that the victim confirmed a channel and its plan today.

    `seen_version` is the plan that was gone through with them: one that a colleague changed
    since isn't confirmed unseen (ConflictError).

    The first time verifies it; each time starts the period after which it has to be
    confirmed again, and lifts a suspension. Raises InvalidError for an unknown `how`, or
    where no plan was agreed yet.
    """
    if how not in WAYS:
        raise InvalidError({"how": "Choose how you confirmed it."})
    with no_lost_plan(), ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        if seen_version is not None and channel.plan_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        if not channel.uses:
            raise InvalidError({"how": "Agree first how this may be used, and when."})
        now = ctx.now()
        if channel.verified_at is None or channel.suspended_at is not None:
            # After a suspicion it is verified anew: what it got before is counted till then.
            channel.verified_at = now
            channel.verified_how = how
        channel.confirmed_at = now
        period = ctx.policy.review_period(REVIEW, ctx.today())
        channel.review_on = period.applied_to(ctx.today(), ctx.bank_holidays)
        channel.suspended_at = None
        channel.suspended_why = None
        answered = WAYS[how] is ContactMethod.LETTER
        outcome = ContactOutcome.RECEIVED if answered else ContactOutcome.SPOKE
        uow.add(
            ContactLog(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                channel_id=channel.id,
                on=ctx.today(),
                inward=answered,
                method=WAYS[how].value,
                outcome=outcome.value,
                recorded_by=actor.name,
                recorded_at=now,
            )
        )
        audit.record(uow, actor, What.CHANNEL_CONFIRMED, case.id, channel=str(channel.id), how=how)
        tasks.settle(uow, actor, "confirm_channel", case, key=str(channel.id))
        tasks.settle(uow, actor, "make_plan", case)
        uow.commit()


def suspend_channel(ctx: Context, actor: Actor, reference: str, channel_id: UUID, why: str) -> None:
    """Stop a channel at once, and hold what was queued for it; needs a reason."""
    if not why.strip():
        raise InvalidError({"why": "Say why it isn't safe."})
    with no_lost_plan(), ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        if channel.suspended_at is None:
            channel.suspended_at = ctx.now()
            channel.suspended_why = why.strip()
        elif why.strip() not in (channel.suspended_why or ""):
            channel.suspended_why = f"{channel.suspended_why or ''}\n{why.strip()}".strip()
        held = _hold(ctx, uow, actor, channel, "channel_suspended", "It was stopped as unsafe.")
        audit.record(
            uow, actor, What.CHANNEL_SUSPENDED, case.id, channel=str(channel.id), held=held
        )
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "confirm_channel",
            "A number or address was stopped: find another safe way, or confirm it again",
            "Never silence: a stopped channel needs another way",
            ctx.today(),
            key=str(channel.id),
        )
        uow.commit()


def end_channel(ctx: Context, actor: Actor, reference: str, channel_id: UUID) -> None:
    """Take a channel out of use for good; it stays in the history."""
    with no_lost_plan(), ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        channel.ended_at = ctx.now()
        held = _hold(ctx, uow, actor, channel, "channel_ended", "It is no longer in use.")
        audit.record(uow, actor, What.CHANNEL_ENDED, case.id, channel=str(channel.id), held=held)
        tasks.settle(uow, actor, "confirm_channel", case, key=str(channel.id))
        uow.flush()
        for one in case_store.of_person(uow, channel.person_id):
            _ask_for_another_way(ctx, uow, actor, one)
            # Its code word and language may stand in words that are still drafts.
            replan(ctx, uow, actor, one)
        uow.commit()


def _ask_for_another_way(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    wanted = Enrolment(case.enrolment) in IN_SCHEME
    left = any(c.uses and not c.suspended_at for c in people_store.channels_of(uow, case.person_id))
    if wanted and not left:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "make_plan",
            "No number or address is left that is safe: find another way to reach them",
            "Never silence: a stopped channel needs another way",
            ctx.today(),
        )


def _hold(
    ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel, code: str, why: str
) -> int:
    """Hold what no provider has yet; each held message is somebody's to look at."""
    waiting = [
        message
        for message in update_store.stoppable(uow, channel_id=channel.id)
        if message.state != MessageState.HELD
    ]
    for message in waiting:
        hold(ctx, uow, actor, message, code, why)
    return len(waiting)
