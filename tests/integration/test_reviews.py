"""Parole reviews: one record for the offender, deadlines and plans for every open case."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support.portal import Portal
from tests.support.representations import TODAY, new_case, state
from victim_portal.domain.parole import DeadlineKind, ReviewKind
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.services import events, reviews
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.reviews import ReviewInput, record_review, review_view
from victim_portal.services.tasks import TaskView, list_tasks
from victim_portal.store import offenders as offender_store
from victim_portal.store.cases import by_reference
from victim_portal.store.models import Event

HEARING = TODAY + timedelta(days=120)
FIRST = ReviewInput(ReviewKind.FIRST, YearMonth(2027, 3), HEARING, "PB-2026-004417")


def deadline_tasks(portal: Portal) -> list[TaskView]:
    tasks = list_tasks(portal.ctx, portal.officer)
    return [task for task in tasks if task.kind == "parole_deadline"]


def sentence_events(portal: Portal, reference: str) -> list[Event]:
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        return offender_store.events(uow, case.offender_id)


def test_a_review_brings_its_timetable_and_its_tasks(portal: Portal) -> None:
    reference = new_case(portal)
    made = record_review(portal.ctx, portal.officer, reference, FIRST)
    assert (made.version, len(made.moved)) == (1, 3)
    view = review_view(portal.ctx, portal.officer, reference)
    assert view is not None
    assert (view.kind, view.hearing_on, view.panel_reference) == (
        ReviewKind.FIRST,
        HEARING,
        "PB-2026-004417",
    )
    assert [one.deadline.kind for one in view.deadlines] == [
        DeadlineKind.NON_DISCLOSURE,
        DeadlineKind.STATEMENT,
        DeadlineKind.DECISION,
    ]
    assert view.deadlines[1].days_left == 92
    assert [task.due_on for task in deadline_tasks(portal)] == [
        one.deadline.work_by for one in view.deadlines
    ]
    stages = {event.stage for event in sentence_events(portal, reference)}
    assert stages == {Stage.PAROLE_REVIEW_STARTED, Stage.HEARING_LISTED}


def test_the_same_review_again_changes_nothing(portal: Portal) -> None:
    reference = new_case(portal)
    first = record_review(portal.ctx, portal.officer, reference, FIRST, UUID(int=3))
    again = record_review(portal.ctx, portal.officer, reference, FIRST)
    assert (again.review_id, again.version, again.moved) == (first.review_id, 1, ())
    moved_since = ReviewInput(ReviewKind.FIRST, None, HEARING + timedelta(days=9))
    record_review(portal.ctx, portal.officer, reference, moved_since)
    record_review(portal.ctx, portal.officer, reference, FIRST, UUID(int=3))
    view = review_view(portal.ctx, portal.officer, reference)
    assert view is not None
    assert (view.version, view.hearing_on) == (2, moved_since.hearing_on)


def test_a_moved_hearing_moves_every_date_of_every_case(portal: Portal) -> None:
    reference = new_case(portal)
    new_case(portal, referral_reference="WCU-2", victim_last_name="Birch", email="", mobile="")
    record_review(portal.ctx, portal.officer, reference, FIRST)
    assert len(deadline_tasks(portal)) == 6
    before = {task.due_on for task in deadline_tasks(portal)}
    later = ReviewInput(ReviewKind.FIRST, YearMonth(2027, 3), HEARING + timedelta(days=35))
    difference = record_review(portal.ctx, portal.officer, reference, later).moved
    assert all(old is not None and new == old + timedelta(days=35) for _, old, new in difference)
    after = deadline_tasks(portal)
    assert len(after) == 6
    assert not before & {task.due_on for task in after}
    stages = [event.stage for event in sentence_events(portal, reference)]
    assert stages.count(Stage.HEARING_DEFERRED) == 1


def test_a_hearing_that_is_put_off_without_a_date_leaves_no_dates(portal: Portal) -> None:
    reference = new_case(portal)
    record_review(portal.ctx, portal.officer, reference, FIRST)
    record_review(portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.FIRST))
    assert deadline_tasks(portal) == []
    view = review_view(portal.ctx, portal.officer, reference)
    assert view is not None
    assert view.deadlines == ()


def test_a_deadline_that_is_gone_says_what_can_still_be_done(portal: Portal) -> None:
    reference = new_case(portal)
    soon = ReviewInput(ReviewKind.FIRST, None, TODAY + timedelta(days=30))
    record_review(portal.ctx, portal.officer, reference, soon)
    gone, statement, _ = deadline_tasks(portal)
    assert gone.due_on == TODAY
    assert "late application" in gone.what
    assert len(gone.what) <= 300
    assert statement.due_on == TODAY + timedelta(days=2)


def test_an_event_that_was_recorded_is_not_doubled(portal: Portal) -> None:
    reference = new_case(portal)
    given = events.EventInput(
        Stage.HEARING_LISTED, TODAY, "The casework section", hearing_on=HEARING
    )
    events.record_event(portal.ctx, portal.officer, reference, given)
    record_review(portal.ctx, portal.officer, reference, FIRST)
    stages = [event.stage for event in sentence_events(portal, reference)]
    assert stages.count(Stage.HEARING_LISTED) == 1


def test_the_decision_starts_the_clocks_that_follow_it(portal: Portal) -> None:
    reference = new_case(portal)
    record_review(portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.FIRST, None, TODAY))
    decided = events.EventInput(
        Stage.PAROLE_DECISION, TODAY, "The Board", outcome=EventOutcome.RELEASE
    )
    events.record_event(portal.ctx, portal.officer, reference, decided)
    with portal.ctx.store.writing() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        reviews.decision_recorded(portal.ctx, uow, portal.officer, case.offender_id)
        uow.commit()
    view = review_view(portal.ctx, portal.officer, reference)
    assert view is not None
    due = {one.deadline.kind: one.deadline.due_on for one in view.deadlines}
    assert due[DeadlineKind.RECONSIDERATION] == TODAY + timedelta(days=21)
    assert due[DeadlineKind.SUMMARY] == date(2027, 5, 18)
    assert DeadlineKind.DECISION not in due
    assert {task.due_on for task in deadline_tasks(portal)} >= {TODAY + timedelta(days=21)}


def test_a_closed_review_makes_room_for_the_next(portal: Portal) -> None:
    reference = new_case(portal)
    record_review(portal.ctx, portal.officer, reference, FIRST)
    reviews.close_review(portal.ctx, portal.officer, reference)
    assert review_view(portal.ctx, portal.officer, reference) is None
    assert deadline_tasks(portal) == []
    with pytest.raises(NotFoundError):
        reviews.close_review(portal.ctx, portal.officer, reference)
    again = record_review(portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.LATER))
    assert again.version == 1


def test_a_review_lets_a_recalled_prisoners_victim_speak(portal: Portal) -> None:
    reference = new_case(portal, sentence_type="SDS")
    record_review(portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.RECALL))
    assert state(portal, reference) == 1


def test_what_can_not_be_a_review(portal: Portal) -> None:
    reference = new_case(portal)
    far = ReviewInput(ReviewKind.FIRST, None, date(2096, 1, 1), "x" * 61)
    with pytest.raises(InvalidError) as refused:
        record_review(portal.ctx, portal.officer, reference, far)
    assert set(refused.value.problems) == {"hearing_on", "panel_reference"}
    with pytest.raises(NotFoundError):
        record_review(portal.ctx, portal.stranger, reference, FIRST)
