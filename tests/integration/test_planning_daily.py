"""What time alone changes is planned again: once a day, by anybody, and never twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest

from tests.support.casework import (
    answered,
    approve,
    dated,
    delivered,
    opted_in,
    ready,
    received,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import CLI, Portal
from tests.support.senders import FakeSender
from victim_portal import worker
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import Enrolment, UpdateState
from victim_portal.services import tasks
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import DayPlanned, daily, plan_due
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import AuditEvent, Case, CasePlanning, Task, Update

OFF = {"victim_first_name": "Ann", "referral_reference": "WCU-2", "prison_number": "B1234CD"}


def counted(portal: Portal) -> tuple[int, int, int]:
    with portal.ctx.store.reading() as uow:
        rows = (uow.session.query(kind).count() for kind in (Update, Task, AuditEvent))
        updates, asked, trail = rows
    return updates, asked, trail


def test_the_yearly_contact_comes_again_by_time_alone(portal: Portal) -> None:
    reference = ready(portal)
    plan_due(portal.ctx, CLI)
    first = update_of(portal, reference, Stage.ANNUAL_CONTACT)
    portal.clock.move(days=366)
    with portal.ctx.store.writing() as uow:
        # As the worker leaves it: nobody touches the case.
        row = uow.get(Update, first.id)
        assert row is not None
        row.state, row.sent_on = UpdateState.SENT.value, portal.ctx.today()
        uow.commit()
    done = plan_due(portal.ctx, CLI)
    again = update_of(portal, reference, Stage.ANNUAL_CONTACT)
    assert (done.cases, done.added) == (1, 1)
    assert again.id != first.id
    assert again.state is UpdateState.DRAFT


def test_planned_twice_on_one_day_nothing_is_even_looked_at(portal: Portal) -> None:
    ready(portal)
    opted_in(portal, **OFF)
    assert plan_due(portal.ctx, CLI).cases == 2
    before = counted(portal)
    assert plan_due(portal.ctx, CLI) == DayPlanned()
    portal.clock.move(days=1)
    assert plan_due(portal.ctx, CLI) == DayPlanned(cases=2)
    assert counted(portal) == before


def test_the_day_begins_at_midnight_in_london(portal: Portal) -> None:
    """In summer that is an hour before midnight in UTC."""
    portal.clock.set(portal.clock.at.replace(year=2027, month=7, day=1, hour=22, minute=59))
    ready(portal)
    plan_due(portal.ctx, CLI)
    assert plan_due(portal.ctx, CLI).cases == 0
    portal.clock.move(minutes=1)
    assert plan_due(portal.ctx, CLI).cases == 1


def test_two_at_once_plan_everything_once(town: Portal) -> None:
    references = [ready(town), opted_in(town, **OFF)]
    for reference in references:
        dated(town, reference, CRD="2027-06-01", SLED="2029-01-01")
    town.clock.set(town.clock.at.replace(year=2027, month=4, day=12))
    gate = Barrier(3)

    def go(_: int) -> DayPlanned:
        gate.wait(timeout=20)
        return plan_due(town.ctx, CLI)

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(go, range(3)))
    assert sum(one.failed for one in done) == 0
    with town.ctx.store.reading() as uow:
        planned = uow.session.query(CasePlanning).count()
        raised = [t.task_key for t in uow.session.query(Task) if t.kind == "conditions_due"]
    assert planned == 2
    assert len(raised) == len(set(raised)) == 2


def test_a_case_that_fails_stops_no_other_and_stays_due(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, well = ready(portal), ready(portal, **OFF)
    for reference in (broken, well):
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
    portal.clock.set(portal.clock.at.replace(year=2027, month=4, day=12))
    plan_them: Callable[..., object] = daily.replanned

    def sometimes(ctx: object, uow: object, actor: object, cases: list[Case]) -> object:
        found = plan_them(ctx, uow, actor, cases)
        if any(case.reference == broken for case in cases):
            raise ValueError("Mary Ash")
        return found

    monkeypatch.setattr(daily, "replanned", sometimes)
    done = plan_due(portal.ctx, CLI)
    assert (done.cases, done.failed) == (1, 1)
    assert "conditions_due" in task_kinds(portal, well)
    assert "ValueError" in caplog.text
    assert "Mary" not in caplog.text
    monkeypatch.undo()
    assert plan_due(portal.ctx, CLI).cases == 1
    assert "conditions_due" in task_kinds(portal, broken)


def test_closed_cases_are_not_planned(portal: Portal) -> None:
    reference = ready(portal)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        case.closed_at, case.closed_why = portal.ctx.now(), "done"
        uow.commit()
    assert plan_due(portal.ctx, CLI) == DayPlanned()


class TestDeadlines:
    """What staff must have done by when stands as a task, from its day on."""

    def test_conditions_before_a_release(self, portal: Portal) -> None:
        reference = ready(portal)
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
        assert "conditions_due" not in task_kinds(portal, reference)
        portal.clock.set(portal.clock.at.replace(year=2027, month=4, day=6))
        plan_due(portal.ctx, CLI)
        (task,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        assert task.due_on == date(2027, 4, 20)
        assert "community offender manager by 20 April 2027" in task.what

    def test_a_day_that_went_by_is_said_by_time_alone(self, portal: Portal) -> None:
        reference = ready(portal)
        portal.clock.set(portal.clock.at.replace(year=2027, month=4, day=20))
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
        plan_due(portal.ctx, CLI)
        (task,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        assert "has gone" not in task.what
        portal.clock.move(days=1)
        plan_due(portal.ctx, CLI)
        (task,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        assert "That day has gone: ring the community offender manager now." in task.what

    def test_it_moves_with_the_release_and_goes_with_it(self, portal: Portal) -> None:
        reference = ready(portal)
        portal.clock.set(portal.clock.at.replace(year=2027, month=4, day=6))
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
        assert "conditions_due" in task_kinds(portal, reference)
        # Eight weeks before the new day it isn't yet; then it is asked for again.
        dated(portal, reference, CRD="2027-06-15", SLED="2029-01-01")
        assert "conditions_due" not in task_kinds(portal, reference)
        portal.clock.move(days=14)
        plan_due(portal.ctx, CLI)
        (task,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        assert task.due_on == date(2027, 5, 4)
        dated(portal, reference, CRD="2027-06-14", SLED="2029-01-01")
        (moved,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        assert (moved.id, moved.due_on) == (task.id, date(2027, 5, 3))
        dated(portal, reference, CRD="2028-06-01", SLED="2029-01-01")
        assert "conditions_due" not in task_kinds(portal, reference)

    def test_what_was_done_is_not_asked_again_for_the_same_month(self, portal: Portal) -> None:
        reference = ready(portal)
        portal.clock.set(portal.clock.at.replace(year=2027, month=5, day=10))
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
        (task,) = [t for t in view(portal, reference).tasks if t.kind == "conditions_due"]
        tasks.finish_task(portal.ctx, portal.officer, task.id, "Sent to the offender manager")
        dated(portal, reference, CRD="2027-06-02", SLED="2029-01-01")
        plan_due(portal.ctx, CLI)
        assert "conditions_due" not in task_kinds(portal, reference)
        dated(portal, reference, CRD="2027-07-02", SLED="2029-01-01")
        assert "conditions_due" in task_kinds(portal, reference)

    def test_who_declined_is_asked_again_before_a_release_and_who_said_never_is_not(
        self, portal: Portal
    ) -> None:
        declined, never = received(portal), received(portal, **OFF)
        on = date(2026, 11, 16)
        for reference, state in (
            (declined, Enrolment.DECLINED),
            (never, Enrolment.DO_NOT_CONTACT),
        ):
            answered(portal, reference, state, on)
            dated(portal, reference, CRD="2027-09-01", SLED="2029-01-01")
        plan_due(portal.ctx, CLI)
        assert "ask_before_it" not in task_kinds(portal, declined)
        portal.clock.set(portal.clock.at.replace(year=2027, month=5, day=12))
        plan_due(portal.ctx, CLI)
        (task,) = [t for t in view(portal, declined).tasks if t.kind == "ask_before_it"]
        assert task.what.startswith("Ask them again whether they want to hear")
        assert "ask_before_it" not in task_kinds(portal, never)

    def test_a_release_that_nobody_reported_is_asked_about(self, portal: Portal) -> None:
        reference = ready(portal)
        dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
        portal.clock.set(portal.clock.at.replace(year=2027, month=6, day=2))
        plan_due(portal.ctx, CLI)
        assert "release_passed" in task_kinds(portal, reference)
        happened = EventInput(Stage.RELEASED, date(2027, 6, 1), "The prison")
        record_event(portal.ctx, portal.officer, reference, happened)
        assert "release_passed" not in task_kinds(portal, reference)


def test_an_approved_update_that_was_overtaken_leaves_a_task(portal: Portal) -> None:
    reference = ready(portal)
    today = portal.ctx.today()
    record_event(portal.ctx, portal.officer, reference, EventInput(Stage.RELEASED, today, "A"))
    approve(portal, reference, Stage.RELEASED)
    recall = EventInput(Stage.RECALLED, today, "A", outcome=EventOutcome.FIXED_TERM_56)
    record_event(portal.ctx, portal.officer, reference, recall)
    (task,) = [t for t in view(portal, reference).tasks if t.kind == "approved_withdrawn"]
    assert "It would no longer be true: recalled" in task.what
    assert not any("released" in words.lower() for words in delivered(portal))


def test_the_worker_plans_between_its_rounds(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, CRD="2027-06-01", SLED="2029-01-01")
    portal.clock.set(portal.clock.at.replace(year=2027, month=4, day=12))
    worker.run(portal.ctx, FakeSender().senders, once=True, stop=Event())
    assert "conditions_due" in task_kinds(portal, reference)
