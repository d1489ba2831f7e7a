"""Finding tasks."""

from uuid import UUID

from sqlalchemy import and_, or_, select

from victim_portal.domain.vocabulary import Role
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import Case, Task
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by


def open_with_key(uow: UnitOfWork, task_key: str) -> Task | None:
    """The open task that stands for a thing."""
    query = select(Task).where(Task.task_key == task_key, Task.done_at.is_(None))
    return uow.session.scalar(query)


def was_ever_raised(uow: UnitOfWork, task_key: str) -> bool:
    """Whether a thing was ever asked for, and perhaps done since."""
    return uow.session.scalar(select(Task.id).where(Task.task_key == task_key).limit(1)) is not None


def was_ever_about(uow: UnitOfWork, kind: str, case_id: UUID, answer: str) -> bool:
    """Whether a kind of task was ever raised on a case because of one answer."""
    query = select(Task.about).where(Task.kind == kind, Task.case_id == case_id)
    return any(about.get("answer") == answer for about in uow.session.scalars(query))


def open_for(
    uow: UnitOfWork, user_id: UUID | None, role: Role | None, unit_id: UUID | None, limit: int
) -> list[tuple[Task, Case | None]]:
    """Open tasks of a person, their role, or (for a manager) their unit, soonest first.

    A manager who is named on a restricted case of another unit has its managers' tasks too.
    The reach stands in the query, before its limit.
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
