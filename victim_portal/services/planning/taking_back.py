"""Taking an update back: what no provider has yet is stopped, and its tasks with it."""

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.messages.moving import move
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

CHANGED = "update_changed"


def stop_messages(uow: UnitOfWork, actor: Actor, update: Update, why: str) -> int:
    """Cancel what no provider has yet of an update; returns how many messages.

    A call that was to tell the same news isn't made any more, nor is a held message of
    it looked at: both would tell what no longer stands.
    """
    case = uow.get(Case, update.case_id)
    if case is None:
        raise LookupError("an update without its case")
    stopped = update_store.stoppable(uow, update_id=update.id)
    for message in stopped:
        if message.state == MessageState.HELD:
            tasks.settle(uow, actor, tasks.HELD_MESSAGE, case, key=str(message.id))
        move(uow, actor, message, MessageState.CANCELLED, CHANGED, why)
    tasks.settle(uow, actor, tasks.TELEPHONE, case, key=str(update.id))
    return len(stopped)


def back_to_draft(uow: UnitOfWork, actor: Actor, update: Update, why: str) -> None:
    """Take an approval back: nothing stale stays approved, and nobody has to notice by chance.

    Whoever approved it thinks that it goes, so the case's officer is asked to read it again.
    """
    stop_messages(uow, actor, update, why)
    case = uow.get(Case, update.case_id)
    if case is not None:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            tasks.READ_AGAIN,
            "An approved update was stopped, because something changed: read it again",
            "Never silence: what is stopped is looked at by a person",
            max(london_date(uow.clock.now()), update.window_opens),
            key=str(update.id),
            update=str(update.id),
        )
    update.state = UpdateState.DRAFT
    update.approved_version = None
    update.back_to_draft_why = why[:500]
    audit.record(
        uow,
        actor,
        What.UPDATE_BACK_TO_DRAFT,
        update.case_id,
        update=str(update.id),
        version=update.version,
    )


def withdraw(uow: UnitOfWork, actor: Actor, update: Update, why: str) -> None:
    """Take an update out of the plan; it may come back if the plan wants it again."""
    stop_messages(uow, actor, update, why)
    update.state = UpdateState.CANCELLED
    update.approved_version = None
    update.back_to_draft_why = None
    update.changed_at = uow.clock.now()
