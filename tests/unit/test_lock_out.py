"""Waiting after failures: longer each time, bounded, and no tool against a real person."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.lock_out import (
    FREE,
    FROM_ONE_ADDRESS,
    LONGEST_WAIT,
    Try,
    failures_that_count,
    must_wait,
    opens_at,
)

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def test_five_are_free_and_then_the_wait_doubles_up_to_its_bound() -> None:
    waits = [opens_at([NOON] * number) for number in range(12)]
    assert waits[:FREE] == [None] * FREE
    assert waits[FREE:] == [at(1), at(2), at(4), at(8), at(15), at(15), at(15)]


@given(st.lists(st.floats(0, 1440), max_size=300))
def test_nobody_waits_longer_than_the_bound(minutes: list[float]) -> None:
    failed = sorted(at(minute) for minute in minutes)
    opens = opens_at(failed)
    assert opens is None or opens <= failed[-1] + LONGEST_WAIT


def waits(*tries: Try, known_here: bool = False, from_address: int = 0, now: float = 10) -> bool:
    return must_wait(tries, at(now), known_here=known_here, failed_from_address=from_address)


def test_a_stranger_cannot_lock_out_who_is_at_a_known_address() -> None:
    attack = [Try(at(9), succeeded=False, here=False)] * 40
    assert waits(*attack)
    assert not waits(*attack, known_here=True)


def test_at_a_known_address_guessing_waits_too() -> None:
    own = [Try(at(9.9), succeeded=False, here=True)] * FREE
    assert waits(*own, known_here=True)
    assert not waits(*own, Try(at(9.95), succeeded=True, here=True), known_here=True)


def test_a_success_elsewhere_gives_a_stranger_no_new_free_tries() -> None:
    attack = [Try(at(9.9), succeeded=False, here=True)] * FREE
    assert waits(*attack, Try(at(9.95), succeeded=True, here=False))


def test_one_address_that_tries_many_accounts_waits() -> None:
    assert not waits(from_address=FROM_ONE_ADDRESS - 1)
    assert waits(from_address=FROM_ONE_ADDRESS)


@given(
    st.lists(st.builds(Try, st.floats(0, 60).map(at), st.booleans(), st.booleans()), max_size=20),
    st.booleans(),
)
def test_order_of_reading_is_no_matter(tries: list[Try], known: bool) -> None:
    moments = {one.at for one in tries}
    if len(moments) == len(tries):
        forward = failures_that_count(tries, known_here=known)
        assert forward == failures_that_count(tries[::-1], known_here=known)
        assert len(forward) <= sum(not one.succeeded for one in tries)
