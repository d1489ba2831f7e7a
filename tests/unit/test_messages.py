"""How a message may move, and when it is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.messages import (
    LATEST_START,
    LEASE,
    MOVES,
    RETRY_DELAYS,
    MoveError,
    check_move,
    next_delay,
)
from victim_portal.domain.provider_status import TWILIO_STATUS, after_report
from victim_portal.domain.vocabulary import MessageState

S = MessageState


def reachable(start: MessageState) -> set[MessageState]:
    found: set[MessageState] = set()
    edge = set(MOVES[start])
    while edge:
        found |= edge
        edge = {to for state in edge for to in MOVES[state]} - found
    return found


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(MessageState)
    assert all(state not in moves for state, moves in MOVES.items())


@pytest.mark.parametrize("state", [S.HANDED_OVER, S.DELIVERED, S.FAILED_FOR_GOOD, S.CANCELLED])
def test_what_has_gone_or_was_given_up_is_never_tried_again(state: MessageState) -> None:
    assert reachable(state) <= {S.HANDED_OVER, S.DELIVERED, S.FAILED_FOR_GOOD}


def test_a_doubt_leads_to_a_try_through_the_queue_alone() -> None:
    assert MOVES[S.UNCERTAIN] == {S.HANDED_OVER, S.DELIVERED, S.FAILED_FOR_GOOD, S.QUEUED}


def test_only_a_claim_leads_to_doubt_or_a_failed_try() -> None:
    for state, moves in MOVES.items():
        if state is not S.CLAIMED:
            assert not moves & {S.UNCERTAIN, S.FAILED_FOR_NOW}


def test_what_is_held_or_cancelled_is_never_claimed_at_once() -> None:
    assert S.CLAIMED not in MOVES[S.HELD] | MOVES[S.CANCELLED]


@given(st.sampled_from(MessageState), st.sampled_from(sorted(TWILIO_STATUS)))
def test_every_report_may_come_at_any_time(state: MessageState, status: str) -> None:
    after = after_report(state, status)
    if after is not state:
        check_move(state, after)


@given(st.sampled_from(MessageState), st.sampled_from(MessageState))
def test_a_move_that_is_not_in_the_list_is_refused(one: MessageState, to: MessageState) -> None:
    if to in MOVES[one]:
        check_move(one, to)
    else:
        with pytest.raises(MoveError):
            check_move(one, to)


def test_the_delays_grow_to_a_cap_over_72_hours() -> None:
    assert list(RETRY_DELAYS) == sorted(RETRY_DELAYS)
    assert sum(RETRY_DELAYS, timedelta()) == timedelta(hours=72)
    assert max(RETRY_DELAYS) == timedelta(hours=14)
    assert LATEST_START * 4 == LEASE


@given(st.integers(1, 40), st.none() | st.timedeltas(timedelta(), timedelta(days=20)))
def test_a_wish_to_wait_only_ever_lengthens(tries: int, wish: timedelta | None) -> None:
    delay = next_delay(tries, wish)
    if tries > len(RETRY_DELAYS) or (wish or timedelta()) > timedelta(hours=72):
        assert delay is None
    else:
        assert delay == max(RETRY_DELAYS[tries - 1], wish or timedelta())


def test_there_is_no_delay_before_a_first_try() -> None:
    with pytest.raises(ValueError, match="no try"):
        next_delay(0)
