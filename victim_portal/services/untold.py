"""News that was taken to be told by a letter, and wasn't: it is read and told again."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ContactMethod, UpdateState
from victim_portal.services.context import Context
from victim_portal.services.planning import replan
from victim_portal.services.planning.taking_back import back_to_draft
from victim_portal.store.models import Case, Letter, Update
from victim_portal.store.unit_of_work import UnitOfWork

CAME_BACK = "The letter that told it came back."
NOT_POSTED = "The letter that told it wasn't posted after all."


def untell(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, letter: Letter, why: str
) -> None:
    """Take back that a posted letter told its news, in the caller's transaction.

    The update becomes a draft again, in a version of its own, and its officer is asked to read
    it: then it goes by another way. Nothing happens where messages or a call told the news, or
    where nobody may be told any more.
    """
    update = uow.get(Update, letter.update_id)
    if (
        update is None
        or update.state != UpdateState.SENT
        or update.told_how != ContactMethod.LETTER
        or update.version != letter.update_version
        or case.closed_at is not None
    ):
        return
    update.sent_on = update.told_how = update.told_by = update.decided_at = None
    back_to_draft(uow, actor, update, why)
    # Whoever approved it once may do so again: an approval is of one version.
    update.version += 1
    update.changed_at = ctx.now()
    uow.flush()
    replan(ctx, uow, actor, case)
