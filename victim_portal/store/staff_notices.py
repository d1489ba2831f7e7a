"""Notices to staff: what is due, claimed, and long over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from victim_portal.domain.staff_notices import NoticeState
from victim_portal.store.models import StaffNotice, User
from victim_portal.store.unit_of_work import UnitOfWork


def wakes_at(uow: UnitOfWork) -> datetime | None:
    """When a notice falls due, or a claim on one lapses, next."""
    due = select(func.min(StaffNotice.next_try_at)).where(StaffNotice.state == NoticeState.WAITING)
    lapse = select(func.min(StaffNotice.lease_until)).where(
        StaffNotice.state == NoticeState.CLAIMED
    )
    moments = (uow.session.scalar(due), uow.session.scalar(lapse))
    return min((moment for moment in moments if moment), default=None)


def next_due(uow: UnitOfWork, now: datetime) -> tuple[StaffNotice, User] | None:
    """The first notice that is due and whose it is, locked past those of another worker."""
    query = (
        select(StaffNotice, User)
        .join(User, User.id == StaffNotice.user_id)
        .where(StaffNotice.state == NoticeState.WAITING, StaffNotice.next_try_at <= now)
        .order_by(StaffNotice.next_try_at, StaffNotice.id)
        .limit(1)
        .with_for_update(of=StaffNotice, skip_locked=True)
    )
    row = uow.session.execute(query).first()
    return (row[0], row[1]) if row else None


def locked(uow: UnitOfWork, notice_id: UUID) -> StaffNotice | None:
    """A notice as it stands now, locked against everyone else."""
    query = select(StaffNotice).where(StaffNotice.id == notice_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def lapsed(uow: UnitOfWork, now: datetime) -> list[StaffNotice]:
    """Claims whose worker is silent past its lease, locked."""
    query = (
        select(StaffNotice)
        .where(StaffNotice.state == NoticeState.CLAIMED, StaffNotice.lease_until < now)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(query))


def doubt_all(uow: UnitOfWork, now: datetime) -> None:
    """Leave every notice that isn't over uncertain: after a restore it may have gone."""
    uow.session.execute(
        update(StaffNotice)
        .where(StaffNotice.state.in_((NoticeState.WAITING, NoticeState.CLAIMED)))
        .values(state=NoticeState.UNCERTAIN.value, ended_at=now, lease_until=None)
    )
