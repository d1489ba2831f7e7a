"""Recording an incident, what was found out and done about it, and closing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.incidents import IncidentFacts, IncidentKind, due_at, why_not_closed
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.incidents.reading import within_reach
from victim_portal.services.once import already_done, remember
from victim_portal.services.reach import case_within_reach
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Incident
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST = 5000
RULE = "A leak is looked at at once, and reported within 72 hours"
WHAT = "An incident was recorded: look at it, and report it in time"
CLOSED = "This incident is closed already."
CHANGED = "Somebody else changed this incident in between. Compare, then save again."


@dataclass(frozen=True)
class IncidentInput:
    """An incident as somebody noticed it; `reference` is "" where it concerns no one case."""

    kind: IncidentKind
    noticed_at: datetime
    happened: str = field(repr=False)
    reference: str = ""


@dataclass(frozen=True)
class Progress:
    """What was found out and done so far; None is "not yet known" or "not yet"."""

    risk: bool | None
    reported_at: datetime | None
    told_at: datetime | None
    done: str = field(repr=False)


def record_incident(
    ctx: Context, actor: Actor, given: IncidentInput, once: UUID | None = None
) -> UUID:
    """Record an incident, with a task for the unit's manager; its id.

    Anybody with casework may. NotFoundError for a case out of reach, InvalidError
    (`noticed`, `happened`).
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER) or actor.unit_id is None:
        raise NotAllowedError
    _check(ctx, given)
    with ctx.store.writing() as uow:
        done = already_done(uow, once)
        if done is not None:
            return UUID(done)
        reference = given.reference.strip()
        case = case_within_reach(uow, actor, reference) if reference else None
        incident = Incident(
            id=uow.tokens.uuid(),
            kind=given.kind.value,
            unit_id=case.unit_id if case else actor.unit_id,
            case_id=case.id if case else None,
            person_id=case.person_id if case else None,
            noticed_at=given.noticed_at,
            due_at=due_at(given.noticed_at),
            recorded_by=actor.name,
        )
        # What happened may name people of many cases: it stands under a key of its own.
        uow.vault.admit(incident.id)
        incident.happened = given.happened.strip()
        uow.add(incident)
        _ask(uow, actor, incident, case)
        audit.record(
            uow,
            actor,
            What.INCIDENT_OPENED,
            incident.case_id,
            incident=str(incident.id),
            kind=incident.kind,
        )
        remember(uow, once, str(incident.id))
        uow.commit()
        return incident.id


def record_progress(
    ctx: Context, actor: Actor, incident_id: UUID, given: Progress, seen_version: int
) -> None:
    """Keep what was found out and done, for the manager of its unit.

    NotFoundError out of reach, InvalidError for days that can't be, ConflictError when it is
    closed or was changed in between.
    """
    with _change(ctx, actor, incident_id, given, seen_version) as (uow, incident):
        audit.record(uow, actor, What.INCIDENT_CHANGED, incident.case_id, incident=str(incident.id))


def close_incident(
    ctx: Context, actor: Actor, incident_id: UUID, given: Progress, seen_version: int
) -> None:
    """Close an incident with what was done; refusals as with `record_progress`.

    InvalidError too while the risk isn't judged, or nobody was told where there is one.
    """
    with _change(ctx, actor, incident_id, given, seen_version) as (uow, incident):
        now = IncidentFacts(ctx.now(), given.risk, given.reported_at, given.told_at)
        missing = why_not_closed(now)
        if not given.done.strip():
            missing["done"] = "Say what was done about it."
        if missing:
            raise InvalidError(missing)
        incident.closed_at = ctx.now()
        incident.closed_by = actor.name
        of_case = f"{incident.case_id}:" if incident.case_id else ""
        task = task_store.open_with_key(uow, f"incident:{of_case}{incident.id}")
        if task is not None:
            tasks.finish(uow, actor, task)
        audit.record(uow, actor, What.INCIDENT_CLOSED, incident.case_id, incident=str(incident.id))


@contextmanager
def _change(
    ctx: Context, actor: Actor, incident_id: UUID, given: Progress, seen_version: int
) -> Iterator[tuple[UnitOfWork, Incident]]:
    try:
        with ctx.store.writing() as uow:
            incident, _ = within_reach(uow, actor, incident_id)
            if incident.closed_at is not None:
                raise ConflictError(CLOSED)
            if incident.row_version != seen_version:
                raise ConflictError(CHANGED)
            _check_progress(ctx, incident, given)
            incident.risk = given.risk
            incident.reported_at = given.reported_at
            incident.told_at = given.told_at
            if given.done.strip() or incident.done_sealed is not None:
                _own_key(uow, incident)
                incident.done = given.done.strip()
            yield uow, incident
            uow.commit()
    except LostUpdateError:
        raise ConflictError(CHANGED) from None


def _own_key(uow: UnitOfWork, incident: Incident) -> None:
    """One that the portal itself opened has no key of its own yet."""
    if incident.happened_sealed is None and incident.done_sealed is None:
        uow.vault.admit(incident.id)


def _check(ctx: Context, given: IncidentInput) -> None:
    problems: dict[str, str] = {}
    if given.noticed_at > ctx.now():
        problems["noticed"] = "When it was noticed must be in the past."
    if not given.happened.strip() or len(given.happened) > LONGEST:
        problems["happened"] = f"Say what happened, in at most {LONGEST:,} characters."
    if problems:
        raise InvalidError(problems)


def _check_progress(ctx: Context, incident: Incident, given: Progress) -> None:
    problems: dict[str, str] = {}
    for name, at in (("reported", given.reported_at), ("told", given.told_at)):
        if at is not None and at > ctx.now():
            problems[name] = "This must be in the past."
        elif at is not None and london_date(at) < london_date(incident.noticed_at):
            problems[name] = "This must not be before it was noticed."
    if len(given.done) > LONGEST:
        problems["done"] = f"Say what was done in at most {LONGEST:,} characters."
    if problems:
        raise InvalidError(problems)


def _ask(uow: UnitOfWork, actor: Actor, incident: Incident, case: Case | None) -> None:
    due_on, key = london_date(incident.due_at), str(incident.id)
    if case is not None:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "incident",
            WHAT,
            RULE,
            due_on,
            key=key,
            manager=True,
            incident=key,
        )
    elif incident.unit_id is not None:
        tasks.raise_for_unit(
            uow, actor, incident.unit_id, "incident", WHAT, RULE, due_on, key=key, incident=key
        )
