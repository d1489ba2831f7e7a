"""How much an hour may have."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.surge import FEWEST, HOUR, TIMES, busiest_hour, is_counted, threshold

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def at(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("minutes", "most"),
    [
        ((), 0),
        ((0,), 1),
        ((0, 59.9), 2),
        ((0, 60), 1),
        ((0, 30, 59, 61, 62, 119), 4),
        # The night on which the clocks go back has no longer hour.
        ((0, 10, 70, 80, 90), 3),
    ],
)
def test_the_busiest_hour_may_begin_at_any_minute(minutes: tuple[float, ...], most: int) -> None:
    assert busiest_hour(at(*minutes)) == most


@given(st.lists(st.integers(0, 100_000), max_size=60))
def test_it_is_what_counting_from_each_moment_finds(seconds: list[int]) -> None:
    moments = sorted(START + timedelta(seconds=one) for one in seconds)
    slow = max((sum(one <= m < one + HOUR for m in moments) for one in moments), default=0)
    assert busiest_hour(moments) == slow


@given(st.integers(0, 100_000))
def test_a_quiet_month_lets_a_few_through_and_a_busy_one_three_times_its_hour(busiest: int) -> None:
    most = threshold(busiest)
    assert most >= FEWEST
    assert most == (TIMES * busiest if TIMES * busiest > FEWEST else FEWEST)


def test_news_of_release_and_urgent_news_count_and_a_yearly_word_doesnt() -> None:
    assert is_counted(Stage.PRE_RELEASE)
    assert is_counted(Stage.RECALLED)
    assert not is_counted(Stage.ANNUAL_CONTACT)
    assert {s for s, rule in STAGES.items() if rule.release_type} <= {
        s for s in Stage if is_counted(s)
    }
