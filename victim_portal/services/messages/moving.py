"""Moving a message between its states, on the record. Works within the caller's transaction."""

from victim_portal.domain.access import Actor
from victim_portal.domain.messages import check_move
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Message
from victim_portal.store.unit_of_work import UnitOfWork

PARKED = "surge"
"""Why a message is held that no officer can send again by themselves."""


def change_state(
    uow: UnitOfWork, message: Message, to: MessageState, why_code: str | None, why: str | None
) -> None:
    """Move a message, and say why in a code and in words for staff; MoveError if it can't."""
    check_move(MessageState(message.state), to)
    message.state = to.value
    message.why_code = why_code
    try:
        message.why = why
    except UnreadableError:
        # The person's key is gone: the code must do, for the move itself mustn't fail.
        message.why = None
    message.ask_at = None
    message.changed_at = uow.clock.now()


def move(
    uow: UnitOfWork,
    actor: Actor,
    message: Message,
    to: MessageState,
    why_code: str | None = None,
    why: str | None = None,
) -> None:
    """Move a message, on the record."""
    change_state(uow, message, to, why_code, why)
    note_state(uow, actor, message, why_code)


def note_state(uow: UnitOfWork, actor: Actor, message: Message, why_code: str | None) -> None:
    """Put on the trail where a message stands, and why."""
    audit.record(
        uow,
        actor,
        What.MESSAGE_STATE,
        message.case_id,
        message=str(message.id),
        state=message.state,
        why=why_code,
    )


def case_of(uow: UnitOfWork, message: Message) -> Case:
    """The case of a message; LookupError for none, which the database doesn't allow."""
    case = uow.get(Case, message.case_id)
    if case is None:
        raise LookupError("a message without its case")
    return case
