"""Days on which nothing should come, as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.avoided_days import MOST, avoided_in_words, read_avoided


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9 March", "03-09"),
        ("9th of march", "03-09"),
        (" 9  Mar. ", "03-09"),
        ("9/3", "03-09"),
        ("29 February", "02-29"),
        ("29/02", "02-29"),
        ("9 March 2027", "2027-03-09"),
        ("9th March, 2027", "2027-03-09"),
        ("9.3.2027", "2027-03-09"),
        ("9-3-2027.", "2027-03-09"),
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str, kept: str) -> None:
    assert read_avoided(f"\n{typed}\r\n\n") == (kept,)


@pytest.mark.parametrize(
    "typed",
    ["next Tuesday", "31 April", "29 February 2027", "9 Ma", "32/1", "0/1", "1/13", "<b>", "9"],
)
def test_what_is_no_day_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="day"):
        read_avoided(f"9 March\n{typed}")


def test_there_is_an_end_to_them() -> None:
    lines = [f"{day} January" for day in range(1, 32)]
    assert len(read_avoided("\n".join(lines[:MOST]))) == MOST
    with pytest.raises(ValueError, match=str(MOST)):
        read_avoided("\n".join(lines))


@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2099, 12, 31)), st.booleans()), max_size=20)
)
def test_what_is_kept_is_read_back_from_its_own_words(days: list[tuple[date, bool]]) -> None:
    kept = {day.isoformat()[5:] if yearly else day.isoformat() for day, yearly in days}
    said = "\n".join(avoided_in_words(one) for one in kept)
    assert set(read_avoided(said)) == kept
