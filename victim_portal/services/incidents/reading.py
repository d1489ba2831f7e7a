"""Incidents as their pages show them: a manager's own unit, open ones first."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.incidents import (
    IncidentClock,
    IncidentFacts,
    IncidentKind,
    clock,
    time_left,
)
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError, NotFoundError
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import incidents as store
from victim_portal.store.models import Case, Incident
from victim_portal.store.unit_of_work import UnitOfWork

MOST = 200


@dataclass(frozen=True)
class IncidentLine:
    """One incident in a list: no words of it, and the case only where it is in reach."""

    id: UUID
    kind: IncidentKind
    noticed_at: datetime
    due_at: datetime
    left: timedelta
    clock: IncidentClock
    closed_at: datetime | None
    case_reference: str | None


@dataclass(frozen=True)
class IncidentView:
    """An incident for its page; `version` is what a form shows back."""

    line: IncidentLine
    recorded_by: str
    happened: str = field(repr=False)
    note: str = field(repr=False)
    done: str = field(repr=False)
    risk: bool | None
    reported_at: datetime | None
    told_at: datetime | None
    closed_by: str
    version: int


def list_incidents(ctx: Context, actor: Actor) -> tuple[IncidentLine, ...]:
    """The incidents of a manager's unit; NotAllowedError for everybody else."""
    if actor.role is not Role.MANAGER or actor.unit_id is None:
        raise NotAllowedError
    with ctx.store.writing() as uow:
        found = store.of_unit(uow, actor.unit_id, MOST)
        lines = tuple(
            _line(ctx, uow, actor, one, case) for one, case in found if _in_reach(uow, actor, case)
        )
        audit.record(uow, actor, What.INCIDENTS_LISTED, rows=len(lines))
        uow.commit()
        return lines


def incident_view(ctx: Context, actor: Actor, incident_id: UUID) -> IncidentView:
    """One incident of the manager's unit; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        incident, case = within_reach(uow, actor, incident_id)
        view = IncidentView(
            line=_line(ctx, uow, actor, incident, case),
            recorded_by=incident.recorded_by,
            happened=incident.happened or "",
            note=incident.note or "",
            done=incident.done or "",
            risk=incident.risk,
            reported_at=incident.reported_at,
            told_at=incident.told_at,
            closed_by=incident.closed_by or "",
            version=incident.row_version,
        )
        audit.record(uow, actor, What.INCIDENT_VIEWED, incident.case_id, incident=str(incident.id))
        uow.commit()
        return view


def where_to_record(ctx: Context, actor: Actor, reference: str) -> None:
    """Whether an incident of this case can be recorded: NotFoundError out of reach."""
    if reference:
        with ctx.store.reading() as uow:
            case_within_reach(uow, actor, reference)


def within_reach(uow: UnitOfWork, actor: Actor, incident_id: UUID) -> tuple[Incident, Case | None]:
    """An incident of the manager's unit whose case, if it has one, they may see."""
    incident = uow.get(Incident, incident_id)
    if incident is None or incident.unit_id is None:
        raise NotFoundError
    case = uow.get(Case, incident.case_id)
    if not is_allowed(Permission.MANAGE_UNIT, actor, incident.unit_id):
        raise NotFoundError
    if not _in_reach(uow, actor, case):
        raise NotFoundError
    return incident, case


def facts_of(incident: Incident) -> IncidentFacts:
    """What decides about an incident's clock."""
    return IncidentFacts(incident.noticed_at, incident.risk, incident.reported_at, incident.told_at)


def _in_reach(uow: UnitOfWork, actor: Actor, case: Case | None) -> bool:
    return case is None or is_allowed(Permission.SEE_CASE, actor, reach_of(uow, case))


def _line(
    ctx: Context, uow: UnitOfWork, actor: Actor, incident: Incident, case: Case | None
) -> IncidentLine:
    facts = facts_of(incident)
    return IncidentLine(
        id=incident.id,
        kind=IncidentKind(incident.kind),
        noticed_at=incident.noticed_at,
        due_at=incident.due_at,
        left=time_left(facts, ctx.now()),
        clock=clock(facts, ctx.now()),
        closed_at=incident.closed_at,
        case_reference=case.reference if case else None,
    )
