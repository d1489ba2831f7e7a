"""What the one box for finding a caller may hold."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.duplicates import TITLES, normalise_name
from victim_portal.domain.finding import (
    ORDER,
    By,
    How,
    Name,
    Readings,
    how_alike,
    read,
)
from victim_portal.store.search import sound

BORN = date(1990, 1, 2)


def _pairs(text: str) -> set[tuple[str, str]]:
    return {(name.first, name.last) for name in read(text).names}


@pytest.mark.parametrize("text", ["VC-1234ABCD", " vc 1234 abcd ", "VC1234ABCD", "1234-abcd"])
def test_a_case_reference(text: str) -> None:
    assert read(text).case_reference == "VC-1234ABCD"


@pytest.mark.parametrize(
    "text", ["07700 900123", "+44 7700 900123", "(020) 7946-0123", "0044 (0)7700 900 123"]
)
def test_a_telephone_number(text: str) -> None:
    found = read(text)
    assert found.telephone == text
    assert found.names == ()
    assert found.births == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mary.ash@example.org", {By.EMAIL, By.REFERRAL_REFERENCE}),
        ("a1234bc", {By.IDENTIFIER, By.REFERRAL_REFERENCE, By.NAME}),
        ("A 1234 BC", {By.IDENTIFIER, By.REFERRAL_REFERENCE, By.NAME}),
        ("WCU-2026-0001", {By.REFERRAL_REFERENCE, By.NAME}),
        ("Mary Ash", {By.NAME}),
        ("Ash", {By.NAME, By.REFERRAL_REFERENCE}),
        ("MARGARET", {By.NAME, By.REFERRAL_REFERENCE, By.CASE_REFERENCE}),
        ("", set()),
        (" \n\t", set()),
    ],
)
def test_a_text_may_be_several_things_at_once(text: str, kinds: set[By]) -> None:
    assert set(read(text).kinds) == kinds


def test_first_and_last_name_in_any_order() -> None:
    assert _pairs("Mary Ash") == {("", "Mary Ash"), ("Mary", "Ash"), ("Ash", "Mary")}
    assert _pairs("Ash, Mary") == _pairs("Mary Ash") - {("", "Mary Ash")} | {("", "Ash Mary")}
    assert _pairs("Mrs. Ash") == {("", "Ash"), ("Ash", "")}
    assert ("Mary", "van der Berg") in _pairs("Mary van der Berg")
    assert _pairs("Mr") == {("", "Mr"), ("Mr", "")}


@pytest.mark.parametrize(
    "text",
    [
        "Ash 2.1.1990",
        "2/1/1990 Ash",
        "Ash 02-01-1990",
        "Ash 2 1 1990",
        "Ash 1990-01-02",
        "Ash 2 January 1990",
        "Ash 2nd jan 1990",
        "Ash, 2.1.90",
    ],
)
def test_a_date_of_birth_beside_a_name(text: str) -> None:
    found = read(text)
    assert BORN in found.births
    assert Name("", "Ash") in found.names
    assert By.NAME_AND_BIRTH in found.kinds


@pytest.mark.parametrize("text", ["2.1.1990", "02/01/1990", "1990-01-02"])
def test_a_date_alone_is_nothing_to_look_up(text: str) -> None:
    assert read(text) == Readings(only_a_birth=True)
    assert read(text).kinds == ()


@pytest.mark.parametrize("text", ["Ash 31.2.1990", "Ash 2 Brumaire 1790", "Ash 99.99.9999"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read(text).births == ()


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=400))
@settings(max_examples=150)
def test_whatever_is_typed_never_raises_and_can_be_looked_up(text: str) -> None:
    found = read(text)
    for value in (
        found.case_reference,
        found.referral_reference,
        found.telephone,
        found.email,
        found.identifier,
        *(part for name in found.names for part in (name.first, name.last)),
    ):
        # What is looked up becomes bytes under a key.
        assert len(value.encode()) <= 1000
        assert "\x00" not in value
    assert len(found.names) <= 11
    assert found.names or not found.births
    assert text not in repr(found) or len(text) < 6
    assert how_alike(found, "Mary", "Ash", BORN, sound) in (None, *ORDER)


LETTERS = st.text(
    alphabet=st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=20
).filter(lambda name: name.casefold() not in TITLES)


@given(LETTERS, LETTERS)
@settings(max_examples=150)
def test_any_name_answers_to_itself_in_either_order(first: str, last: str) -> None:
    for text in (f"{first} {last}", f"{last} {first}", f"{last}, {first}"):
        if normalise_name(first) and normalise_name(last):
            assert how_alike(read(text), first, last, None, sound) is How.WHOLE_NAME


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Mary Ash", How.WHOLE_NAME),
        ("ASH mary", How.WHOLE_NAME),
        ("Márÿ Åsh", How.WHOLE_NAME),
        ("Molly Ash", How.MUCH_ALIKE),
        ("M Ash", How.MUCH_ALIKE),
        ("Ash", How.LAST_NAME),
        ("Zelda Ash", How.LAST_NAME),
        ("Mary", How.FIRST_NAME),
        ("Ashe", How.SOUND),
        ("Ash 2.1.1990", How.NAME_AND_BIRTH),
        ("Ashdown 2.1.1990", How.NAME_AND_BIRTH),
        ("Mary Ash 3.1.1990", How.WHOLE_NAME),
        ("Mary 2.1.1990", How.FIRST_NAME),
        ("Oak 2.1.1990", None),
        ("Oak", None),
        ("As", None),
        ("Mary Oak", None),
    ],
)
def test_how_a_name_answers(text: str, how: How | None) -> None:
    assert how_alike(read(text), "Mary", "Ash", BORN, sound) is how


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Ash", How.BEGINNING),
        ("ashd", How.BEGINNING),
        ("Ma Ashd", How.BEGINNING),
        ("As", None),
        ("Ashford", None),
        ("O'Ash", None),
    ],
)
def test_three_letters_are_enough(text: str, how: How | None) -> None:
    assert how_alike(read(text), "Mary", "Ashdown", None, sound) is how


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Lukasz", "", "Łukasz"),
        ("soren sorensen", "Søren", "Sørensen"),
        ("o brien", "Conor", "O\u2019Brien"),
        ("smith jones", "", "Smith-Jones"),
        ("Zhou", "Wei", "Zhōu"),
        ("Mary van der berg", "Mary", "van der Berg"),
    ],
)
def test_accents_marks_and_parts_are_no_matter(text: str, first: str, last: str) -> None:
    assert how_alike(read(text), first, last, None, sound) in {
        How.WHOLE_NAME,
        How.MUCH_ALIKE,
        How.LAST_NAME,
    }


def test_nothing_that_was_typed_shows_in_a_repr() -> None:
    assert "Ash" not in repr(read("Ash 2.1.1990"))
    assert "1990" not in repr(read("Ash 2.1.1990"))
