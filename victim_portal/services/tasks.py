"""Tasks: what a rule asks of a person, for whom and by when.

Whenever a rule stops something, the outcome is a task with an owner and a date. One open
task stands for one thing (its key), however often the rule asks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_decide_as_manager, may_see_case
from victim_portal.domain.calendar import london_date
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.tasks import Finish, ending_of
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import Scalar, What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.reach import reach_of
from victim_portal.store import tasks as task_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Case, Promise, Task
from victim_portal.store.tasks_standing import waiting_for_their_act
from victim_portal.store.unit_of_work import UnitOfWork

# Kinds that the plan settles, and the messages raise.
HELD_MESSAGE, TELEPHONE, READ_AGAIN = "held_message", "telephone", "read_again"
# What is asked of an officer only because the person wants to be told.
CHECK_OFFENDER = "check_offender"
PROMISE = "promise"
NAME_SOMEBODY = "name_somebody"
# What is done on a page of its own, and not by saying that it was.
BROKEN_GLASS, SECOND_PERSON = "broken_glass", "second_person"
# In `about` of a task that was settled because its case closed: it comes back with the case.
SETTLED_BY = "settled_by"
REVIEW_CHANNEL, CODE_FAILED = "review_channel", "code_failed"
# Nobody ticks these off: they are done by what they ask for.
BY_ACT_ALONE = frozenset({"unmatched_text"})
TELLING = frozenset({"make_plan", TELEPHONE, HELD_MESSAGE, REVIEW_CHANNEL, CODE_FAILED})
LONGEST = 300
AFTER_NO = "They said no. Decide whether this is done all the same: "


@dataclass(frozen=True)
class TaskView:
    """A task as its list shows it; `what` never names a victim.

    `may_finish` is whether the reader may mark it done: a manager's decision is a manager's.
    `by_doing` is whether nobody may, because what it asks for is still to be done;
    `needs_note` whether it takes a word on what was done.
    """

    id: UUID
    kind: str
    what: str
    rule: str
    due_on: date
    overdue: bool
    case_reference: str | None
    may_finish: bool
    by_doing: bool
    needs_note: bool
    about: dict[str, Scalar]


class NotByHandError(NotAllowedError):
    """The task is finished by doing what it asks for; `task` says what that is."""

    def __init__(self, task: TaskView) -> None:
        super().__init__()
        self.task = task


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
    On a restricted case the manager is one who is named; where there is none left, the
    administrators are asked to name one.
    """
    if not manager and kind in ASKS_FOR_CONTACT and case.enrolment in SAID_NO:
        manager, what = True, f"{AFTER_NO}{what}"[:LONGEST]
    if manager and case.restricted:
        ask_for_manager(uow, actor, case, due_on)
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


def ask_for_manager(uow: UnitOfWork, actor: Actor, case: Case, due_on: date) -> bool:
    """Have the administrators name a manager on a restricted case that has none; whether so."""
    if wall_store.able_managers(uow, case):
        return False
    raise_for_administrators(
        uow,
        actor,
        NAME_SOMEBODY,
        f"Case {case.reference} is restricted, and no manager is left who may see it: name one",
        "Each case has a manager who may decide on it",
        due_on,
        key=f"{case.id}",
    )
    return True


def raise_for_administrators(
    uow: UnitOfWork, actor: Actor, kind: str, what: str, rule: str, due_on: date, key: str
) -> None:
    """Leave a task that no case owns, such as a unit without a manager."""
    _raise_without_case(uow, actor, Role.ADMINISTRATOR, None, kind, what, rule, due_on, key, {})


def raise_for_managers(
    uow: UnitOfWork,
    actor: Actor,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    **about: Scalar,
) -> None:
    """Leave a task that no case and no unit owns yet: the managers of all units see it."""
    _raise_without_case(uow, actor, Role.MANAGER, None, kind, what, rule, due_on, key, about)


def raise_for_unit(
    uow: UnitOfWork,
    actor: Actor,
    unit_id: UUID,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    **about: Scalar,
) -> None:
    """Leave a task for a unit's managers that shows no case: not all of them may see it."""
    _raise_without_case(uow, actor, Role.MANAGER, unit_id, kind, what, rule, due_on, key, about)


def settle_without_case(uow: UnitOfWork, actor: Actor, kind: str, key: str) -> None:
    """Mark a task done that no case owns, because what it asked for has happened."""
    task = task_store.open_with_key(uow, f"{kind}:{key}")
    if task is not None:
        finish(uow, actor, task)


def _raise_without_case(
    uow: UnitOfWork,
    actor: Actor,
    role: Role,
    unit_id: UUID | None,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    about: dict[str, Scalar],
) -> None:
    task_key = f"{kind}:{key}"
    if task_store.open_with_key(uow, task_key) is not None:
        return
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=kind,
        what=what,
        rule=rule,
        unit_id=unit_id,
        for_role=role.value,
        # Done by what it asks for, and never by a tick: nobody would have read the words.
        managers_own=kind in BY_ACT_ALONE,
        due_on=due_on,
        about=dict(about),
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
        views = views_of(uow, actor, [r for r in rows if _within_reach(uow, actor, r[1])], today)
        audit.record(uow, actor, What.TASKS_LISTED, rows=len(views))
        uow.commit()
    return views


def finish_task(ctx: Context, actor: Actor, task_id: UUID, note: str) -> None:
    """Mark a task done, with a note of what was done; one that is done already stays so.

    Raises NotFoundError out of reach, NotAllowedError for a manager's decision that
    somebody else would settle: once done, it isn't asked for again. NotByHandError where only
    doing the thing finishes it, InvalidError for `note` where its kind needs one.
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
            # Nothing that no person owns keeps a note.
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


def finish(uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Mark a task done, in the caller's transaction."""
    task.done_at = uow.clock.now()
    task.done_by = actor.name
    audit.record(uow, actor, What.TASK_DONE, task.case_id, task=str(task.id), kind=task.kind)
