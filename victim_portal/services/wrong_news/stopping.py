"""Stopping what carries wrong words for good. Works within the caller's transaction."""

from victim_portal.domain.access import Actor
from victim_portal.domain.last_look import HoldReason
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.domain.wrong_news import Reached, reached_by
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.messages.moving import case_of, move
from victim_portal.services.planning.asking import ask_manager_to_approve
from victim_portal.services.planning.taking_back import back_to_draft
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork

WHY_STOPPED = "News of this kind was wrong. It was stopped before it went."


def stop_for_good(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why: str = WHY_STOPPED
) -> None:
    """Cancel a message whose words are known to be wrong; nobody is asked to send it after all.

    Whoever may have got it is put right already. An update that nothing carries any more is a
    draft again, so that it doesn't look as if it went.
    """
    case = case_of(uow, message)
    if message.state == MessageState.HELD:
        tasks.settle(uow, actor, tasks.HELD_MESSAGE, case, key=str(message.id))
    move(uow, actor, message, MessageState.CANCELLED, HoldReason.KNOWN_WRONG.value, why)
    update = uow.get(Update, message.update_id)
    if update is None or update.state != UpdateState.APPROVED:
        return
    others = update_store.messages_of(uow, [update.id])
    far = {reached_by(MessageState(one.state), one.handed_over_at) for one in others}
    if far <= {Reached.NOT_REACHED}:
        draft_again(ctx, uow, actor, case, update)


def draft_again(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> None:
    """An approval is taken back, in another version: what was cancelled keeps the key of this."""
    back_to_draft(uow, actor, update, WHY_STOPPED)
    update.version += 1
    update.changed_at = ctx.now()
    ask_manager_to_approve(ctx, uow, actor, case, update)
