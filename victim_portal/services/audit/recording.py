"""Adding an event to the trail, coded by its key."""

import json
from uuid import UUID

from victim_portal.domain import seals
from victim_portal.domain.access import Actor
from victim_portal.services.audit.details import DETAILS
from victim_portal.services.audit.what import What
from victim_portal.store.models import AuditEvent
from victim_portal.store.unit_of_work import UnitOfWork

Scalar = str | int | bool | None


def record(
    uow: UnitOfWork, actor: Actor, what: What, case_id: UUID | None = None, **details: Scalar
) -> None:
    """Add one event to the unit of work; a wrong or missing key is a fault of ours."""
    if details.keys() != DETAILS[what]:
        raise TypeError(f"{what}: keys {sorted(details)} instead of {sorted(DETAILS[what])}")
    event = AuditEvent(
        id=uow.tokens.uuid(),
        at=uow.clock.now(),
        actor=actor.name,
        actor_id=actor.user_id,
        came_from=actor.came_from,
        what=what.value,
        case_id=case_id,
        # In the order of the canonical bytes, so that a check needn't write them anew.
        details=dict(sorted(details.items())),
        code=b"",
    )
    event.code = uow.keyring.audit_code(canonical(event))
    uow.add(event)


def canonical(event: AuditEvent) -> bytes:
    """The bytes that an event's code is computed over: all of it but its place in the trail."""
    return seals.canonical(
        str(event.id),
        event.at.isoformat(),
        event.actor,
        str(event.actor_id) if event.actor_id else None,
        event.came_from,
        event.what,
        str(event.case_id) if event.case_id else None,
        json.dumps(event.details, sort_keys=True, separators=(",", ":")),
    )
