"""What somebody has to do, and saying that it was done."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_decide_as_manager, may_see_case
from victim_portal.domain.calendar import london_date
from victim_portal.domain.tasks import Finish, ending_of
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.reach import reach_of
from victim_portal.services.tasks.kinds import BROKEN_GLASS, BY_ACT_ALONE, PROMISE, SECOND_PERSON
from victim_portal.services.tasks.raising import finish
from victim_portal.services.tasks.values import NotByHandError, TaskView
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Promise, Task
from victim_portal.store.tasks_standing import waiting_for_their_act
from victim_portal.store.unit_of_work import UnitOfWork

KEEPS_NO_NOTE = (
    "This task belongs to no case, so no words are kept with it. Take them out, and write them "
    "where they belong: on the case, or as an incident"
)


def list_tasks(ctx: Context, actor: Actor, limit: int = 250) -> list[TaskView]:
    """What the actor has to do: their own tasks, and for a manager those of the unit."""
    with ctx.store.writing() as uow:
        rows = task_store.open_for(uow, actor.user_id, actor.role, actor.unit_id, limit)
        today = ctx.today()
        views = views_of(uow, actor, [r for r in rows if _within_reach(uow, actor, r[1])], today)
        audit.record(uow, actor, What.TASKS_LISTED, rows=len(views))
        uow.commit()
    return views


def finish_task(ctx: Context, actor: Actor, task_id: UUID, note: str) -> None:
    """Mark a task done, with a note of what was done; one that is done already stays so.

    Raises NotFoundError out of reach, NotAllowedError for a manager's decision that
    somebody else would settle: once done, it isn't asked for again. NotByHandError where only
    doing the thing finishes it, InvalidError for `note` where its kind needs one, and where
    there is nobody under whose key it could be sealed.
    """
    with ctx.store.writing() as uow:
        task = uow.get(Task, task_id)
        case = uow.get(Case, task.case_id) if task else None
        mine = task is not None and (
            task.for_user_id == actor.user_id
            or (case is not None and may_see_case(actor, reach_of(uow, case)))
            or (case is None and _is_of_their_role(actor, task))
        )
        if task is None or not mine or (case is not None and not _within_reach(uow, actor, case)):
            raise NotFoundError
        if not _may_finish(uow, actor, task, case):
            raise NotAllowedError
        if task.done_at is None:
            (stands,) = views_of(uow, actor, [(task, case)], ctx.today())
            if stands.by_doing:
                raise NotByHandError(stands)
            if stands.needs_note and not note.strip():
                raise InvalidError({"note": "Enter what was done"})
            if note.strip() and not stands.keeps_note:
                raise InvalidError({"note": KEEPS_NO_NOTE})
            finish(uow, actor, task)
            if stands.keeps_note:
                task.done_note = note.strip() or None
            _keep_its_promise(uow, actor, task)
        uow.commit()


def note_kept(uow: UnitOfWork, actor: Actor, promise: Promise) -> None:
    """Record that a promise was kept, in the caller's transaction."""
    promise.kept_at = uow.clock.now()
    promise.kept_by = actor.name
    audit.record(uow, actor, What.PROMISE_KEPT, promise.case_id, promise=str(promise.id))


def _keep_its_promise(uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Whoever does what a promise asks for has kept it."""
    if task.kind != PROMISE:
        return
    promise = uow.get(Promise, UUID(str(task.about["promise"])))
    if promise is not None and promise.kept_at is None:
        note_kept(uow, actor, promise)


def views_of(
    uow: UnitOfWork, actor: Actor, rows: Collection[tuple[Task, Case | None]], today: date
) -> list[TaskView]:
    """Task rows with their cases as plain values, in the same order."""
    waiting = waiting_for_their_act(uow, rows)
    return [
        TaskView(
            id=task.id,
            kind=task.kind,
            what=task.what,
            rule=task.rule,
            due_on=task.due_on,
            overdue=task.due_on < today,
            case_reference=case.reference if case else None,
            may_finish=_may_finish(uow, actor, task, case),
            by_doing=task.id in waiting,
            keeps_note=task.person_id is not None,
            needs_note=task.person_id is not None
            and ending_of(task.kind).finish is not Finish.BY_HAND,
            about=dict(task.about),
        )
        for task, case in rows
    ]


def _is_of_their_role(actor: Actor, task: Task) -> bool:
    own = task.unit_id is None or task.unit_id == actor.unit_id
    return task.for_role == actor.role and own


def _may_finish(uow: UnitOfWork, actor: Actor, task: Task, case: Case | None) -> bool:
    if task.kind == BROKEN_GLASS:
        return False
    if task.kind == SECOND_PERSON:
        # Once its time ran out there is nothing left to decide.
        return task.due_on < london_date(uow.clock.now())
    if case is None:
        return task.kind not in BY_ACT_ALONE
    if not task.managers_own:
        return True
    return may_decide_as_manager(actor, reach_of(uow, case))


def _within_reach(uow: UnitOfWork, actor: Actor, case: Case | None) -> bool:
    return case is None or may_see_case(actor, reach_of(uow, case))
