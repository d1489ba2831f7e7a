"""STOP: it ends one channel, at once, and never the scheme."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.provider_status import TWILIO_FAULTS, Fault
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.services.messages.carried import carried
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.messages.outcomes import hold
from victim_portal.services.safe_contact import message_channels_of
from victim_portal.store import updates as update_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel, Message
from victim_portal.store.unit_of_work import UnitOfWork

STOPPED = "channel_stopped"
RULE = "Never silence: a stopped channel needs another way"


def stop_channel(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    channel: Channel,
    why: str,
    refused: Message | None = None,
) -> None:
    """Suspend a channel, hold what is queued for it, and have another way found.

    Urgent safety news, news of a release and what the law has them told among it becomes the
    manager's to decide, whatever held it before; so does it where it was the message that was
    `refused` because of the stop. Works within the
    caller's transaction. A supporter's channel is the business of each case they stand in.
    """
    mark_suspended(ctx, uow, actor, channel, why)
    held, asked_for = 0, [] if refused is None else [refused]
    for message in update_store.stoppable(uow, channel_id=channel.id):
        if message.state != MessageState.HELD:
            hold(ctx, uow, actor, message, STOPPED, why)
            held += 1
        asked_for.append(message)
    for message in asked_for:
        case = uow.get(Case, message.case_id)
        if case is not None and carried(uow, message).is_release_critical:
            tasks.raise_for_case(
                uow,
                actor,
                case,
                "urgent_but_stopped",
                "News that they must hear can't go: texts were stopped. Decide how they are told",
                "A stop ends one channel; such news is a manager's decision",
                ctx.today(),
                key=str(message.update_id),
                manager=True,
                update=str(message.update_id),
            )
    cases = code_store.cases_served(uow, channel.person_id)
    others = (c for c in message_channels_of(uow, channel.person_id) if c.id != channel.id)
    left = any(other.suspended_at is None for other in others)
    for case in cases:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "confirm_channel",
            "They stopped texts: ring and agree how to keep in touch"
            if left
            else "They stopped texts, and no other channel is left: find a safe way",
            RULE,
            asks.working_day(ctx),
            key=str(channel.id),
            channel=str(channel.id),
        )
    # Where no case is open any more, the trail has it all the same.
    trail: list[UUID | None] = [case.id for case in cases]
    for case_id in trail or [None]:
        audit.record(
            uow, actor, What.CHANNEL_SUSPENDED, case_id, channel=str(channel.id), held=held
        )
    uow.flush()


def mark_suspended(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel, why: str) -> None:
    """Stop a channel and forget that it was verified: what was known of it counts no more.

    The code that lives for it ends too. A second reason is kept beside the first.
    """
    reason = why.strip()
    if channel.suspended_at is None:
        channel.suspended_at = ctx.now()
        channel.suspended_why = reason
    elif reason not in (channel.suspended_why or ""):
        channel.suspended_why = f"{channel.suspended_why or ''}\n{reason}".strip()
    channel.verified_at = None
    channel.verified_how = None
    end_live_code(ctx, uow, actor, channel.id, "suspended")


def is_stop_code(code: str | None) -> bool:
    """Whether a provider's code says that the person stopped texts."""
    number = int(code) if code and code.isdecimal() else 0
    return TWILIO_FAULTS.get(number) is Fault.STOPPED
