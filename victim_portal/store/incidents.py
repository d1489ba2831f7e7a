"""Finding incidents."""

from uuid import UUID

from sqlalchemy import select

from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import Case, Incident
from victim_portal.store.unit_of_work import UnitOfWork


def of_unit(uow: UnitOfWork, unit_id: UUID, limit: int) -> list[tuple[Incident, Case | None]]:
    """A unit's incidents with their cases: open ones first, the most urgent on top."""
    query = (
        select(Incident, Case)
        .outerjoin(Case, Case.id == Incident.case_id)
        .where(Incident.unit_id == unit_id)
        .order_by(Incident.closed_at.is_not(None), Incident.due_at.desc(), Incident.id)
        .limit(limit)
    )
    rows: list[tuple[Incident, Case | None]] = [
        (incident, case) for incident, case in uow.session.execute(query)
    ]
    still_open = [row for row in rows if row[0].closed_at is None]
    fetch_conflicts(uow, [case.offender_id for _, case in rows if case is not None])
    return sorted(still_open, key=lambda row: row[0].due_at) + [
        row for row in rows if row[0].closed_at is not None
    ]
