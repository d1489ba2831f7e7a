"""Tasks: what a rule asks of a person, for whom and by when.

Whenever a rule stops something, the outcome is a task with an owner and a date. One open
task stands for one thing (its key), however often the rule asks.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_decide_as_manager, may_see_case
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import Scalar, What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError, NotFoundError
from victim_portal.services.reach import reach_of
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Promise, Task
from victim_portal.store.unit_of_work import UnitOfWork

# Kinds that the plan settles, and the messages raise.
HELD_MESSAGE, TELEPHONE, READ_AGAIN = "held_message", "telephone", "read_again"
# What is asked of an officer only because the person wants to be told.
CHECK_OFFENDER = "check_offender"
PROMISE = "promise"
REVIEW_CHANNEL, CODE_FAILED = "review_channel", "code_failed"
TELLING = frozenset({"make_plan", TELEPHONE, HELD_MESSAGE, REVIEW_CHANNEL, CODE_FAILED})
LONGEST = 300
AFTER_NO = "They said no. Decide whether this is done all the same: "


@dataclass(frozen=True)
class TaskView:
    """A task as its list shows it; `what` never names a victim.

    `may_finish` is whether the reader may mark it done: a manager's decision is a manager's.
    """

    id: UUID
    kind: str
    what: str
    rule: str
    due_on: date
    overdue: bool
    case_reference: str | None
    may_finish: bool
    about: dict[str, Scalar]


def raise_for_case(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str = "",
    manager: bool = False,
    new_case: bool = False,
    **about: Scalar,
) -> None:
    """Leave a task for a case's officer, or for the unit's manager when nobody has it.

    `manager` asks for the manager in any case. Where the person said no, whatever asks for
    contact with them is the manager's to decide. An open task with the same key is left
    as it is, but for a nearer date; a `new_case` can't have one, so none is looked for.
    """
    if not manager and kind in ASKS_FOR_CONTACT and case.enrolment in SAID_NO:
        manager, what = True, f"{AFTER_NO}{what}"[:LONGEST]
    task_key = f"{kind}:{case.id}:{key}"
    known = None if new_case else task_store.open_with_key(uow, task_key)
    if known is not None:
        known.due_on = min(known.due_on, due_on)
        return
    for_user = None if manager else case.officer_id
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=kind,
        what=what,
        rule=rule,
        case_id=case.id,
        person_id=case.person_id,
        unit_id=case.unit_id,
        for_user_id=for_user,
        for_role=None if for_user else Role.MANAGER.value,
        managers_own=manager,
        due_on=due_on,
        about=dict(about),
        made_at=uow.clock.now(),
    )
    uow.add(task)
    if not new_case:
        uow.flush()
    audit.record(
        uow,
        actor,
        What.TASK_RAISED,
        case.id,
        task=str(task.id),
        kind=kind,
        due_on=due_on.isoformat(),
    )


def raise_for_administrators(
    uow: UnitOfWork, actor: Actor, kind: str, what: str, rule: str, due_on: date, key: str
) -> None:
    """Leave a task that no case owns, such as a unit without a manager."""
    task_key = f"{kind}:{key}"
    if task_store.open_with_key(uow, task_key) is not None:
        return
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=kind,
        what=what,
        rule=rule,
        for_role=Role.ADMINISTRATOR.value,
        managers_own=False,
        due_on=due_on,
        about={},
        made_at=uow.clock.now(),
    )
    uow.add(task)
    uow.flush()
    audit.record(
        uow, actor, What.TASK_RAISED, task=str(task.id), kind=kind, due_on=due_on.isoformat()
    )


def settle(uow: UnitOfWork, actor: Actor, kind: str, case: Case, key: str = "") -> None:
    """Mark a task done because what it asked for has happened."""
    task = task_store.open_with_key(uow, f"{kind}:{case.id}:{key}")
    if task is not None:
        finish(uow, actor, task)


def is_open(uow: UnitOfWork, kind: str, case: Case, key: str = "") -> bool:
    """Whether a task still stands."""
    return task_store.open_with_key(uow, f"{kind}:{case.id}:{key}") is not None


def list_tasks(ctx: Context, actor: Actor, limit: int = 250) -> list[TaskView]:
    """What the actor has to do: their own tasks, and for a manager those of the unit."""
    with ctx.store.writing() as uow:
        rows = task_store.open_for(uow, actor.user_id, actor.role, actor.unit_id, limit)
        today = ctx.today()
        views = [
            view(uow, actor, task, case, today)
            for task, case in rows
            if _within_reach(uow, actor, case)
        ]
        audit.record(uow, actor, What.TASKS_LISTED, rows=len(views))
        uow.commit()
    return views


def finish_task(ctx: Context, actor: Actor, task_id: UUID, note: str) -> None:
    """Mark a task done, with a note of what was done.

    Raises NotFoundError out of reach, NotAllowedError for a manager's decision that
    somebody else would settle: once done, it isn't asked for again.
    """
    with ctx.store.writing() as uow:
        task = uow.get(Task, task_id)
        case = uow.get(Case, task.case_id) if task else None
        mine = task is not None and (
            task.for_user_id == actor.user_id
            or (case is not None and may_see_case(actor, reach_of(uow, case)))
            or (case is None and task.for_role == actor.role)
        )
        if task is None or not mine or (case is not None and not _within_reach(uow, actor, case)):
            raise NotFoundError
        if not _may_finish(uow, actor, task, case):
            raise NotAllowedError
        if task.done_at is None:
            finish(uow, actor, task)
            if task.person_id is not None:
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


def view(uow: UnitOfWork, actor: Actor, task: Task, case: Case | None, today: date) -> TaskView:
    """A task row as a plain value."""
    return TaskView(
        id=task.id,
        kind=task.kind,
        what=task.what,
        rule=task.rule,
        due_on=task.due_on,
        overdue=task.due_on < today,
        case_reference=case.reference if case else None,
        may_finish=_may_finish(uow, actor, task, case),
        about=dict(task.about),
    )


def _may_finish(uow: UnitOfWork, actor: Actor, task: Task, case: Case | None) -> bool:
    if not task.managers_own or case is None:
        return True
    return may_decide_as_manager(actor, reach_of(uow, case))


def _within_reach(uow: UnitOfWork, actor: Actor, case: Case | None) -> bool:
    return case is None or may_see_case(actor, reach_of(uow, case))


def finish(uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Mark a task done, in the caller's transaction."""
    task.done_at = uow.clock.now()
    task.done_by = actor.name
    audit.record(uow, actor, What.TASK_DONE, task.case_id, task=str(task.id), kind=task.kind)
