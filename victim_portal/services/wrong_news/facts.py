"""What corrections rest on, read for many cases at once as they are released."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from victim_portal.store import offenders as offender_store
from victim_portal.store import planning as planning_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

ENROLMENT = "enrolment"


def facts_now(
    uow: UnitOfWork, rows: Sequence[tuple[Update, Case]]
) -> Mapping[UUID, dict[str, str]]:
    """For each update the facts on which the wrong one rested, as they stand now, and the answer.

    A manager has said what is true as things stand: what changes from now on holds it. How
    somebody wants to hear is asked at the last look anyway.
    """
    offenders = {case.offender_id for _, case in rows}
    newest = {key: found[0] for key, found in planning_store.versions_of(uow, offenders).items()}
    dates = offender_store.dates_of(uow, list(newest.values()))
    events = planning_store.events_of(uow, offenders)
    found: dict[UUID, dict[str, str]] = {}
    for update, case in rows:
        now = {ENROLMENT: str(case.enrolment_version)}
        last = newest.get(case.offender_id)
        since = {one.code: one.since_version for one in dates[last.id]} if last else {}
        happened = {str(one.id): one.version for one in events.get(case.offender_id, [])}
        for name in update.facts:
            kind, _, key = name.partition(":")
            version = {"key_date": since, "event": happened}.get(kind, {}).get(key)
            if version is not None:
                now[name] = str(version)
        found[update.id] = now
    return found
