"""What plannings changed in a case, and what nobody has looked at yet."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import PlanDifference
from victim_portal.store.unit_of_work import UnitOfWork

_IN_ORDER = (PlanDifference.number, PlanDifference.made_at, PlanDifference.id)


def unseen(uow: UnitOfWork, case_id: UUID) -> list[PlanDifference]:
    """What waits to be looked at, oldest first."""
    query = select(PlanDifference).where(
        PlanDifference.case_id == case_id, PlanDifference.seen_at.is_(None)
    )
    return list(uow.session.scalars(query.order_by(*_IN_ORDER)))


def seen(
    uow: UnitOfWork, case_id: UUID, before: int | None, size: int
) -> tuple[list[PlanDifference], bool]:
    """What was looked at, newest first, below a number; and whether there is more."""
    query = select(PlanDifference).where(
        PlanDifference.case_id == case_id, PlanDifference.seen_at.is_not(None)
    )
    if before is not None:
        query = query.where(PlanDifference.number < before)
    newest_first = [column.desc() for column in _IN_ORDER]
    rows = list(uow.session.scalars(query.order_by(*newest_first).limit(size + 1)))
    return rows[:size], len(rows) > size


def from_number(uow: UnitOfWork, case_id: UUID, number: int) -> list[PlanDifference]:
    """The difference of a number and every later one of the case, oldest first."""
    query = select(PlanDifference).where(
        PlanDifference.case_id == case_id, PlanDifference.number >= number
    )
    return list(uow.session.scalars(query.order_by(*_IN_ORDER)))


def locked(uow: UnitOfWork, case_id: UUID, ids: Collection[UUID]) -> list[PlanDifference]:
    """Some differences of one case that nobody has looked at, locked."""
    query = select(PlanDifference).where(
        PlanDifference.case_id == case_id,
        PlanDifference.id.in_(list(ids)),
        PlanDifference.seen_at.is_(None),
    )
    return list(uow.session.scalars(query.with_for_update()))
