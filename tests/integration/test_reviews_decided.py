"""The Board's decision: its windows, its answer to each request, and how the victim is told."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import TODAY, state
from tests.support.reviews import (
    decided,
    forwarded,
    heard,
    joined,
    listed,
    ring_first,
    tasks,
    view,
)
from victim_portal.domain.parole import DeadlineKind, ReviewKind
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, RequestState
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.representations import (
    OutcomeInput,
    ToldInput,
    record_outcome,
    record_told,
)
from victim_portal.services.reviews import (
    DecisionInput,
    close_review,
    record_decision,
)
from victim_portal.services.tasks import NotByHandError, finish_task, list_tasks

REFUSED = OutcomeInput(
    RequestState.REFUSED, TODAY, "Not proportionate.", "The area would be far too wide."
)
AMENDED = OutcomeInput(
    RequestState.AMENDED,
    TODAY,
    "A smaller area is enough.",
    "The area is smaller than you asked for.",
    "Not to enter Castle Street.",
    date(2027, 9, 1),
)
GRANTED = OutcomeInput(RequestState.GRANTED, TODAY)
OTHER = {"referral_reference": "WCU-2", "victim_first_name": "Ann", "victim_last_name": "Birch"}


def kinds(portal: Portal, reference: str) -> set[DeadlineKind]:
    return {one.deadline.kind for one in view(portal, reference).deadlines}


def test_a_decision_answers_each_request_and_starts_its_windows(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY)
    forwarded(portal, reference, 3)
    decided(portal, reference, EventOutcome.RELEASE, TODAY, r1=REFUSED, r2=AMENDED)
    seen = view(portal, reference)
    assert (seen.decision_on, seen.outcome) == (TODAY, EventOutcome.RELEASE)
    assert {
        DeadlineKind.SUMMARY,
        DeadlineKind.RECONSIDERATION,
        DeadlineKind.RECONSIDERATION_WISH,
    } <= kinds(portal, reference)
    assert DeadlineKind.DECISION not in kinds(portal, reference)
    assert not any("statement" in task.what for task in tasks(portal, "parole_deadline"))
    first, second, third = heard(portal, reference).requests
    assert (first.state, first.outcome_reason) == (RequestState.REFUSED, "Not proportionate.")
    assert second.granted_wording == "Not to enter Castle Street."
    # What had no answer is still asked after, by somebody and by a day.
    assert third.state is RequestState.PUT_FORWARD
    assert third.turn is not None
    assert third.turn.what.startswith("Find out what was decided")
    assert len(tasks(portal, "tell_request_outcome")) == 2
    assert casework.update_of(portal, reference, Stage.PAROLE_DECISION).stage


def test_the_same_form_twice_is_one_decision(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY)
    forwarded(portal, reference)
    given = DecisionInput(TODAY, EventOutcome.RELEASE, {1: REFUSED})
    for _ in range(2):
        record_decision(portal.ctx, portal.officer, reference, given, UUID(int=5))
    record_decision(portal.ctx, portal.officer, reference, given)
    assert len(tasks(portal, "tell_request_outcome")) == 1
    assert view(portal, reference).version == 2


def test_what_is_wrong_with_it_is_said_at_once_and_nothing_kept(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY)
    forwarded(portal, reference, 2)
    silent = OutcomeInput(RequestState.REFUSED, TODAY)
    with pytest.raises(InvalidError) as refused:
        decided(portal, reference, EventOutcome.STARTED, r1=silent, r2=GRANTED)
    assert set(refused.value.problems) == {"outcome"}
    with pytest.raises(InvalidError) as refused:
        decided(portal, reference, r1=silent, r2=GRANTED)
    assert set(refused.value.problems) == {"requests-1-reason"}
    assert view(portal, reference).decision_on is None
    assert [one.state for one in heard(portal, reference).requests] == [
        RequestState.PUT_FORWARD,
        RequestState.PUT_FORWARD,
    ]
    with pytest.raises(InvalidError):
        decided(portal, reference, on=TODAY + timedelta(days=1))
    given = DecisionInput(TODAY, EventOutcome.RELEASE)
    with pytest.raises(NotFoundError):
        record_decision(portal.ctx, portal.stranger, reference, given)


def test_another_victim_of_the_same_offender_hears_of_it_and_not_of_the_requests(
    portal: Portal,
) -> None:
    first, second = joined(portal), joined(portal, **OTHER)
    listed(portal, first, TODAY)
    forwarded(portal, first)
    forwarded(portal, second)
    decided(portal, first, r1=REFUSED)
    assert view(portal, second).decision_on == TODAY
    assert heard(portal, second).requests[0].state is RequestState.PUT_FORWARD
    # From the other case only its own answers are added.
    decided(portal, second, r1=GRANTED)
    assert heard(portal, second).requests[0].state is RequestState.GRANTED
    with pytest.raises(InvalidError) as refused:
        decided(portal, second, EventOutcome.NO_RELEASE)
    assert set(refused.value.problems) == {"outcome"}


def test_an_officers_event_is_the_same_decision(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY)
    given = EventInput(
        Stage.PAROLE_DECISION, TODAY, "The casework section", outcome=EventOutcome.NO_RELEASE
    )
    record_event(portal.ctx, portal.officer, reference, given)
    assert view(portal, reference).outcome is EventOutcome.NO_RELEASE
    decided(portal, reference, EventOutcome.NO_RELEASE)
    with pytest.raises(InvalidError):
        decided(portal, reference, EventOutcome.RELEASE)


@pytest.mark.parametrize(
    ("kind", "outcome", "sentence", "possible"),
    [
        (ReviewKind.FIRST, EventOutcome.RELEASE, "EDS", True),
        (ReviewKind.FIRST, EventOutcome.OPEN_CONDITIONS, "LIFE", False),
        (ReviewKind.PRE_TARIFF, EventOutcome.NO_RELEASE, "LIFE", False),
        (ReviewKind.RECALL, EventOutcome.RELEASE, "SDS", False),
    ],
)
def test_another_look_only_where_there_can_be_one(
    portal: Portal, kind: ReviewKind, outcome: EventOutcome, sentence: str, possible: bool
) -> None:
    reference = joined(portal, sentence_type=sentence)
    listed(portal, reference, TODAY, kind)
    decided(portal, reference, outcome)
    assert (DeadlineKind.RECONSIDERATION in kinds(portal, reference)) is possible
    assert (view(portal, reference).not_reconsidered == "") is possible
    what = " ".join(task.what for task in tasks(portal, "parole_deadline"))
    assert ("reconsideration" in what) is possible
    assert "summary" in what


def test_a_decision_on_the_papers_before_the_hearing_is_this_reviews(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY + timedelta(days=90))
    decided(portal, reference)
    assert view(portal, reference).decision_on == TODAY
    with pytest.raises(InvalidError) as refused:
        listed(portal, reference, TODAY + timedelta(days=120))
    assert set(refused.value.problems) == {"hearing_on"}


def test_the_windows_run_on_when_the_review_is_closed(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY)
    decided(portal, reference)
    close_review(portal.ctx, portal.officer, reference)
    seen = view(portal, reference)
    assert seen.over
    assert {one.deadline.kind for one in seen.deadlines} == {
        DeadlineKind.SUMMARY,
        DeadlineKind.RECONSIDERATION,
        DeadlineKind.RECONSIDERATION_WISH,
    }
    assert len(tasks(portal, "parole_deadline")) == 3
    # The next review doesn't take the decision for its own.
    listed(portal, reference, None, ReviewKind.LATER)
    assert view(portal, reference).decision_on is None
    assert not view(portal, reference).over


def test_who_asked_to_be_rung_first_is_rung_or_it_is_said_why_not(portal: Portal) -> None:
    reference = joined(portal)
    ring_first(portal, reference)
    forwarded(portal, reference)
    record_outcome(portal.ctx, portal.officer, reference, 1, REFUSED)
    [task] = tasks(portal, "tell_request_outcome")
    assert task.what.startswith("Ring them first, as they asked")
    by_letter = ToldInput(TODAY, ContactMethod.LETTER)
    with pytest.raises(InvalidError) as refused:
        record_told(portal.ctx, portal.officer, reference, 1, by_letter)
    assert set(refused.value.problems) == {"not_rung"}
    assert heard(portal, reference).requests[0].told_on is None
    why = ToldInput(TODAY, ContactMethod.LETTER, not_rung="Abroad, and asked for a letter.")
    record_told(portal.ctx, portal.officer, reference, 1, why)
    request = heard(portal, reference).requests[0]
    assert (request.told_how, request.not_rung) == (
        ContactMethod.LETTER,
        "Abroad, and asked for a letter.",
    )
    assert request.turn is None


def test_nobody_ticks_off_a_request_beside_its_act(portal: Portal) -> None:
    reference = joined(portal)
    forwarded(portal, reference)
    [task] = tasks(portal, "request_outcome")
    with pytest.raises(NotByHandError):
        finish_task(portal.ctx, portal.officer, task.id, "Asked.")
    record_outcome(portal.ctx, portal.officer, reference, 1, REFUSED)
    [task] = tasks(portal, "tell_request_outcome")
    assert task.by_doing
    # Who said no isn't told against it: a manager decides, and may leave it.
    casework.answered(portal, reference, Enrolment.OPTED_OUT, TODAY)
    [left] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == task.kind]
    assert not left.by_doing
    finish_task(portal.ctx, portal.manager, left.id, "They don't want to hear of it.")


def test_a_decision_that_was_recorded_wrongly_is_told_anew(portal: Portal) -> None:
    reference = joined(portal)
    forwarded(portal, reference)
    record_outcome(portal.ctx, portal.officer, reference, 1, REFUSED)
    record_told(portal.ctx, portal.officer, reference, 1, ToldInput(TODAY))
    seen = heard(portal, reference).requests[0].row_version
    # The very same again is no correction.
    record_outcome(portal.ctx, portal.officer, reference, 1, REFUSED)
    assert heard(portal, reference).requests[0].told_on == TODAY
    record_outcome(portal.ctx, portal.officer, reference, 1, GRANTED, seen)
    request = heard(portal, reference).requests[0]
    assert (request.state, request.told_on, request.outcome_reason) == (
        RequestState.GRANTED,
        None,
        "",
    )
    [task] = tasks(portal, "tell_request_outcome")
    assert task.what.endswith("What they were told before was wrong")
    with pytest.raises(ConflictError):
        record_outcome(portal.ctx, portal.officer, reference, 1, REFUSED, seen)


def test_what_was_granted_shows_when_it_ends_and_how_that_is_told(portal: Portal) -> None:
    reference = joined(portal)
    forwarded(portal, reference, 2)
    record_outcome(portal.ctx, portal.officer, reference, 1, GRANTED)
    request = heard(portal, reference).requests[0]
    assert (request.ends_on, heard(portal, reference).ending) == (None, None)
    casework.dated(portal, reference, PED="2027-03-01", CRD="2027-05-01", SLED="2028-02-01")
    found = heard(portal, reference)
    assert (found.requests[0].ends_on, found.requests[0].ends_with_licence) == (
        date(2028, 2, 1),
        True,
    )
    assert found.ending is not None
    assert found.ending.opens < date(2028, 2, 1)
    # Its own end, before the licence's, is told by a task.
    record_outcome(portal.ctx, portal.officer, reference, 2, AMENDED)
    second = heard(portal, reference).requests[1]
    assert (second.ends_on, second.ends_with_licence) == (date(2027, 9, 1), False)
    [task] = tasks(portal, "condition_ending")
    assert "ends in September 2027" in task.what
    assert TODAY < task.due_on < date(2027, 9, 1)
    # A licence that ends sooner takes it along.
    casework.dated(portal, reference, PED="2027-03-01", CRD="2027-05-01", SLED="2027-08-01")
    assert heard(portal, reference).requests[1].ends_on == date(2027, 8, 1)
    record_outcome(portal.ctx, portal.officer, reference, 2, REFUSED)
    assert tasks(portal, "condition_ending") == []


def test_a_request_is_asked_after_with_the_decision(portal: Portal) -> None:
    reference = joined(portal)
    hearing = TODAY + timedelta(days=100)
    listed(portal, reference, hearing)
    forwarded(portal, reference)
    [task] = tasks(portal, "request_outcome")
    assert task.due_on > hearing
    assert state(portal, reference) == 1
