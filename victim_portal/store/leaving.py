"""Finding who leaves, with their cases and who gets each."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import Case, Leaving, LeavingCase, Task
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls


def open_leaving(uow: UnitOfWork, user_id: UUID, *, locked: bool = False) -> Leaving | None:
    """The leaving of somebody that is planned and hasn't ended."""
    query = select(Leaving).where(Leaving.user_id == user_id, Leaving.ended_at.is_(None))
    return uow.session.scalar(query.with_for_update() if locked else query)


def of_unit(uow: UnitOfWork, unit_id: UUID) -> list[Leaving]:
    """The leavings of a unit that are planned, soonest first."""
    query = select(Leaving).where(Leaving.unit_id == unit_id, Leaving.ended_at.is_(None))
    return list(uow.session.scalars(query.order_by(Leaving.leaves_at, Leaving.id)))


def due(uow: UnitOfWork, now: datetime) -> list[UUID]:
    """Who should have left by now."""
    query = select(Leaving.user_id).where(Leaving.ended_at.is_(None), Leaving.leaves_at <= now)
    return list(uow.session.scalars(query.order_by(Leaving.leaves_at, Leaving.id)))


def cases_of(
    uow: UnitOfWork, user_id: UUID, limit: int | None = None, without: Collection[UUID] = ()
) -> list[Case]:
    """Somebody's open cases but for some, in the order of their opening."""
    query = (
        select(Case)
        .where(Case.officer_id == user_id, Case.closed_at.is_(None))
        .order_by(Case.opened_on, Case.id)
        .limit(limit)
    )
    if without:
        query = query.where(Case.id.not_in(list(without)))
    cases = list(uow.session.scalars(query))
    fetch_conflicts(uow, [case.offender_id for case in cases])
    fetch_walls(uow, [case.id for case in cases])
    return cases


def successors(uow: UnitOfWork, leaving_id: UUID) -> dict[UUID, LeavingCase]:
    """Who gets each case, by case."""
    query = select(LeavingCase).where(LeavingCase.leaving_id == leaving_id)
    return {row.case_id: row for row in uow.session.scalars(query)}


def asked_to_tell(uow: UnitOfWork, case_ids: Collection[UUID], kind: str, key: str) -> set[UUID]:
    """The cases on which a task of a kind was ever left for one leaving, done or not."""
    query = select(Task.case_id, Task.task_key).where(
        Task.case_id.in_(list(case_ids)), Task.kind == kind
    )
    return {
        case_id
        for case_id, task_key in uow.session.execute(query)
        if case_id is not None and task_key.endswith(f":{key}")
    }
