"""STOP: it ends one channel, at once, and never the scheme."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.provider_status import TWILIO_FAULTS, Fault
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.services.messages.outcomes import hold, update_of
from victim_portal.services.safe_contact import message_channels
from victim_portal.store import cases as case_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

STOPPED = "channel_stopped"
RULE = "Never silence: a stopped channel needs another way"


def stop_channel(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel, why: str) -> None:
    """Suspend a channel, hold what is queued for it, and have another way found.

    Urgent safety news among it becomes the manager's to decide. Works within the
    caller's transaction; a channel that is suspended already keeps its first reason.
    """
    if channel.suspended_at is None:
        channel.suspended_at = ctx.now()
        channel.suspended_why = why
    held = 0
    for message in update_store.stoppable(uow, channel_id=channel.id):
        if message.state == MessageState.HELD:
            continue
        hold(ctx, uow, actor, message, STOPPED, why)
        held += 1
        update = update_of(uow, message)
        case = uow.get(Case, message.case_id)
        if case is not None and asks.is_urgent(update):
            tasks.raise_for_case(
                uow,
                actor,
                case,
                "urgent_but_stopped",
                "Urgent news can't go: texts were stopped. Decide how they are told",
                "A stop ends one channel; urgent news is a manager's decision",
                ctx.today(),
                key=str(update.id),
                manager=True,
                update=str(update.id),
            )
    cases = case_store.of_person(uow, channel.person_id)
    for case in cases:
        others = [c for c in message_channels(uow, case) if c.id != channel.id]
        left = any(c.suspended_at is None for c in others)
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


def is_stop_code(code: str | None) -> bool:
    """Whether a provider's code says that the person stopped texts."""
    number = int(code) if code and code.isdecimal() else 0
    return TWILIO_FAULTS.get(number) is Fault.STOPPED
