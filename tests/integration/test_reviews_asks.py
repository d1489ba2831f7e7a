"""What a victim asks for at a review: passed on in time, answered with a reason, told."""

from datetime import timedelta

import pytest

from tests.support.portal import Portal
from tests.support.representations import TODAY, a_statement
from tests.support.reviews import (
    HEARING,
    asked,
    decided,
    joined,
    listed,
    tasks,
    view,
    wanted,
)
from victim_portal.domain.parole import AskKind, AskState, ReviewKind
from victim_portal.domain.stages import EventOutcome
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import record_statement
from victim_portal.services.reviews import (
    AskMove,
    close_review,
    move_ask,
    record_ask,
    record_ask_told,
    review_view,
)
from victim_portal.services.tasks import NotByHandError, finish_task

SUMMARY, OBSERVE, AGAIN = AskKind.SUMMARY, AskKind.OBSERVE, AskKind.RECONSIDERATION
PASSED = AskMove(AskState.PASSED_ON, TODAY, "The casework section")
NO = AskMove(
    AskState.REFUSED, TODAY, reason="The chair found exceptional reasons.", plain="There is none."
)
OTHER = {"referral_reference": "WCU-2", "victim_first_name": "Ann", "victim_last_name": "Birch"}


def move(portal: Portal, reference: str, kind: AskKind, given: AskMove) -> None:
    move_ask(portal.ctx, portal.officer, reference, kind, given)


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case in whose review the Board has decided."""
    made = joined(portal)
    listed(portal, made, TODAY)
    decided(portal, made)
    return made


def test_a_summary_goes_its_whole_way(portal: Portal, reference: str) -> None:
    assert asked(portal, reference, SUMMARY).state is None
    ask = wanted(portal, reference, SUMMARY)
    assert (ask.state, ask.wanted_on) == (AskState.WANTED, TODAY)
    [task] = tasks(portal, "pass_ask_on")
    assert task.what.startswith("They ask for a summary of the decision")
    # Nobody is reminded of what was asked for.
    assert tasks(portal, "parole_reminder") == []
    move(portal, reference, SUMMARY, PASSED)
    assert tasks(portal, "pass_ask_on") == []
    assert len(tasks(portal, "ask_answer")) == 1
    move(portal, reference, SUMMARY, AskMove(AskState.GRANTED, TODAY))
    assert tasks(portal, "ask_answer") == []
    assert len(tasks(portal, "tell_ask_answer")) == 1
    how = ContactMethod.VISIT
    record_ask_told(portal.ctx, portal.officer, reference, SUMMARY, TODAY, how)
    ask = asked(portal, reference, SUMMARY)
    assert (ask.told_on, ask.told_how, ask.task_on) == (TODAY, ContactMethod.VISIT, None)
    assert tasks(portal, "tell_ask_answer", "ask_answer", "pass_ask_on") == []


def test_it_is_never_without_an_owner_and_a_date(portal: Portal, reference: str) -> None:
    wanted(portal, reference, SUMMARY)
    for given in (PASSED, AskMove(AskState.GRANTED, TODAY)):
        [task] = tasks(portal, "pass_ask_on", "ask_answer", "tell_ask_answer")
        assert task.by_doing
        with pytest.raises(NotByHandError):
            finish_task(portal.ctx, portal.officer, task.id, "I did it.")
        move(portal, reference, SUMMARY, given)
        assert asked(portal, reference, SUMMARY).task_on is not None


def test_a_refusal_gives_its_reason_and_says_it_plainly(portal: Portal, reference: str) -> None:
    wanted(portal, reference, SUMMARY)
    move(portal, reference, SUMMARY, PASSED)
    for given, wrong in (
        (AskMove(AskState.REFUSED, TODAY, plain="No."), {"reason"}),
        (AskMove(AskState.REFUSED, TODAY, reason="No."), {"plain"}),
        (AskMove(AskState.WANTED, TODAY), {"to"}),
        (AskMove(AskState.GRANTED, TODAY + timedelta(days=1)), {"on"}),
    ):
        with pytest.raises(InvalidError) as refused:
            move(portal, reference, SUMMARY, given)
        assert set(refused.value.problems) == wrong
    move(portal, reference, SUMMARY, NO)
    ask = asked(portal, reference, SUMMARY)
    assert (ask.reason, ask.plain) == (NO.reason, NO.plain)


def test_another_look_is_passed_on_before_its_window_is_over(
    portal: Portal, reference: str
) -> None:
    portal.clock.move(days=21)
    ask = wanted(portal, reference, AGAIN)
    assert ask.due_on == TODAY + timedelta(days=21)
    [task] = tasks(portal, "pass_ask_on")
    assert task.due_on == portal.ctx.today()
    assert task.what.startswith("They ask that the decision is looked at again")


def test_what_can_not_be_asked_for_says_why(portal: Portal) -> None:
    reference = joined(portal)
    how = ContactMethod.TELEPHONE
    with pytest.raises(NotFoundError):
        record_ask(portal.ctx, portal.officer, reference, OBSERVE, TODAY, how)
    listed(portal, reference)
    with pytest.raises(InvalidError) as refused:
        record_ask(portal.ctx, portal.officer, reference, SUMMARY, TODAY, how)
    assert "no decision yet" in refused.value.problems["kind"]
    assert wanted(portal, reference, OBSERVE).state is AskState.WANTED
    decided(portal, reference, EventOutcome.OPEN_CONDITIONS)
    assert "open conditions" in asked(portal, reference, AGAIN).cannot
    with pytest.raises(InvalidError):
        record_ask(portal.ctx, portal.officer, reference, AGAIN, TODAY, how)
    later = TODAY + timedelta(days=1)
    with pytest.raises(InvalidError) as refused:
        record_ask(portal.ctx, portal.officer, reference, SUMMARY, later, how)
    assert set(refused.value.problems) == {"on"}


def test_said_twice_is_said_once_and_dropped_can_be_wanted_again(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    wanted(portal, reference, OBSERVE)
    wanted(portal, reference, OBSERVE)
    assert len(tasks(portal, "pass_ask_on")) == 1
    move(portal, reference, OBSERVE, PASSED)
    move(portal, reference, OBSERVE, AskMove(AskState.DROPPED, TODAY))
    assert tasks(portal, "pass_ask_on", "ask_answer") == []
    ask = wanted(portal, reference, OBSERVE)
    assert (ask.state, ask.passed_to) == (AskState.WANTED, "")
    assert len(tasks(portal, "pass_ask_on")) == 1


def test_two_pages_never_move_it_twice(portal: Portal, reference: str) -> None:
    seen = wanted(portal, reference, SUMMARY).row_version
    move_ask(portal.ctx, portal.officer, reference, SUMMARY, PASSED, seen)
    with pytest.raises(ConflictError):
        move_ask(portal.ctx, portal.officer, reference, SUMMARY, PASSED, seen)


def test_one_victim_asks_and_the_other_does_not(portal: Portal, reference: str) -> None:
    other = joined(portal, **OTHER)
    wanted(portal, reference, SUMMARY)
    assert asked(portal, other, SUMMARY).state is None
    with pytest.raises(NotFoundError):
        move(portal, other, SUMMARY, PASSED)
    with pytest.raises(NotFoundError):
        move_ask(portal.ctx, portal.stranger, reference, SUMMARY, PASSED)


def test_it_goes_on_after_the_review_is_closed(portal: Portal, reference: str) -> None:
    wanted(portal, reference, SUMMARY)
    close_review(portal.ctx, portal.officer, reference)
    move(portal, reference, SUMMARY, PASSED)
    portal.clock.move(days=400)
    assert view(portal, reference).over
    today = portal.ctx.today()
    move(portal, reference, SUMMARY, AskMove(AskState.GRANTED, today))
    how = ContactMethod.TELEPHONE
    record_ask_told(portal.ctx, portal.officer, reference, SUMMARY, today, how)


def test_it_stays_in_sight_when_the_next_review_begins(portal: Portal, reference: str) -> None:
    wanted(portal, reference, SUMMARY)
    close_review(portal.ctx, portal.officer, reference)
    listed(portal, reference, HEARING, ReviewKind.LATER)
    ask = asked(portal, reference, SUMMARY)
    assert (ask.state, ask.due_on is None) == (AskState.WANTED, False)
    move(portal, reference, SUMMARY, PASSED)
    move(portal, reference, SUMMARY, AskMove(AskState.GRANTED, TODAY))
    how = ContactMethod.VISIT
    record_ask_told(portal.ctx, portal.officer, reference, SUMMARY, TODAY, how)
    assert tasks(portal, "pass_ask_on", "ask_answer", "tell_ask_answer") == []
    # Now it is the next review's.
    assert "no decision yet" in asked(portal, reference, SUMMARY).cannot
    assert asked(portal, reference, SUMMARY).state is None


def test_what_was_dropped_keeps_no_old_review_in_sight(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    wanted(portal, reference, OBSERVE)
    move(portal, reference, OBSERVE, AskMove(AskState.DROPPED, TODAY))
    close_review(portal.ctx, portal.officer, reference)
    assert review_view(portal.ctx, portal.officer, reference) is None


def test_that_they_want_to_observe_is_asked_for_as_the_statement_is_signed(
    portal: Portal,
) -> None:
    reference = joined(portal)
    listed(portal, reference, HEARING, ReviewKind.FIRST)
    unsigned = a_statement(observing=True, signed_on=None, support="A friend beside her.")
    record_statement(portal.ctx, portal.officer, reference, unsigned)
    assert asked(portal, reference, OBSERVE).state is None
    record_statement(portal.ctx, portal.officer, reference, a_statement(observing=False))
    assert asked(portal, reference, OBSERVE).state is None
    record_statement(portal.ctx, portal.officer, reference, a_statement(observing=True))
    ask = asked(portal, reference, OBSERVE)
    assert (ask.state, ask.how) == (AskState.WANTED, None)
