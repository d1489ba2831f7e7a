"""Finding events of the trail: of one case, of one person, of one day."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import AuditEvent, Case, GlassBreaking, Task, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def of_case(
    uow: UnitOfWork, case_id: UUID, whats: Collection[str], before: int | None, size: int
) -> list[AuditEvent]:
    """Events of some kinds about a case, newest first, below a place in the trail."""
    query = select(AuditEvent).where(AuditEvent.case_id == case_id, AuditEvent.what.in_(whats))
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    return list(uow.session.scalars(query.order_by(AuditEvent.seq.desc()).limit(size)))


def between(
    uow: UnitOfWork,
    since: datetime,
    until: datetime,
    whats: Collection[str],
    actor_id: UUID | None = None,
) -> list[tuple[UUID, datetime, str, UUID | None]]:
    """Who did what about which case in a stretch of time, of staff with accounts."""
    query = select(AuditEvent.actor_id, AuditEvent.at, AuditEvent.what, AuditEvent.case_id).where(
        AuditEvent.at >= since, AuditEvent.at < until, AuditEvent.what.in_(whats)
    )
    query = query.where(
        AuditEvent.actor_id.is_not(None) if actor_id is None else AuditEvent.actor_id == actor_id
    )
    found = uow.session.execute(query.order_by(AuditEvent.at))
    return [(who, at, what, case_id) for who, at, what, case_id in found if who is not None]


def glass_between(uow: UnitOfWork, since: datetime, until: datetime) -> list[GlassBreaking]:
    """Every time that the glass was broken in a stretch of time."""
    query = select(GlassBreaking).where(GlassBreaking.at >= since, GlassBreaking.at < until)
    return list(uow.session.scalars(query.order_by(GlassBreaking.at)))


def live_glass(
    uow: UnitOfWork, case_id: UUID, user_id: UUID | None, now: datetime
) -> GlassBreaking | None:
    """What lets somebody see a case just now."""
    query = select(GlassBreaking).where(
        GlassBreaking.case_id == case_id,
        GlassBreaking.user_id == user_id,
        GlassBreaking.ends_at > now,
    )
    return uow.session.scalar(query.order_by(GlassBreaking.ends_at.desc()).limit(1))


def cases_with(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """Some cases by id, a few hundred at a time."""
    wanted, found = list(case_ids), dict[UUID, Case]()
    for start in range(0, len(wanted), 500):
        query = select(Case).where(Case.id.in_(wanted[start : start + 500]))
        found |= {case.id: case for case in uow.session.scalars(query)}
    return found


def staff_with(uow: UnitOfWork, user_ids: Collection[UUID]) -> dict[UUID, tuple[User, str]]:
    """Some members of staff by id, each with the name of their unit."""
    query = select(User, Unit.name).outerjoin(Unit, Unit.id == User.unit_id)
    rows = uow.session.execute(query.where(User.id.in_(list(user_ids))))
    return {user.id: (user, name or "") for user, name in rows}


def tasks_of_kind(uow: UnitOfWork, kind: str, since: datetime, unit_id: UUID | None) -> list[Task]:
    """Tasks of a kind since a moment, done ones too, newest first; of one unit or of all."""
    query = select(Task).where(Task.kind == kind, Task.made_at >= since)
    if unit_id is not None:
        query = query.where(Task.unit_id == unit_id)
    return list(uow.session.scalars(query.order_by(Task.made_at.desc(), Task.id).limit(500)))
