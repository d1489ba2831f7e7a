"""Finding what could lead to a victim, however it is spelt, and nothing else."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.protected_values import (
    ProtectedKind,
    ProtectedValue,
    address_values,
    find,
    same_words,
)

K = ProtectedKind
FULL_WIDTH = "".join(chr(0xFF10 + int(digit)) for digit in "7700900123")
ADDRESS = "12 Mill Lane\nNetherby\nSouthampton\nSO14 3AB"
VALUES = (
    *address_values(ADDRESS),
    ProtectedValue(K.TELEPHONE, "+447700900123"),
    ProtectedValue(K.EMAIL, "ro.ash@example.org"),
    ProtectedValue(K.DATE_OF_BIRTH, "1987-03-09"),
    ProtectedValue(K.NAME, "Rowena"),
    ProtectedValue(K.NAME, "Will"),
)


def kinds(text: str) -> set[ProtectedKind]:
    return {one.kind for one in find(text, VALUES)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I live at 12 Mill Lane.", K.ADDRESS),
        ("at 12, MILL   lane", K.ADDRESS),
        ("somewhere in Mill Ln", K.ADDRESS),
        ("the end of mill\nlane", K.ADDRESS),
        ("SO143AB", K.POSTCODE),
        ("so14 3ab", K.POSTCODE),
        ("S.O.1.4 - 3 A B", K.POSTCODE),
        ("S014 3AB, with a nought", K.POSTCODE),
        ("07700 900 123", K.TELEPHONE),
        ("+44 (0)7700-900123", K.TELEPHONE),
        ("0044 7700.900.123", K.TELEPHONE),
        (f"call{FULL_WIDTH}", K.TELEPHONE),
        ("Ro.Ash@Example.Org", K.EMAIL),
        ("ro . ash (at) example dot org", K.EMAIL),
        ("born 09/03/1987", K.DATE_OF_BIRTH),
        ("born 9.3.87", K.DATE_OF_BIRTH),
        ("born 1987-03-09", K.DATE_OF_BIRTH),
        ("born on the 9th of March, 1987", K.DATE_OF_BIRTH),
        ("March 9, 1987", K.DATE_OF_BIRTH),
        ("9 Mar 87", K.DATE_OF_BIRTH),
        ("9fed o Fawrth 1987", K.DATE_OF_BIRTH),
        ("born 9.\u200b3.19\u00ad87", K.DATE_OF_BIRTH),
        ("O77OO 9OO I23", K.TELEPHONE),
        ("oh seven seven double oh, nine double nought one two three", K.TELEPHONE),
        ("dim saith saith dwbl dim naw dim dim un dau tri", K.TELEPHONE),
        ("double\nseven double zero nine 0 0 123", K.TELEPHONE),
        ("R\u043ew\u0435n\u0430, in letters that only look the same", K.NAME),
        ("ro.\u0430sh@ex\u0430mple.\u043erg", K.EMAIL),
        ("12 M\u0456ll L\u0430ne", K.ADDRESS),
        ("leave ROWENA alone", K.NAME),
        ("Rowéna's work", K.NAME),
        ("leave Will alone", K.NAME),
    ],
)
def test_it_is_found_in_any_spelling(text: str, kind: ProtectedKind) -> None:
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He did it in Southampton, near Netherby.",
        "He will never know. I will be safe.",
        "The 9th of March 1986; 19 March 1987; 9 May 1987.",
        "Call 020 7946 0123 and quote 900123.",
        "The windmill lanes",
        "SO14 3AC",
        "example.org",
        "Rowenas",
        "Seven of us, double or nothing: one two three.",
    ],
)
def test_other_words_are_left_in_peace(text: str) -> None:
    assert find(text, VALUES) == ()


def test_the_parts_of_an_address_that_lead_to_its_door() -> None:
    assert address_values(ADDRESS) == (
        ProtectedValue(K.POSTCODE, "SO14 3AB"),
        ProtectedValue(K.ADDRESS, "12 Mill Lane"),
        ProtectedValue(K.ADDRESS, "Mill Lane"),
    )
    named = address_values("Rose Cottage, Flat 2 Elm House, Ashby, Leeds LS1 4AP")
    assert [one.value for one in named] == [
        "LS1 4AP",
        "Rose Cottage",
        "Flat 2 Elm House",
        "Elm House",
    ]


def test_one_passage_is_told_once_with_what_stands_around_it() -> None:
    found = find("x" * 50 + " I live at 12 Mill Lane, in the middle of " + "y" * 50, VALUES)
    assert [one.kind for one in found] == [K.ADDRESS]
    assert "I live at 12 Mill Lane, in the" in found[0].excerpt
    assert found[0].excerpt.startswith("…")
    assert found[0].excerpt.endswith("…")


@given(st.text(), st.lists(st.text(max_size=12), max_size=4), st.sampled_from(ProtectedKind))
def test_it_never_fails_on_what_it_is_given(
    text: str, values: list[str], kind: ProtectedKind
) -> None:
    wanted = "1990-01-31" if kind is K.DATE_OF_BIRTH else None
    found = find(text, [ProtectedValue(kind, wanted or value) for value in values])
    assert all(one.kind is kind for one in found)


@given(st.text(), st.text(), st.sampled_from([" ", "-", ".", "\u00a0", "\u200b", ""]))
def test_a_postcode_is_found_between_any_words(before: str, after: str, gap: str) -> None:
    text = f"{before} SO14{gap}3AB {after}"
    assert K.POSTCODE in kinds(text)


@given(st.dates(date(1930, 1, 1), date(2015, 12, 31)), st.text(max_size=20))
def test_a_date_of_birth_is_found_as_a_person_writes_it(born: date, around: str) -> None:
    value = [ProtectedValue(K.DATE_OF_BIRTH, born.isoformat())]
    for text in (f"{born:%d/%m/%Y}", f"{born.day} {born:%B %Y}", born.isoformat()):
        assert find(f"{around} {text} {around}", value)


def test_the_words_that_were_found_are_those_of_the_text() -> None:
    text = "Ask me at 07700-900 123, not\nin mill\nlane."
    found = find(text, VALUES)
    assert [one.words for one in found] == ["07700-900 123", "mill\nlane"]
    assert [text[one.start : one.start + len(one.words)] for one in found] == [
        one.words for one in found
    ]
    assert same_words("07700-900 123") == same_words("O77OO 900123")
    assert same_words("mill\nlane") != same_words("mill lanes")


@pytest.mark.parametrize("kind", [K.WORKPLACE, K.SCHOOL, K.PLACE])
def test_a_place_of_hers_is_found_as_words_of_its_own(kind: ProtectedKind) -> None:
    value = [ProtectedValue(kind, "St Mary's Café")]
    assert [one.kind for one in find("at ST. MARYS\nCAFE, daily", value)] == [kind]
    assert find("The saint marys cafeteria", value) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ring 0115 496 0123", K.TELEPHONE),
        ("ring +44 7700 900456", K.TELEPHONE),
        ("ring 00 44 (0) 20-7946-0999", K.TELEPHONE),
        ("moved to ls1 4ap", K.POSTCODE),
        ("write to omar@example.org", K.EMAIL),
    ],
)
def test_with_any_contact_whosever_it_is(text: str, kind: ProtectedKind) -> None:
    assert find(text, ()) == ()
    assert [one.kind for one in find(text, (), any_contact=True)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 and 2020, 12 times.",
        "At 4 pm, A1 road, B12 bus.",
        "Paid 0.50, or 007.",
        "me @ home",
    ],
)
def test_any_contact_is_no_other_number(text: str) -> None:
    assert find(text, (), any_contact=True) == ()


def test_a_long_text_takes_no_long_time() -> None:
    for piece in ("a", "0", "0 ", "a.", "SO1", "one "):
        assert find(piece * 60_000, VALUES, any_contact=True) is not None


def test_nine_thousand_passages_take_no_long_time() -> None:
    begun = time.process_time()
    assert len(find("Rowena, " * 9000, VALUES)) == 9000
    assert len(find("ro@example.org, 07700 900456; " * 4500, VALUES, any_contact=True)) == 9000
    assert time.process_time() - begun < 6


def test_a_name_is_told_by_what_holds_it_and_an_overlap_by_nothing() -> None:
    values = [
        ProtectedValue(K.NAME, "Rowena"),
        ProtectedValue(K.ADDRESS, "Rowena House"),
        ProtectedValue(K.ADDRESS, "House Lane"),
        ProtectedValue(K.PLACE, "Rowena House Lane"),
    ]
    found = [(one.kind, one.words) for one in find("By Rowena House Lane. Rowena!", values)]
    assert found == [
        (K.PLACE, "Rowena House Lane"),
        (K.ADDRESS, "Rowena House"),
        (K.ADDRESS, "House Lane"),
        (K.NAME, "Rowena"),
    ]
