"""Who is under 18 on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.minors import is_under_18


@pytest.mark.parametrize(
    ("born_on", "day", "under"),
    [
        (date(2008, 11, 18), date(2026, 11, 17), True),
        (date(2008, 11, 18), date(2026, 11, 18), False),
        # Born on 29 February: of age on 1 March where the year has no such day.
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (None, date(2026, 11, 18), False),
    ],
)
def test_by_the_day(born_on: date | None, day: date, under: bool) -> None:
    assert is_under_18(born_on, day) == under


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_once_of_age_always_of_age(born_on: date, days: int) -> None:
    day = born_on + timedelta(days=days)
    if not is_under_18(born_on, day):
        assert not is_under_18(born_on, day + timedelta(days=1))
        assert days >= 365 * 18
    else:
        assert days <= 365 * 18 + 5
