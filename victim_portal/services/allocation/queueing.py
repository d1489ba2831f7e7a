"""A case goes into its unit's queue: never to nobody, and never without a date."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

# How long a case may wait in a unit's queue before the manager is late with it.
ALLOCATE_WITHIN_WORKING_DAYS = 2
ALLOCATE = "allocate_case"


def queue_due_on(ctx: Context) -> date:
    """By when a case that comes into a queue today should have an officer."""
    return add_working_days(ctx.today(), ALLOCATE_WITHIN_WORKING_DAYS, ctx.bank_holidays)


def put_in_queue(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: str, why: str
) -> None:
    """Take a case from its officer into the queue of the unit that it is in now.

    Works within the caller's transaction, and plans nothing. What is to be done on it goes to
    the unit's manager, with a task to allocate it; `what` is that task's text, `why` a code
    for the trail. The clock of first contact runs on. Raises InvalidError for a restricted
    case: in a queue nobody could see it.
    """
    if case.restricted:
        raise InvalidError(
            {"": "This case is restricted to its officer, so it can't wait in a queue."}
        )
    case.officer_id = None
    case.officer_active = None
    case.queued_since = ctx.now()
    case.queue_due_on = queue_due_on(ctx)
    uow.flush()
    tasks.settle(uow, actor, ALLOCATE, case)
    for task in case_store.open_tasks(uow, case.id):
        # What is a manager's to decide goes to the unit's manager too, whichever unit it was.
        task.unit_id = case.unit_id
        task.for_user_id = None
        task.for_role = Role.MANAGER.value
    tasks.raise_for_case(
        uow,
        actor,
        case,
        ALLOCATE,
        what,
        "Each case has an officer, or a date by which it gets one",
        case.queue_due_on,
        manager=True,
    )
    audit.record(uow, actor, What.CASE_QUEUED, case.id, why=why)
