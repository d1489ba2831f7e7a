"""Days, working days, months and birthdays."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.calendar import (
    LONDON,
    add_months,
    add_working_days,
    birthday,
    is_working_day,
    london_date,
    working_days_between,
)

CHRISTMAS_2026 = frozenset({date(2026, 12, 25), date(2026, 12, 28)})

DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))
HOLIDAYS = st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=40)
NEAR_DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 1, 1, 8, 0, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 31)),
    ],
)
def test_a_moment_becomes_the_date_in_london(moment: datetime, expected: date) -> None:
    assert london_date(moment) == expected


def test_a_moment_without_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_date(datetime(2026, 6, 30, 12, 0))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_inside_its_london_day(moment: datetime) -> None:
    day = london_date(moment)
    begins = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
    after = day + timedelta(days=1)
    ends = datetime(after.year, after.month, after.day, tzinfo=LONDON).astimezone(UTC)
    assert begins <= moment < ends


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 6), 10, date(2026, 3, 20)),  # Friday to the Friday two weeks on
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # Saturday: Monday is day 1
        (date(2026, 3, 8), 10, date(2026, 3, 20)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas and the stand-in day
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 12, 25), 0, date(2026, 12, 25)),
    ],
)
def test_day_one_is_the_next_working_day(start: date, n: int, expected: date) -> None:
    assert add_working_days(start, n, CHRISTMAS_2026) == expected


@settings(max_examples=150)
@given(NEAR_DAYS, st.integers(1, 60), HOLIDAYS)
def test_adding_lands_on_a_working_day_and_counts_back(
    start: date, n: int, bank_holidays: frozenset[date]
) -> None:
    end = add_working_days(start, n, bank_holidays)
    assert is_working_day(end, bank_holidays)
    passed = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day, bank_holidays) for day in passed) == n


@settings(max_examples=150)
@given(NEAR_DAYS, st.integers(-60, 60), HOLIDAYS)
def test_between_is_the_inverse_of_adding(
    start: date, n: int, bank_holidays: frozenset[date]
) -> None:
    end = add_working_days(start, n, bank_holidays)
    assert working_days_between(start, end, bank_holidays) == n


@given(NEAR_DAYS, st.integers(1, 30), HOLIDAYS, NEAR_DAYS)
def test_one_more_bank_holiday_never_brings_a_day_forward(
    start: date, n: int, bank_holidays: frozenset[date], extra: date
) -> None:
    later = add_working_days(start, n, bank_holidays | {extra})
    assert later >= add_working_days(start, n, bank_holidays)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_stop_at_the_end_of_a_short_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-240, 240))
def test_months_move_the_month_and_at_most_shorten_the_day(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (
        moved.day < day.day and (moved + timedelta(days=1)).month != moved.month
    )


@given(DAYS, st.integers(0, 240), st.integers(0, 240))
def test_more_months_are_never_earlier(day: date, fewer: int, extra: int) -> None:
    assert add_months(day, fewer + extra) >= add_months(day, fewer)


@pytest.mark.parametrize(
    ("born_on", "years", "expected"),
    [
        (date(2008, 11, 21), 18, date(2026, 11, 21)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 20, date(2028, 2, 29)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
    ],
)
def test_birthdays(born_on: date, years: int, expected: date) -> None:
    assert birthday(born_on, years) == expected


@given(DAYS, st.integers(0, 100))
def test_a_birthday_is_never_early(born_on: date, years: int) -> None:
    reached = birthday(born_on, years)
    assert reached.year == born_on.year + years
    assert (reached.month, reached.day) >= (born_on.month, born_on.day)
    eve = reached - timedelta(days=1)
    assert eve.year < reached.year or (eve.month, eve.day) < (born_on.month, born_on.day)


def test_a_birthday_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises(ValueError, match="year"):
        birthday(date(2008, 5, 1), 9000)


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.frozensets(st.dates(date(1990, 1, 1), date(2060, 12, 31)), max_size=30),
)
def test_years_that_are_kept_count_as_days_do(
    start: date, end: date, holidays: frozenset[date]
) -> None:
    one_by_one = working_days_between(start, end, set(holidays))
    assert working_days_between(start, end, holidays) == one_by_one
    assert working_days_between(start, start, holidays) == 0
