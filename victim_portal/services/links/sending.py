"""Sending a link: at an officer's word, or because the person asked for a new one."""

from datetime import datetime, time
from uuid import UUID

from victim_portal.domain.access import THE_PERSON, Actor
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.contact import Never, may_use
from victim_portal.domain.secure_link import MARK, MOST_ASKED, unfilled
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.domain.wording import WordingError
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.links.words import link_words
from victim_portal.services.messages import asks
from victim_portal.services.messages.codes import longest_wait
from victim_portal.services.messages.moving import move
from victim_portal.services.messages.queueing import queue
from victim_portal.services.safe_contact import MESSAGE_USES, message_channels, standing_of
from victim_portal.store import door as door_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, Message, SecureLink, Update
from victim_portal.store.unit_of_work import UnitOfWork

CAUSE = "link"
ASKED = "ask_link"
KIND = {ChannelKind.MOBILE: "sms", ChannelKind.EMAIL: "email"}


def make_link(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> SecureLink:
    """A link for messages that will carry it; it begins to live as the first of them leaves."""
    return uow.add(
        SecureLink(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            made_by=actor.name,
            made_at=ctx.now(),
            tries=0,
        )
    )


def link_of(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, body: str
) -> tuple[str, UUID | None]:
    """The words of a message of an update as they are approved, and the link that goes into them.

    All messages of one version share a link; None where the words have none.
    """
    words = unfilled(body, ctx.victim_base_url)
    if MARK not in words or door_store.passphrase(uow, case.id) is None:
        return body, None
    known = door_store.link_of_version(uow, update.id, update.version)
    return words, known or make_link(ctx, uow, actor, case).id


def queue_link(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel
) -> Message:
    """Queue a message that carries a link and nothing else; one that waited still is cancelled.

    Works within the caller's transaction. Raises WordingError where its words can't be made.
    """
    subject, body = link_words(ctx, uow, case, channel)
    cancel_waiting(uow, actor, case)
    link = make_link(ctx, uow, actor, case)
    return queue(
        ctx,
        uow,
        actor,
        case,
        person_id=case.person_id,
        channel_id=channel.id,
        kind=KIND[ChannelKind(channel.kind)],
        cause=CAUSE,
        send_key=f"link:{link.id}:{channel.id}",
        language=channel.language,
        subject=subject,
        body=body,
        deadline_on=ctx.today() + longest_wait(ctx),
        link_id=link.id,
    )


def cancel_waiting(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Cancel what carries a link alone and hasn't left: a newer one comes in its place."""
    for message in door_store.waiting(uow, case.id, update_store.STOPPABLE):
        move(uow, actor, message, MessageState.CANCELLED, "link_newer")
        tasks.settle(uow, actor, asks.HELD, case, key=str(message.id))


def _is_safe(ctx: Context, channel: Channel) -> bool:
    """Whether a message may go to a channel now or at its next hour: it is verified and stands."""
    use = MESSAGE_USES[ChannelKind(channel.kind)]
    return not isinstance(may_use(standing_of(channel), use, ctx.now()), Never)


def queue_asked(ctx: Context, uow: UnitOfWork, case: Case, by: list[UUID]) -> None:
    """Send the person a new link because somebody asked for one on the pages of an older.

    It goes to a channel by which the older one went, `by`, else to the first that may carry
    it, and there it meets the last look like everything else: whoever asks gets it
    nowhere new. A few a day are enough; where none can go, an officer is asked to ring.
    """
    midnight = datetime.combine(ctx.today(), time.min, LONDON)
    if door_store.made_since(uow, case.id, THE_PERSON.name, midnight) >= MOST_ASKED:
        return
    usable = [one for one in message_channels(uow, case) if _is_safe(ctx, one)]
    chosen = next((one for one in usable if one.id in by), usable[0] if usable else None)
    try:
        if chosen is not None:
            queue_link(ctx, uow, THE_PERSON, case, chosen)
            return
    except WordingError:
        pass
    ask_to_ring(ctx, uow, case)


def ask_to_ring(ctx: Context, uow: UnitOfWork, case: Case) -> None:
    """Have somebody ring who asked for a link and gets none; asked twice is one task."""
    tasks.raise_for_case(
        uow,
        THE_PERSON,
        case,
        ASKED,
        "They asked for a new link, and none can be sent: ring them by their plan",
        "Never silence: what can't be sent is told by a person",
        asks.working_day(ctx),
    )
