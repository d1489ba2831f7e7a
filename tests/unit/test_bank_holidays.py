"""The bank holidays of England and Wales, against dates published by the government."""

from datetime import date, datetime

import pytest

from victim_portal.bank_holidays import england_and_wales
from victim_portal.domain.calendar import add_working_days, is_working_day


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 6, 2),  # spring holiday moved for the Platinum Jubilee
        date(2022, 6, 3),
        date(2022, 9, 19),  # State Funeral
        date(2023, 5, 8),  # Coronation
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday: not kept in Scotland
        date(2026, 8, 31),  # last Monday in August: the first Monday in Scotland
        date(2026, 12, 28),  # stands in for Boxing Day, a Saturday
        date(2027, 12, 27),
        date(2027, 12, 28),
    ],
)
def test_bank_holidays_are_known(day: date) -> None:
    assert day in england_and_wales()


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 2),  # Scotland only
        date(2026, 3, 17),  # Northern Ireland only
        date(2026, 8, 3),  # Scotland only
        date(2026, 11, 30),  # Scotland only
        date(2026, 12, 29),
    ],
)
def test_other_nations_holidays_are_working_days(day: date) -> None:
    assert is_working_day(day, england_and_wales())


def test_years_asked_for_at_once_and_later_agree() -> None:
    at_once, later = england_and_wales(range(2026, 2028)), england_and_wales()
    for day in (date(2026, 12, 25), date(2027, 1, 1), date(2028, 1, 3), date(2026, 7, 1)):
        assert (day in at_once) == (day in later)


def test_ten_working_days_over_easter() -> None:
    assert add_working_days(date(2026, 3, 27), 10, england_and_wales()) == date(2026, 4, 14)


@pytest.mark.parametrize("year", [1, 1871, 2101, 9999])
def test_a_year_without_data_has_no_holidays(year: int) -> None:
    assert date(year, 12, 25) not in england_and_wales()


def test_a_moment_is_not_a_date() -> None:
    with pytest.raises(TypeError, match="datetime"):
        _ = datetime(2026, 12, 25, 12, 0) in england_and_wales()
