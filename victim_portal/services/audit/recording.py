"""Adding an event to the trail, coded by its key."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from victim_portal.domain import seals
from victim_portal.domain.access import Actor
from victim_portal.services.audit.details import DETAILS
from victim_portal.services.audit.what import What
from victim_portal.store.models import AuditEvent, Update
from victim_portal.store.unit_of_work import UnitOfWork

Scalar = str | int | bool | None


def record(
    uow: UnitOfWork, actor: Actor, what: What, case_id: UUID | None = None, **details: Scalar
) -> None:
    """Add one event to the unit of work; a wrong or missing key is a fault of ours."""
    if details.keys() != DETAILS[what]:
        raise TypeError(f"{what}: keys {sorted(details)} instead of {sorted(DETAILS[what])}")
    event: dict[str, Any] = {
        "id": uow.tokens.uuid(),
        "at": uow.clock.now(),
        "actor": actor.name,
        "actor_id": actor.user_id,
        "came_from": actor.came_from,
        "what": what.value,
        "case_id": case_id,
        # In the order of the canonical bytes, so that a check needn't write them anew.
        "details": dict(sorted(details.items())),
    }
    code = uow.keyring.audit_code(_canonical(**event))
    if uow.trail_at_commit:
        uow.add_at_commit(AuditEvent, **event, code=code)
    else:
        uow.add(AuditEvent(**event, code=code))


def update_viewed(uow: UnitOfWork, actor: Actor, update: Update) -> None:
    """Somebody read the words of an update, on whichever page."""
    version = update.version
    record(uow, actor, What.UPDATE_VIEWED, update.case_id, update=str(update.id), version=version)


def canonical(event: AuditEvent) -> bytes:
    """The bytes that an event's code is computed over: all of it but its place in the trail."""
    return _canonical(
        event.id,
        event.at,
        event.actor,
        event.actor_id,
        event.came_from,
        event.what,
        event.case_id,
        event.details,
    )


def _canonical(
    id: UUID,  # noqa: A002 - the columns' own names
    at: datetime,
    actor: str,
    actor_id: UUID | None,
    came_from: str,
    what: str,
    case_id: UUID | None,
    details: Mapping[str, Scalar],
) -> bytes:
    return seals.canonical(
        str(id),
        at.isoformat(),
        actor,
        str(actor_id) if actor_id else None,
        came_from,
        what,
        str(case_id) if case_id else None,
        json.dumps(details, sort_keys=True, separators=(",", ":")),
    )
