"""Whether a channel is still safe: confirmed with the victim, suspended, or ended."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import channel_within_reach
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.store import updates as update_store
from victim_portal.store.models import Channel, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork

REVIEW = "channel_confirmation"
# How an officer may know that the right person is at the other end.
WAYS = {
    "spoken": ContactMethod.TELEPHONE,
    "code_read_back": ContactMethod.TELEPHONE,
    "in_person": ContactMethod.VISIT,
    "letter_answered": ContactMethod.LETTER,
}


def confirm_channel(ctx: Context, actor: Actor, reference: str, channel_id: UUID, how: str) -> None:
    """Record that the victim confirmed a channel and its plan today.

    The first time verifies it; each time starts the period after which it has to be
    confirmed again, and lifts a suspension. Raises InvalidError for an unknown `how`, or
    where no plan was agreed yet.
    """
    if how not in WAYS:
        raise InvalidError({"how": "Choose how you confirmed it."})
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        if not channel.uses:
            raise InvalidError({"how": "Agree first how this may be used, and when."})
        now = ctx.now()
        if channel.verified_at is None:
            channel.verified_at = now
        channel.verified_how = how
        channel.confirmed_at = now
        period = ctx.policy.review_period(REVIEW, ctx.today())
        channel.review_on = period.applied_to(ctx.today(), ctx.bank_holidays)
        channel.suspended_at = None
        channel.suspended_why = None
        uow.add(
            ContactLog(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                channel_id=channel.id,
                on=ctx.today(),
                inward=False,
                method=WAYS[how].value,
                outcome=ContactOutcome.SPOKE.value,
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
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        channel.suspended_at = ctx.now()
        channel.suspended_why = why.strip()
        held = _hold(uow, channel, "channel_suspended")
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
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        channel.ended_at = ctx.now()
        held = _hold(uow, channel, "channel_ended")
        audit.record(uow, actor, What.CHANNEL_ENDED, case.id, channel=str(channel.id), held=held)
        uow.commit()


def _hold(uow: UnitOfWork, channel: Channel, why: str) -> int:
    waiting = update_store.stoppable(uow, channel_id=channel.id)
    for message in waiting:
        message.state = MessageState.HELD
        message.why_code = why
        message.changed_at = uow.clock.now()
    return len(waiting)
