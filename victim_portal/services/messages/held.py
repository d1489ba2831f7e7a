"""Releasing a held message after its cause was mended."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.messages import asks
from victim_portal.services.messages.moving import PARKED, case_of, move
from victim_portal.services.reach import reach_of
from victim_portal.store import updates as update_store


def requeue_held(ctx: Context, actor: Actor, message_id: UUID) -> None:
    """Put a held message back in the queue: the same last look decides again.

    Raises NotFoundError out of reach, ConflictError for a message that isn't held, or that
    carries a code: a code that was held counts no more.
    """
    with ctx.store.writing() as uow:
        message = update_store.locked(uow, message_id)
        if message is None:
            raise NotFoundError
        case = case_of(uow, message)
        if not is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case)):
            raise NotFoundError
        if message.state != MessageState.HELD:
            raise ConflictError("This message isn't held any more: look at what became of it.")
        if message.why_code == PARKED:
            raise ConflictError("This message is parked with many others: two managers decide.")
        if message.verification_id is not None or message.link_code_id is not None:
            raise ConflictError("This code counts no more. Send a new one.")
        move(uow, actor, message, MessageState.QUEUED, "released")
        message.next_try_at = ctx.now()
        tasks.settle(uow, actor, asks.HELD, case, key=str(message.id))
        uow.commit()
