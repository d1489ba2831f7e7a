"""After a no nobody is asked by an old task to ring or write; undone, the tasks stand again."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT, AfterNo
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.letter_tasks import ask_to_stop
from victim_portal.services.messages.asks import working_day
from victim_portal.services.tasks.kinds import ENDED_BY
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, EnrolmentStep, Letter
from victim_portal.store.unit_of_work import UnitOfWork

# What asked about one message or one update: those were cancelled, and planning asks anew.
GONE = frozenset({"message", "update", "verification"})
RAISED_BY = "raised_by_answer"


def end_contact(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, answer: EnrolmentStep
) -> None:
    """Finish every task that asks for contact with them, or make it a manager's decision.

    Works within the caller's transaction, once the case stands at the no. A manager's own
    tasks stay as they are.
    """
    uow.flush()
    for task in case_store.open_tasks(uow, case.id):
        after = ASKS_FOR_CONTACT.get(task.kind)
        if after in (None, AfterNo.STANDS) or task.managers_own:
            continue
        tasks.finish(uow, actor, task)
        task.about = {**task.about, ENDED_BY: str(answer.id)}
        uow.flush()
        if after is AfterNo.DECIDE:
            about = {name: value for name, value in task.about.items() if name != ENDED_BY}
            tasks.raise_for_case(
                uow,
                actor,
                case,
                task.kind,
                task.what,
                task.rule,
                max(task.due_on, working_day(ctx)),
                key=task.task_key.partition(f":{case.id}:")[2],
                **{**about, RAISED_BY: str(answer.id)},
            )
        elif after is AfterNo.STOP:
            letter_id = UUID(str(task.about["letter"]))
            ask_to_stop(ctx, uow, actor, case, letter_id, {RAISED_BY: str(answer.id)})


def keep_the_no(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """The same for tasks that came to a case which stands at a no already, if it does."""
    steps = case_store.steps(uow, case.id)
    if case.enrolment in SAID_NO and steps:
        end_contact(ctx, uow, actor, case, steps[-1])


def take_up_again(uow: UnitOfWork, actor: Actor, case: Case, answer: EnrolmentStep) -> None:
    """The no was recorded by mistake: what it ended is to be done again, by the same day."""
    uow.flush()
    for task in case_store.open_tasks(uow, case.id):
        if task.about.get(RAISED_BY) == str(answer.id):
            tasks.finish(uow, actor, task)
    uow.flush()
    for task in allocation_store.done_tasks(uow, case.id):
        if task.about.get(ENDED_BY) != str(answer.id):
            continue
        task.about = {name: value for name, value in task.about.items() if name != ENDED_BY}
        if GONE & task.about.keys() or task_store.open_with_key(uow, task.task_key) is not None:
            continue
        letter = (
            uow.get(Letter, UUID(str(task.about["letter"]))) if "letter" in task.about else None
        )
        if letter is not None and (letter.posted_on or letter.discarded_at):
            continue
        task.done_at = None
        task.done_by = None
        task.unit_id = case.unit_id
        task.for_user_id = case.officer_id
        task.for_role = None if case.officer_id else Role.MANAGER.value
        uow.flush()
        audit.record(
            uow,
            actor,
            What.TASK_RAISED,
            case.id,
            task=str(task.id),
            kind=task.kind,
            due_on=task.due_on.isoformat(),
        )
