"""Lengths of sentences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.terms import Term

TERMS = st.builds(
    Term, st.integers(0, 40), st.integers(0, 60), st.integers(0, 60), st.integers(1, 4000)
)
DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("text", "term", "words"),
    [
        ("P8Y", Term(years=8), "8 years"),
        ("P2Y6M", Term(years=2, months=6), "2 years and 6 months"),
        ("P18M", Term(months=18), "18 months"),
        ("P100D", Term(days=100), "100 days"),
        ("P2W", Term(weeks=2), "2 weeks"),
        ("P1Y1M1D", Term(years=1, months=1, days=1), "1 year, 1 month and 1 day"),
    ],
)
def test_terms_are_read_written_and_said(text: str, term: Term, words: str) -> None:
    assert Term.parse(text) == term
    assert str(term) == text
    assert term.in_words() == words


def test_case_spaces_and_zero_parts_are_tidied() -> None:
    assert str(Term.parse(" p0y06m ")) == "P6M"


@pytest.mark.parametrize(
    "text",
    ["", "P", "8Y", "P8", "8 years", "P-8Y", "-P8Y", "P1.5Y", "PT5H", "P1DT5H", "P6M2Y", "P٨Y"],
)
def test_nonsense_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601 duration"):
        Term.parse(text)


@pytest.mark.parametrize("text", ["P0D", "P0Y0M"])
def test_nothing_is_not_a_term(text: str) -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Term.parse(text)


@pytest.mark.parametrize("text", ["P151Y", "P999999Y", "P1812M", "P54751D"])
def test_a_term_beyond_any_life_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="150 years"):
        Term.parse(text)


def test_a_negative_part_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Term(years=1, days=-1)


@given(TERMS)
def test_what_is_written_is_read_back(term: Term) -> None:
    assert Term.parse(str(term)) == term


@pytest.mark.parametrize(
    ("longer", "shorter", "from_day", "expected"),
    [
        ("P12M", "P1Y", date(2026, 3, 9), True),
        ("P1Y", "P12M", date(2026, 3, 9), True),
        ("P365D", "P12M", date(2024, 3, 1), True),
        ("P365D", "P12M", date(2023, 3, 1), False),  # the year to come has 366 days
        ("P52W", "P12M", date(2026, 3, 9), False),
        ("P11M30D", "P12M", date(2026, 1, 31), False),
        ("P28D", "P1M", date(2026, 1, 31), True),
    ],
)
def test_lengths_are_compared_by_the_calendar(
    longer: str, shorter: str, from_day: date, expected: bool
) -> None:
    assert Term.parse(longer).at_least(Term.parse(shorter), from_day) is expected


def test_without_a_date_ordinary_years_count() -> None:
    assert Term.parse("P365D").at_least(Term.parse("P12M"))
    assert not Term.parse("P364D").at_least(Term.parse("P12M"))


@given(TERMS, TERMS, DAYS)
def test_any_two_terms_compare(one: Term, other: Term, from_day: date) -> None:
    assert one.at_least(other, from_day) or other.at_least(one, from_day)


@given(TERMS, TERMS, TERMS, DAYS)
def test_comparison_is_transitive(a: Term, b: Term, c: Term, from_day: date) -> None:
    longest, middle, shortest = sorted((a, b, c), key=lambda t: t.end_from(from_day), reverse=True)
    assert longest.at_least(middle, from_day)
    assert middle.at_least(shortest, from_day)
    assert longest.at_least(shortest, from_day)


@given(TERMS, DAYS)
def test_a_day_more_is_longer(term: Term, from_day: date) -> None:
    more = Term(term.years, term.months, term.weeks, term.days + 1)
    assert more.at_least(term, from_day)
    assert not term.at_least(more, from_day)
