"""News sent once more, because a person says so: never by a machine's own doubt.

The new message has a send key of its own, made of the one that it repeats, so that whoever
presses twice sends once more once. It meets every check of an approval and the same last look.
"""

from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.messages import COME_TO_REST
from victim_portal.domain.stages import Stage
from victim_portal.domain.surge import is_counted
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.frozen_texts import is_frozen
from victim_portal.services.known_wrong import is_known_wrong
from victim_portal.services.messages import asks
from victim_portal.services.messages.parking import park_a_surge
from victim_portal.services.notes import keep_note
from victim_portal.services.updates.approving import (
    FROZEN,
    NOT_TRUE,
    queue_message,
    rests_on_what_stands,
)
from victim_portal.services.updates.reading import (
    MessageView,
    OutgoingView,
    message_view,
    outgoing,
    update_within_reach,
)
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST_WHY = 1000
AGAIN = "again"
"""Begins what stands in a send key for a person's decision to send once more."""

_UNDER_WAY = "This message is still under way, or it is being found out whether it went."
_BESIDE = "Another message of this update to the same place is under way."
_ONCE = "It was sent once more already: look at what became of that message."
_OTHER_WORDS = "The words of this update have changed since. Approve them as they stand now."
_NOT_OPEN = "This update isn't approved any more, so nothing of it goes."
_TOO_LATE = (
    "The last day on which this may be told has passed. Tell them by telephone, and see "
    "whether the plan has something newer."
)
_TOLD = "A person has told them this news since."
_WRONG = "What this tells was found to be wrong. What is true is told instead."
_NO_WAY = "Their plan doesn't let a message go there any more."


@dataclass(frozen=True)
class AgainView:
    """The message that would be repeated, and what would go: the same news by the plan of today.

    `refusal` says why it can't, and is empty where it can.
    """

    message: MessageView
    outgoing: OutgoingView | None = field(repr=False)
    refusal: str


def again_asked(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, message_id: UUID
) -> AgainView:
    """What sending once more would do; NotFoundError out of reach or for another update's."""
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        message = _message_of(uow, update, message_id)
        goes, refusal = _what_goes(ctx, uow, case, update, message)
        audit.update_viewed(uow, actor, update)
        uow.commit()
        return AgainView(message_view(uow, message), goes, refusal)


def send_once_more(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, message_id: UUID, why: str
) -> None:
    """Queue the news of a message once more, to the same place, with the reason on the case.

    Raises InvalidError with a sentence for `why`, ConflictError for what can't be sent, or was
    sent once more already, NotFoundError out of reach.
    """
    if not why.strip():
        raise InvalidError({"why": "Enter why it is sent once more."})
    if len(why.strip()) > LONGEST_WHY:
        raise InvalidError({"why": f"The reason must be {LONGEST_WHY:,} characters or fewer."})
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        message = _message_of(uow, update, message_id)
        goes, refusal = _what_goes(ctx, uow, case, update, message)
        if goes is None:
            raise ConflictError(refusal)
        queue_message(
            ctx,
            uow,
            actor,
            case,
            update,
            goes.channel_id,
            goes.kind,
            goes.subject,
            goes.body,
            message.cause,
            key=_key(message),
        )
        keep_note(ctx, uow, actor, case, f"Sent once more: {why.strip()}")
        tasks.settle(uow, actor, asks.UNCERTAIN, case, key=str(message.id))
        audit.record(
            uow,
            actor,
            What.MESSAGE_SENT_ONCE_MORE,
            case.id,
            message=str(message.id),
            update=str(update.id),
            version=update.version,
        )
        if is_counted(Stage(update.stage)):
            park_a_surge(ctx, uow, actor)
        uow.commit()


def _key(message: Message) -> str:
    return f"{AGAIN}:{message.id.hex}"


def _message_of(uow: UnitOfWork, update: Update, message_id: UUID) -> Message:
    # Locked, so that a report or another officer who comes in the same moment waits.
    message = update_store.locked(uow, message_id)
    if message is None or message.update_id != update.id:
        raise NotFoundError
    return message


def _what_goes(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, message: Message
) -> tuple[OutgoingView | None, str]:
    refusal = _refusal(ctx, uow, case, update, message)
    if refusal:
        return None, refusal
    for one in outgoing(ctx, uow, case, update):
        if one.channel_id == message.channel_id:
            against = one.stands_against or (
                f"Take out or fill in before it can go: {', '.join(one.unfit)}."
                if one.unfit
                else ""
            )
            return (None, against) if against else (one, "")
    return None, _NO_WAY


def _refusal(ctx: Context, uow: UnitOfWork, case: Case, update: Update, message: Message) -> str:
    """Why it can't be sent once more, the gravest first; empty where nothing stands against it."""
    if is_known_wrong(uow, update):
        return _WRONG
    if update.state not in (UpdateState.APPROVED, UpdateState.SENT):
        return _NOT_OPEN
    if not message.update_version == update.version == update.approved_version:
        return _OTHER_WORDS
    if not rests_on_what_stands(uow, case, update):
        return NOT_TRUE
    if is_frozen(uow, update):
        return FROZEN
    if update.told_how is not None:
        return _TOLD
    if not _rests(message):
        return _UNDER_WAY
    beside = [
        one
        for one in update_store.messages_of(uow, [update.id])
        if one.channel_id == message.channel_id and one.id != message.id
    ]
    if any(one.send_key.endswith(f":{_key(message)}") for one in beside):
        return _ONCE
    if not all(_rests(one) or one.state == MessageState.CANCELLED for one in beside):
        return _BESIDE
    if ctx.today() > update.window_closes:
        return _TOO_LATE
    return ""


def _rests(message: Message) -> bool:
    return message.state in COME_TO_REST and message.ask_at is None
