"""Who may stand beside a victim."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.duplicates import OffenderDetails, PersonDetails
from victim_portal.domain.supporters import Likeness, like_offender, like_person

BORN, OTHER_DAY = date(1980, 1, 1), date(1981, 5, 6)
JOHN = OffenderDetails("John", "Oak", BORN, "A1234BC", "X123456")
NAMES = st.text(max_size=12)
LETTERS = st.text(st.characters(categories=("L",)), min_size=1, max_size=12)
DAYS = st.none() | st.dates()


@pytest.mark.parametrize(
    ("first", "last", "born", "answer"),
    [
        ("John", "Oak", BORN, Likeness.YES),
        ("jöhn", "OAK", BORN, Likeness.YES),
        ("", "Oak", BORN, Likeness.YES),
        ("Oak", "John", BORN, Likeness.YES),
        ("John", "Oak", None, Likeness.PERHAPS),
        ("John", "Oak", OTHER_DAY, Likeness.PERHAPS),
        ("Jon", "Oake", None, Likeness.PERHAPS),
        ("Susan", "Oak", OTHER_DAY, Likeness.PERHAPS),
        ("Susan", "Ash", BORN, Likeness.NO),
        ("John", "Ash", None, Likeness.NO),
    ],
)
def test_the_offender_and_whoever_may_be_close(
    first: str, last: str, born: date | None, answer: Likeness
) -> None:
    assert like_offender(PersonDetails(first, last, born), JOHN) is answer


def test_an_offender_whose_birth_is_not_known_is_asked_about() -> None:
    unborn = OffenderDetails("John", "Oak")
    assert like_offender(PersonDetails("John", "Oak", BORN), unborn) is Likeness.PERHAPS


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        (BORN, BORN, Likeness.YES),
        (BORN, OTHER_DAY, Likeness.NO),
        (BORN, None, Likeness.PERHAPS),
        (None, None, Likeness.PERHAPS),
    ],
)
def test_dates_of_birth_decide_between_equal_names(
    ours: date | None, theirs: date | None, answer: Likeness
) -> None:
    one, other = PersonDetails("Ann", "Elm", ours), PersonDetails("Ann", "Elm", theirs)
    assert like_person(one, other) is answer
    assert like_person(other, one) is answer


def test_another_name_is_another_person() -> None:
    one, other = PersonDetails("Ann", "Elm", BORN), PersonDetails("Beth", "Yew", BORN)
    assert like_person(one, other) is Likeness.NO


@settings(max_examples=150)
@given(NAMES, LETTERS, st.dates())
def test_the_offender_is_always_refused_by_name_and_birth(
    first: str, last: str, born: date
) -> None:
    offender = OffenderDetails(first, last, born)
    for typed in (last, last.upper(), f" {last} "):
        assert like_offender(PersonDetails(first, typed, born), offender) is Likeness.YES


@settings(max_examples=150)
@given(NAMES, NAMES, DAYS, NAMES, NAMES, DAYS)
def test_no_names_break_the_rules(
    first: str, last: str, born: date | None, first2: str, last2: str, born2: date | None
) -> None:
    one = PersonDetails(first, last, born)
    answer = like_offender(one, OffenderDetails(first2, last2, born2))
    asked = like_person(one, PersonDetails(first2, last2, born2))
    # Whoever may be one person by name is at least asked about where the offender is meant.
    assert answer is not Likeness.NO or asked is Likeness.NO
