"""What they choose on their own pages: hours that the last look keeps, and what is agreed first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.last_look import PLAN, STANDING, changed
from victim_portal.domain.contact import LONDON, Window
from victim_portal.domain.last_look import Force, Hold, HoldReason, LookFacts, Send, Wait, look
from victim_portal.domain.own_choices import (
    EARLIEST,
    LATEST,
    WEEK,
    Liked,
    in_words,
    liked_in,
    only_narrows,
)
from victim_portal.services.safe_contact import window_from, window_to

DAYS = st.frozensets(st.sampled_from(sorted(WEEK)), max_size=6)
EARLY = st.sampled_from([None, *EARLIEST])
LATE = st.sampled_from([None, *(hour for hour in LATEST if hour > EARLIEST[-1])])
WISHES = st.builds(Liked, DAYS, EARLY, LATE)
MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2028, 12, 31), timezones=st.just(UTC)
)
WINDOWS = st.builds(
    lambda days, start, length: Window(days, time(start), time(start + length)),
    st.frozensets(st.sampled_from(sorted(WEEK)), min_size=1),
    st.integers(0, 20),
    st.integers(1, 3),
)


ANY_HOUR = replace(
    STANDING,
    plan=replace(PLAN, windows=(), any_time=True),
    verified_at=datetime(2025, 1, 1, tzinfo=UTC),
    confirmed_at=datetime(2025, 1, 1, tzinfo=UTC),
    review_on=date(2030, 1, 1),
)


def with_any_hour(**changes: Any) -> LookFacts:
    """A message that may go to a channel at any hour of the day, but for what is changed."""
    return changed(standing=ANY_HOUR, **changes)


@given(WISHES)
def test_what_is_kept_reads_back(wish: Liked) -> None:
    stored = [window_to(one) for one in wish.windows]
    assert liked_in([window_from(one) for one in stored]) == wish


@given(WISHES, MOMENTS)
def test_ordinary_news_never_goes_on_a_day_or_at_an_hour_that_was_left_out(
    wish: Liked, now: datetime
) -> None:
    verdict = look(with_any_hour(preferred=wish.windows, not_after=None), now)
    assert isinstance(verdict, Send | Wait)
    at = (now if isinstance(verdict, Send) else verdict.until).astimezone(LONDON)
    assert at.weekday() not in wish.not_on
    assert wish.not_before is None or at.time() >= wish.not_before
    assert wish.not_after is None or at.time() < wish.not_after


@given(WISHES, MOMENTS, st.sampled_from([Force.URGENT, Force.STATUTORY]))
def test_news_about_their_safety_and_what_the_law_says_do_not_wait_for_it(
    wish: Liked, now: datetime, force: Force
) -> None:
    facts = with_any_hour(
        preferred=wish.windows, not_after=None, force=force, manager_reason="They are near."
    )
    assert look(facts, now) == Send()


def test_never_on_a_friday_and_not_after_four() -> None:
    wish = Liked(frozenset({4}), not_after=time(16))
    thursday = datetime(2026, 11, 19, 16, 0, tzinfo=LONDON)
    verdict = look(with_any_hour(preferred=wish.windows, not_after=None), thursday)
    assert isinstance(verdict, Wait)
    assert verdict.until.astimezone(LONDON) == datetime(2026, 11, 21, 0, 0, tzinfo=LONDON)
    friday = thursday + timedelta(hours=18)
    late = look(
        with_any_hour(preferred=wish.windows, not_after=friday), friday - timedelta(hours=1)
    )
    assert isinstance(late, Hold)
    assert late.reason is HoldReason.NO_TIME_FITS, "then a person tells it"


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [(WEEK, None, None), (frozenset({7}), None, None), (frozenset(), time(12), time(12))],
)
def test_something_must_be_left(days: frozenset[int], before: time, after: time) -> None:
    with pytest.raises(ValueError, match=r"."):
        Liked(days, before, after)


def test_hours_of_another_shape_are_nobodys_wish() -> None:
    mornings = Window(frozenset({0}), time(9), time(10))
    assert liked_in([mornings, Window(frozenset({1}), time(9), time(10))]) is None
    assert liked_in([]) == Liked()


@given(st.lists(WINDOWS, max_size=3), st.booleans(), WINDOWS, MOMENTS)
def test_what_only_narrows_opens_no_moment_that_was_shut(
    before: list[Window], any_time: bool, after: Window, now: datetime
) -> None:
    if only_narrows(before, any_time, [after]) and after.holds(now):
        assert any_time or any(one.holds(now) for one in before)


@given(WINDOWS)
def test_the_same_hours_narrow_and_none_at_all_do_not(window: Window) -> None:
    assert only_narrows([window], False, [window])
    assert not only_narrows([], False, [window])
    assert not only_narrows([window], True, [])


def test_hours_in_words_for_the_officer() -> None:
    window = Window(frozenset({0, 2}), time(9), time(17))
    assert in_words(window) == "Monday, Wednesday: 09:00 to 17:00"
