"""The breaker of a provider: when it opens, what it lets through, and at which rate."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.breaker import (
    BURST,
    FAILURES_TO_OPEN,
    IN_A_ROW_WITHIN,
    LONGEST_PROBE_WAIT,
    LONGEST_WAIT,
    PROBE_WAITS,
    Breaker,
    after,
    cant_wait,
    claimed,
    may_go,
    next_look,
    recovered,
)
from victim_portal.domain.messages import LEASE

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def opened(at: datetime = NOON) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker = after(breaker, True, at)
    return breaker


def test_it_opens_after_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker()
    for number in range(1, FAILURES_TO_OPEN):
        breaker = after(breaker, True, NOON)
        assert (breaker.is_open, breaker.failures) == (False, number)
        assert may_go(breaker, NOON, 60) is None
    assert after(breaker, True, NOON).is_open
    assert after(breaker, False, NOON) == Breaker()


def test_failures_far_apart_are_not_in_a_row() -> None:
    breaker, at = Breaker(), NOON
    for _ in range(FAILURES_TO_OPEN * 2):
        breaker, at = after(breaker, True, at), at + IN_A_ROW_WITHIN + SECOND
    assert not breaker.is_open


def test_one_probe_at_a_time_each_after_its_wait() -> None:
    breaker, now = opened(), NOON
    for wait in (*PROBE_WAITS, PROBE_WAITS[-1]):
        assert may_go(breaker, now + wait - SECOND, 60) == 0
        now += wait
        assert may_go(breaker, now, 60) == 1
        breaker = claimed(breaker, 1, now, 60)
        assert may_go(breaker, now, 60) == 0
        assert next_look(breaker, now) == now + LEASE
        breaker = after(breaker, True, now)
        assert breaker.open_since == NOON


def test_a_probe_whose_worker_died_makes_room_for_another() -> None:
    breaker = claimed(opened(), 1, NOON + PROBE_WAITS[0], 60)
    late = NOON + PROBE_WAITS[0] + LEASE
    assert (may_go(breaker, late - SECOND, 60), may_go(breaker, late, 60)) == (0, 1)


def test_a_message_that_was_on_its_way_changes_nothing_of_an_open_breaker() -> None:
    assert after(opened(), True, NOON + SECOND) == opened()


def test_the_providers_own_wish_is_kept_within_reason() -> None:
    breaker = opened()
    breaker = claimed(breaker, 1, NOON, 60)
    for asked, waited in ((3, PROBE_WAITS[1]), (600, timedelta(minutes=10)), (9**9, None)):
        there = after(breaker, True, NOON, timedelta(seconds=min(asked, 86400)))
        assert there.probe_at == NOON + (waited or LONGEST_PROBE_WAIT)


def test_the_first_success_begins_a_recovery_that_ends_when_nothing_waits() -> None:
    breaker = after(claimed(opened(), 1, NOON, 60), False, NOON)
    assert not breaker.is_open
    assert breaker.recovering_since == NOON
    assert breaker.limits
    assert recovered(breaker) == Breaker()


@given(
    st.integers(1, 600),
    st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 30)), min_size=1, max_size=60),
)
def test_a_recovery_keeps_its_rate_over_any_time(rate: int, asks: list[tuple[int, int]]) -> None:
    breaker, now = Breaker(recovering_since=NOON, free_at=NOON), NOON
    taken: list[datetime] = []
    for milliseconds, wanted in asks:
        now += timedelta(milliseconds=milliseconds)
        number = min(may_go(breaker, now, rate) or 0, wanted)
        breaker = claimed(breaker, number, now, rate)
        taken += [now] * number
    for index, start in enumerate(taken):
        for until in sorted(set(taken[index:])):
            between = sum(start <= one <= until for one in taken)
            assert between <= BURST + (until - start) / timedelta(minutes=1) * rate + 1e-6


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 100))
def test_it_is_never_open_and_recovering_at_once(answers: list[bool], rate: int) -> None:
    breaker, now = Breaker(), NOON
    for failed in answers:
        now += timedelta(seconds=20)
        breaker = claimed(breaker, min(1, may_go(breaker, now, rate) or 0), now, rate)
        breaker = after(breaker, failed, now)
        assert breaker.open_since is None or breaker.recovering_since is None
        assert (breaker.open_since is None) == (breaker.probe_at is None)
        assert (breaker.recovering_since is None) == (breaker.free_at is None)
        # Whatever happened, it tries again within bounds.
        assert next_look(breaker, now) - now <= LONGEST_PROBE_WAIT + LEASE


def test_what_cant_wait() -> None:
    breaker, later = opened(), NOON + timedelta(days=9)
    assert cant_wait(breaker, NOON, later, NOON) == ""
    assert cant_wait(Breaker(), NOON, NOON, later) == ""
    assert "last day" in cant_wait(breaker, NOON, NOON + PROBE_WAITS[0], NOON)
    assert cant_wait(breaker, NOON, NOON + PROBE_WAITS[0] + SECOND, NOON) == ""
    assert "72 hours" in cant_wait(breaker, NOON, later, NOON + LONGEST_WAIT)
    assert cant_wait(breaker, NOON, later, NOON + LONGEST_WAIT - SECOND) == ""


def test_a_recovery_without_a_rate_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="rate"):
        may_go(Breaker(), NOON, 0)
