"""Finding tasks."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import and_, or_, select

from victim_portal.domain.vocabulary import Role
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import Case, Task
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by

_Ever = dict[UUID, list[Task]]
_KEPT = "open tasks of cases"


def open_with_key(uow: UnitOfWork, task_key: str) -> Task | None:
    """The open task that stands for a thing."""
    query = select(Task).where(Task.task_key == task_key, Task.done_at.is_(None))
    return uow.session.scalar(query)


def open_with_keys(uow: UnitOfWork, task_keys: Collection[str]) -> dict[str, Task]:
    """The open tasks that stand for some things, by key, in one query."""
    query = select(Task).where(Task.task_key.in_(list(task_keys)), Task.done_at.is_(None))
    return {task.task_key: task for task in uow.session.scalars(query)}


def open_of(uow: UnitOfWork, case_id: UUID, task_key: str) -> Task | None:
    """The same of a case; not asked for again while its tasks are `at_hand`."""
    kept = _kept(uow).get(case_id)
    if kept is None:
        return open_with_key(uow, task_key)
    task = kept.get(task_key)
    return task if task is not None and task.done_at is None else None


def add_to_case(uow: UnitOfWork, case_id: UUID, task: Task) -> None:
    """Take a new task of a case in; the database looks at it at once, or at those `at_hand` later.

    Then a second one of its key is a ConstraintError when the unit of work is next flushed.
    """
    uow.add(task)
    kept = _kept(uow).get(case_id)
    if kept is None:
        uow.flush()
    else:
        kept[task.task_key] = task


@contextmanager
def at_hand(uow: UnitOfWork, case_ids: Collection[UUID], kinds: Collection[str]) -> Iterator[_Ever]:
    """Keep the open tasks of many cases at hand, read in one query; forgotten at the end.

    Gives every task of some kinds that was ever raised on them, by case, first to last.
    """
    ids = list(case_ids)
    query = select(Task).where(
        Task.case_id.in_(ids), or_(Task.done_at.is_(None), Task.kind.in_(list(kinds)))
    )
    ever: _Ever = {case_id: [] for case_id in ids}
    standing: dict[UUID, dict[str, Task]] = {case_id: {} for case_id in ids}
    for task in uow.session.scalars(query.order_by(Task.made_at, Task.id)):
        if task.case_id is None:
            continue
        if task.kind in kinds:
            ever[task.case_id].append(task)
        if task.done_at is None:
            standing[task.case_id][task.task_key] = task
    _kept(uow).update(standing)
    try:
        yield ever
    finally:
        for case_id in ids:
            _kept(uow).pop(case_id, None)


def _kept(uow: UnitOfWork) -> dict[UUID, dict[str, Task]]:
    kept: dict[UUID, dict[str, Task]] = uow.session.info.setdefault(_KEPT, {})
    return kept


def was_ever_raised(uow: UnitOfWork, task_key: str) -> bool:
    """Whether a thing was ever asked for, and perhaps done since."""
    return uow.session.scalar(select(Task.id).where(Task.task_key == task_key).limit(1)) is not None


def was_ever_about(uow: UnitOfWork, kind: str, case_id: UUID, answer: str) -> bool:
    """Whether a kind of task was ever raised on a case because of one answer."""
    query = select(Task.about).where(Task.kind == kind, Task.case_id == case_id)
    return any(about.get("answer") == answer for about in uow.session.scalars(query))


def open_for(
    uow: UnitOfWork,
    user_id: UUID | None,
    role: Role | None,
    unit_id: UUID | None,
    limit: int,
    kinds: Collection[str] = (),
) -> list[tuple[Task, Case | None]]:
    """Open tasks of a person, their role, or (for a manager) their unit, soonest first.

    A manager who is named on a restricted case of another unit has its managers' tasks too.
    The reach stands in the query, before its limit; so do `kinds`, where any are named.
    """
    mine = or_(
        Task.for_user_id == user_id,
        and_(Task.for_role == role, or_(Task.unit_id.is_(None), Task.unit_id == unit_id)),
    )
    if role is Role.MANAGER and unit_id is not None:
        named = and_(Task.for_role == role, Case.restricted.is_(True))
        mine = or_(mine, Task.unit_id == unit_id, named)
    reached = or_(Task.case_id.is_(None), reached_by(Case, user_id, unit_id))
    query = (
        select(Task, Case)
        .outerjoin(Case, Case.id == Task.case_id)
        .where(Task.done_at.is_(None), mine, reached)
        .where(*([Task.kind.in_(list(kinds))] if kinds else []))
        .order_by(Task.due_on, Task.made_at)
        .limit(limit)
    )
    rows: list[tuple[Task, Case | None]] = [
        (task, case) for task, case in uow.session.execute(query)
    ]
    fetch_conflicts(uow, [case.offender_id for _, case in rows if case is not None])
    fetch_walls(uow, [case.id for _, case in rows if case is not None])
    return rows


def that_follow(uow: UnitOfWork, case_id: UUID) -> list[Task]:
    """What goes with a case to its next officer: all but what is a manager's to decide."""
    query = select(Task).where(
        Task.case_id == case_id,
        Task.done_at.is_(None),
        Task.managers_own.is_(False),
    )
    return list(uow.session.scalars(query))
