"""Opening an incident from a service that noticed it, in that service's transaction."""

from datetime import timedelta

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.incidents import due_at
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store.models import Case, Incident
from victim_portal.store.unit_of_work import UnitOfWork


def open_incident(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, kind: str, what: str, note: str
) -> Incident:
    """Open an incident in the caller's transaction, with a task for the manager.

    `what` is the task's text and never names anybody; `note` is sealed with the victim's key.
    """
    incident = Incident(
        id=uow.tokens.uuid(),
        kind=kind,
        unit_id=case.unit_id,
        case_id=case.id,
        person_id=case.person_id,
        noticed_at=ctx.now(),
        due_at=due_at(ctx.now()),
        note=note.strip() or None,
        recorded_by=actor.name,
    )
    uow.add(incident)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "incident",
        what,
        "A leak is looked at at once, and reported within 72 hours",
        london_date(incident.due_at) - timedelta(days=2),
        key=str(incident.id),
        manager=True,
        incident=str(incident.id),
    )
    audit.record(uow, actor, What.INCIDENT_OPENED, case.id, incident=str(incident.id), kind=kind)
    return incident
