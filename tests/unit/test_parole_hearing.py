"""What a move of a hearing means, and what a victim may ask for at a review."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.parole import (
    ASK_MOVES,
    OPEN_ASKS,
    TOLD_AS,
    AskKind,
    AskState,
    HearingMove,
    ask_problem,
    hearing_move,
    move_refused,
    not_reconsidered,
)
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import SentenceType

DAY = date(2027, 3, 3)
LATER, SOONER = DAY + timedelta(days=35), DAY - timedelta(days=14)
MAYBE = st.none() | st.dates()


@pytest.mark.parametrize(
    ("before", "after", "put_right", "move"),
    [
        (None, None, False, None),
        (DAY, DAY, False, None),
        (DAY, DAY, True, None),
        (None, DAY, False, HearingMove.LISTED),
        (None, DAY, True, HearingMove.LISTED),
        (DAY, LATER, False, HearingMove.PUT_OFF),
        (DAY, None, False, HearingMove.PUT_OFF),
        # A hearing that goes without another is told, whatever else was ticked.
        (DAY, None, True, HearingMove.PUT_OFF),
        (DAY, SOONER, False, HearingMove.BROUGHT_FORWARD),
        (DAY, LATER, True, HearingMove.PUT_RIGHT),
        (DAY, SOONER, True, HearingMove.PUT_RIGHT),
    ],
)
def test_what_a_new_date_means(
    before: date | None, after: date | None, put_right: bool, move: HearingMove | None
) -> None:
    assert hearing_move(before, after, put_right=put_right) is move


@given(MAYBE, MAYBE, st.booleans())
def test_only_a_later_or_a_missing_date_is_told_as_put_off(
    before: date | None, after: date | None, put_right: bool
) -> None:
    move = hearing_move(before, after, put_right=put_right)
    told = TOLD_AS.get(move) if move else None
    if told is Stage.HEARING_DEFERRED:
        assert before is not None
        assert after is None or (after > before and not put_right)


@pytest.mark.parametrize(
    ("sentence", "outcome", "pre_tariff", "possible"),
    [
        (SentenceType.LIFE, EventOutcome.RELEASE, False, True),
        (SentenceType.EDS, EventOutcome.NO_RELEASE, False, True),
        (SentenceType.LIFE, EventOutcome.OPEN_CONDITIONS, False, False),
        (SentenceType.LIFE, EventOutcome.NO_RELEASE, True, False),
        (SentenceType.SDS, EventOutcome.RELEASE, False, False),
        (SentenceType.LIFE, None, False, True),
    ],
)
def test_which_decisions_may_be_looked_at_again(
    sentence: SentenceType, outcome: EventOutcome | None, pre_tariff: bool, possible: bool
) -> None:
    assert (not_reconsidered(sentence, outcome, pre_tariff=pre_tariff) == "") is possible


def test_when_something_can_be_asked_for() -> None:
    def cannot(kind: AskKind, hearing: date | None, decision: date | None) -> bool:
        return bool(ask_problem(kind, hearing_on=hearing, decision_on=decision, today=DAY))

    assert not cannot(AskKind.OBSERVE, None, None)
    assert not cannot(AskKind.OBSERVE, DAY, None)
    assert cannot(AskKind.OBSERVE, DAY - timedelta(days=1), None)
    assert cannot(AskKind.OBSERVE, LATER, DAY)
    for kind in (AskKind.SUMMARY, AskKind.RECONSIDERATION):
        assert cannot(kind, LATER, None)
        assert not cannot(kind, SOONER, DAY)


@pytest.mark.parametrize("to", list(AskState))
@pytest.mark.parametrize("current", list(AskState))
def test_an_ask_is_refused_with_a_reason_alone(current: AskState, to: AskState) -> None:
    assert (move_refused(current, to, "A reason.") == "") is (to in ASK_MOVES[current])
    if to is AskState.REFUSED:
        assert move_refused(current, to, " ") != ""


def test_what_is_open_can_still_be_answered_or_dropped() -> None:
    assert all(AskState.DROPPED in ASK_MOVES[state] for state in OPEN_ASKS)
