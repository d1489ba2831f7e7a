"""Putting a task off until a day, with the reason, and taking it up again."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed, may_see_case
from victim_portal.domain.today import due_in_words, last_day_to_wait, wait_problem
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.names import shown_name
from victim_portal.services.reach import reach_of
from victim_portal.services.tasks import views_of
from victim_portal.services.today.page import TodayLine
from victim_portal.store.models import Case, Person, Task
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST = 1000


def put_off_view(ctx: Context, actor: Actor, task_id: UUID) -> TodayLine:
    """The task that somebody wants to put off; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        task, case = _within_reach(uow, actor, task_id)
        [view] = views_of(uow, actor, [(task, case)], ctx.today())
        person = uow.get(Person, task.person_id)
        today = ctx.today()
        shown = TodayLine(
            task=view,
            person_name=shown_name(person) if person else "",
            due=due_in_words(task.due_on, today),
            why="",
            may_wait_until=last_day_to_wait(task.kind, task.due_on, today),
        )
        audit.record(uow, actor, What.TASKS_LISTED, case.id, rows=1)
        uow.commit()
    return shown


def put_off(ctx: Context, actor: Actor, task_id: UUID, until: date, why: str) -> None:
    """Put a task off until a day in London; it comes back by itself, and stays in every list.

    Raises InvalidError (fields `until`, `why`) where it can't wait so long or the reason is
    missing, NotFoundError out of reach or for what is done.
    """
    with ctx.store.writing() as uow:
        task, case = _within_reach(uow, actor, task_id)
        problems: dict[str, str] = {}
        cannot = wait_problem(task.kind, task.due_on, until, ctx.today())
        if cannot:
            problems["until"] = cannot
        if not why.strip() or len(why.strip()) > LONGEST:
            problems["why"] = "Enter why it can wait, in at most 1,000 characters"
        if problems:
            raise InvalidError(problems)
        task.put_off_until, task.put_off_by, task.put_off_why = until, actor.name, why.strip()
        _audit(uow, actor, task, case, until)
        uow.commit()


def take_up_again(ctx: Context, actor: Actor, task_id: UUID) -> None:
    """Have a task back that was put off. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        task, case = _within_reach(uow, actor, task_id)
        if task.put_off_until is None:
            return
        task.put_off_until = task.put_off_by = task.put_off_why = None
        _audit(uow, actor, task, case, None)
        uow.commit()


def _within_reach(uow: UnitOfWork, actor: Actor, task_id: UUID) -> tuple[Task, Case]:
    """An open task of a case that the actor may change; what no case owns is never put off."""
    task = uow.get(Task, task_id)
    case = uow.get(Case, task.case_id) if task else None
    if task is None or case is None or task.person_id is None or task.done_at is not None:
        raise NotFoundError
    if not may_see_case(actor, reach_of(uow, case)):
        raise NotFoundError
    if not is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case)):
        raise NotAllowedError
    return task, case


def _audit(uow: UnitOfWork, actor: Actor, task: Task, case: Case, until: date | None) -> None:
    audit.record(
        uow,
        actor,
        What.TASK_PUT_OFF,
        case.id,
        task=str(task.id),
        kind=task.kind,
        until=until.isoformat() if until else None,
    )
