"""Other ways in which people write the same name, place, number or day."""

import pytest

from victim_portal.domain.protected_values import (
    ProtectedKind,
    ProtectedValue,
    find,
    name_parts,
)

K = ProtectedKind


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (K.WORKPLACE, "Marks & Spencer", "Marks and Spencer"),
        (K.WORKPLACE, "Marks and Spencer", "MARKS & SPENCER"),
        (K.WORKPLACE, "Marks and Spencer", "Marks and Spencer"),
        (K.SCHOOL, "Saint Mary's School", "St. Mary's School"),
        (K.SCHOOL, "St Mary's School", "saint marys school"),
        (K.ADDRESS, "St Mary's Street", "Saint Mary's St"),
        (K.TELEPHONE, "+441632960001", "960 001"),
        (K.TELEPHONE, "01154960123", "496 0123"),
        (K.TELEPHONE, "+442079460999", "7946 0999"),
        (K.DATE_OF_BIRTH, "1987-03-09", "ninth of March 1987"),
        (K.DATE_OF_BIRTH, "1987-03-21", "twenty-first of March, 1987"),
        (K.DATE_OF_BIRTH, "1987-03-31", "March the thirty-first, 1987"),
        (K.NAME, "Łukasz", "Lukasz"),
        (K.NAME, "Lukasz", "ŁUKASZ"),
        (K.NAME, "Søren", "Soren"),
        (K.NAME, "Søren", "Soeren"),
        (K.NAME, "Müller", "Mueller"),
        (K.NAME, "Mueller", "Müller"),
        (K.NAME, "Æthel", "Aethel"),
        (K.EMAIL, "ro.ash87@example.org", "Ro.Ash87"),
    ],
)
def test_the_same_in_another_spelling(kind: ProtectedKind, value: str, words: str) -> None:
    found = find(f"It was {words}, he said.", [ProtectedValue(kind, value)])
    assert [one.words for one in found] == [words]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (K.TELEPHONE, "+447700900123", "quote 900123"),
        (K.TELEPHONE, "+441632960001", "quote 1960001, 9600012"),
        (K.DATE_OF_BIRTH, "1987-03-09", "the nineteenth of March 1987, the ninth of May 1987"),
        (K.DATE_OF_BIRTH, "1987-03-01", "the twenty-first of March 1987"),
        (K.NAME, "Sue", "Su"),
        (K.EMAIL, "rowena@example.org", "rowena"),
        (K.EMAIL, "ro.ash@example.org", "Ro Ash"),
        (K.SCHOOL, "St Mary's School", "Mary's School"),
    ],
)
def test_something_else_is_not(kind: ProtectedKind, value: str, text: str) -> None:
    found = find(text, [ProtectedValue(kind, value)])
    assert found == ()


def test_the_parts_of_a_name() -> None:
    assert list(name_parts("Mary Ann")) == ["Mary", "Ann"]
    assert list(name_parts("Ash-Jones")) == ["Ash", "Jones"]
    assert list(name_parts("van der Berg")) == ["Berg"]
    assert list(name_parts("Mary")) == []
