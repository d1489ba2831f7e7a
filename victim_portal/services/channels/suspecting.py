"""Stopping a number or address that isn't safe any more, and what follows from that."""

from uuid import UUID

from victim_portal.domain.access import WORKER, Actor
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import channel_within_reach, no_lost_plan
from victim_portal.services.channels.verifying import ask_to_confirm
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.links.issuing import end_links_at
from victim_portal.services.messages import hold, mark_suspended
from victim_portal.services.messages.gone import is_looked_into, open_wrong_recipient
from victim_portal.store import contacts as contact_store
from victim_portal.store import people as people_store
from victim_portal.store import updates as update_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

ALIKE = "The same number or address was stopped as unsafe elsewhere: ask whether this one is safe"


def suspend_channel(ctx: Context, actor: Actor, reference: str, channel_id: UUID, why: str) -> None:
    """Stop a channel at once, and hold what was queued for it; needs a reason.

    Somebody else may have read what went there since it was last verified: that is an
    incident, whose 72 hours run from now, with all of it in its note.
    """
    if not why.strip():
        raise InvalidError({"why": "Say why it isn't safe."})
    with no_lost_plan(), ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        suspect(ctx, uow, actor, case, channel, why)
        uow.commit()


def suspect(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, why: str
) -> None:
    """Stop a channel that somebody else may read, in the caller's transaction.

    Where anything went there since it was last verified, its incident is opened; that it was
    stopped before for another reason, as by STOP, makes it no less of one.
    """
    gone = contact_store.gone_to(uow, channel.id, channel.verified_at)
    if gone and not is_looked_into(uow, case, channel):
        open_wrong_recipient(ctx, uow, actor, case, why.strip(), gone)
    suspend(ctx, uow, actor, case, channel, why)


def suspend(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, why: str
) -> None:
    """Stop a channel in the caller's transaction; a second reason is kept beside the first.

    That it was verified counts no more, nor does a code that is on its way to it, nor a link
    that went there: whoever reads it mustn't guess at the words.
    """
    mark_suspended(ctx, uow, actor, channel, why)
    end_links_at(ctx, uow, channel)
    _doubt_alike(ctx, uow, channel)
    held = hold_waiting(ctx, uow, actor, channel, "channel_suspended", "It was stopped as unsafe.")
    audit.record(uow, actor, What.CHANNEL_SUSPENDED, case.id, channel=str(channel.id), held=held)
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


def _doubt_alike(ctx: Context, uow: UnitOfWork, stopped: Channel) -> None:
    """Whoever else has the same number or address is asked whether it is safe for them.

    Until they said so, nothing goes there: whoever answered for the one answers for the other.
    In the worker's name, for who stopped it may not know of the other case.
    """
    if stopped.kind == ChannelKind.POST:
        return
    for other in people_store.channels_with(uow, [stopped.value_index]):
        if other.id == stopped.id or other.ended_at or other.suspended_at or not other.uses:
            continue
        hold_waiting(ctx, uow, WORKER, other, "channel_doubted", ALIKE)
        for case in code_store.cases_served(uow, other.person_id):
            ask_to_confirm(ctx, uow, WORKER, case, other, ALIKE)


def hold_waiting(
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
