"""Incidents: recorded by whoever noticed, looked after by the manager, never lost between two."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.keeping import events
from tests.support.portal import Portal
from victim_portal.domain.incidents import IncidentClock, IncidentKind
from victim_portal.services import incidents
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.incidents import IncidentInput, Progress, open_incident
from victim_portal.services.reach import case_within_reach
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import Incident

NOTHING = Progress(None, None, None, "")


def noticed(portal: Portal, reference: str = "", **more: object) -> UUID:
    """An incident of an hour ago."""
    values = {
        "kind": IncidentKind.LOST_PAPER,
        "noticed_at": portal.ctx.now() - timedelta(hours=1),
        "happened": "A notebook was left on a bus. 😀 <b>Names</b> of Mary Ash.",
        "reference": reference,
    }
    return incidents.record_incident(
        portal.ctx,
        portal.officer,
        IncidentInput(**{**values, **more}),  # type: ignore[arg-type]  # whatever the test gives
    )


def test_without_a_case_it_is_sealed_under_its_own_key(portal: Portal) -> None:
    incident_id = noticed(portal)
    seen = incidents.incident_view(portal.ctx, portal.manager, incident_id)
    assert "Mary Ash" in seen.happened
    assert seen.line.clock is IncidentClock.RUNNING
    assert seen.line.left == timedelta(hours=71)
    with portal.ctx.store.reading() as uow:
        [row] = uow.session.scalars(select(Incident))
        assert row.happened_sealed is not None
        assert b"Mary" not in row.happened_sealed
        assert (row.case_id, row.person_id) == (None, None)
    [task] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "incident"]
    assert task.about["incident"] == str(incident_id)


def test_of_a_case_its_manager_gets_the_task(portal: Portal) -> None:
    reference = casework.received(portal)
    noticed(portal, reference)
    assert "incident" in casework.task_kinds(portal, reference)
    with pytest.raises(NotFoundError):
        noticed(portal, "VC-00000000")


def test_sent_twice_it_is_recorded_once(portal: Portal) -> None:
    once = uuid4()
    given = IncidentInput(IncidentKind.LEAK, portal.ctx.now(), "Said on the telephone.")
    first, second = (
        incidents.record_incident(portal.ctx, portal.officer, given, once) for _ in range(2)
    )
    assert first == second
    assert len(incidents.list_incidents(portal.ctx, portal.manager)) == 1


def test_open_ones_stand_first_and_only_of_the_unit(portal: Portal) -> None:
    old = noticed(portal, noticed_at=portal.ctx.now() - timedelta(hours=80))
    new = noticed(portal)
    done = noticed(portal, noticed_at=portal.ctx.now() - timedelta(hours=90))
    portal.clock.move(hours=1)
    incidents.close_incident(
        portal.ctx, portal.manager, done, Progress(False, None, None, "It was found."), 1
    )
    assert [one.id for one in incidents.list_incidents(portal.ctx, portal.manager)] == [
        old,
        new,
        done,
    ]
    assert incidents.list_incidents(portal.ctx, portal.stranger) == ()
    with pytest.raises(NotFoundError):
        incidents.incident_view(portal.ctx, portal.stranger, old)
    with pytest.raises(NotAllowedError):
        incidents.list_incidents(portal.ctx, portal.officer)
    with pytest.raises(NotFoundError):
        incidents.incident_view(portal.ctx, portal.officer, old)


def test_closing_needs_whoever_must_know_to_be_told(portal: Portal) -> None:
    incident_id = noticed(portal)
    now = portal.ctx.now()
    for given, missing in (
        (NOTHING, {"risk", "done"}),
        (Progress(True, None, None, "x"), {"reported", "told"}),
        (Progress(True, now, None, "x"), {"told"}),
        (Progress(True, now + timedelta(hours=1), now, "x"), {"reported"}),
        (Progress(True, now, now - timedelta(days=2), "x"), {"told"}),
    ):
        with pytest.raises(InvalidError) as refused:
            incidents.close_incident(portal.ctx, portal.manager, incident_id, given, 1)
        assert set(refused.value.problems) == missing
    whole = Progress(True, now, now, "The bus company has it.")
    incidents.close_incident(portal.ctx, portal.manager, incident_id, whole, 1)
    seen = incidents.incident_view(portal.ctx, portal.manager, incident_id)
    assert (seen.done, seen.closed_by) == ("The bus company has it.", "Moira Hughes")
    assert [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "incident"] == []
    assert len(events(portal, "incident_closed")) == 1
    with pytest.raises(ConflictError):
        incidents.record_progress(portal.ctx, portal.manager, incident_id, whole, seen.version)


def test_what_somebody_else_saved_is_not_written_over(portal: Portal) -> None:
    incident_id = noticed(portal)
    first = Progress(True, None, None, "Rang the bus company.")
    incidents.record_progress(portal.ctx, portal.manager, incident_id, first, 1)
    with pytest.raises(ConflictError):
        incidents.record_progress(
            portal.ctx, portal.manager, incident_id, Progress(False, None, None, "Nothing."), 1
        )
    seen = incidents.incident_view(portal.ctx, portal.manager, incident_id)
    assert (seen.risk, seen.done) == (True, "Rang the bus company.")


def test_one_that_the_portal_opened_can_be_finished_too(portal: Portal) -> None:
    reference = casework.received(portal)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        made = open_incident(
            portal.ctx, uow, portal.officer, case, "wrong_recipient", "Look at it", "2 texts"
        )
        uow.commit()
        incident_id = made.id
    seen = incidents.incident_view(portal.ctx, portal.manager, incident_id)
    assert (seen.note, seen.happened) == ("2 texts", "")
    given = Progress(False, None, None, "Both came back.")
    incidents.close_incident(portal.ctx, portal.manager, incident_id, given, seen.version)
    assert casework.task_kinds(portal, reference).count("incident") == 0


def test_what_cannot_be_is_refused(portal: Portal) -> None:
    for given in (
        {"happened": " "},
        {"happened": "x" * 5001},
        {"noticed_at": portal.ctx.now() + timedelta(minutes=1)},
    ):
        with pytest.raises(InvalidError):
            noticed(portal, **given)
