"""Which codes count when: a window of three half-minutes, and each code once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.one_time_codes import SECONDS, digits_of, open_steps, step_at

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@given(MOMENTS)
def test_the_step_is_the_one_of_every_app(now: datetime) -> None:
    assert pyotp.HOTP(SECRET).at(step_at(now)) == pyotp.TOTP(SECRET).at(now)


@given(MOMENTS, st.floats(-2 * SECONDS, 2 * SECONDS))
def test_a_clock_may_be_one_step_off_and_no_more(now: datetime, off: float) -> None:
    shown = step_at(now + timedelta(seconds=off))
    assert (shown in open_steps(now, None)) == (abs(shown - step_at(now)) <= 1)


@given(MOMENTS, st.integers(-5, 5), st.integers(0, 10))
def test_a_used_code_and_those_before_it_are_spent(now: datetime, used: int, later: int) -> None:
    last = step_at(now) + used
    still = open_steps(now + timedelta(seconds=later * SECONDS), last)
    assert all(step > last for step in still)
    assert still == sorted(still)


@given(MOMENTS, st.lists(st.integers(-1, 1), max_size=6))
def test_no_order_of_use_takes_a_code_twice(now: datetime, tried: list[int]) -> None:
    last, taken = None, []
    for off in tried:
        step = step_at(now) + off
        if step in open_steps(now, last):
            last = step
            taken.append(step)
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        (" 1 2 3 4 5 6 ", "123456"),
        ("12345", ""),
        ("1234567", ""),
        ("12345a", ""),
        ("\N{ARABIC-INDIC DIGIT ONE}23456", ""),
        ("", ""),
        ("-12345", ""),
    ],
)
def test_what_can_be_a_code(typed: str, read: str) -> None:
    assert digits_of(typed) == read
