from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.duplicates import (
    DuplicateReason,
    OffenderDetails,
    Parties,
    PersonDetails,
    likeness,
    normalise_name,
    plain_letters,
    same_offender,
    similar_names,
    worth_asking,
)
from victim_portal.domain.vocabulary import ChannelKind

BORN = date(1990, 2, 3)
DOE = OffenderDetails("Pat", "Doe", date(1980, 1, 1), "A1234BC", "X123456")
NAMED = st.builds(
    PersonDetails,
    st.sampled_from(["", "Mary", "Mari", "Zoe"]),
    st.sampled_from(["Ash", "Ashe", "Quince"]),
)
OTHER = OffenderDetails("Lee", "Roe", date(1970, 5, 5), "B9999ZZ", "Y654321")


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return similar_names(PersonDetails(*one), PersonDetails(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Siân", "O'Brien"), ("Sian", "OBrien")),
        (("Sian", "O\u2019Brien"), ("SIAN", "o brien")),
        (("Jane", "Smith-Jones"), ("Jane", "Smith")),
        (("Jane", "Smith-Jones"), ("Jane", "Jones")),
        (("Jane", "Smith-Jones"), ("Jane", "Smithjones")),
        (("J", "Smith"), ("Jane", "Smith")),
        (("", "Smith"), ("Jane", "Smith")),
        (("Mary Ann", "Evans"), ("Mary", "Evans")),
        (("Wei", "Li"), ("Li", "Wei")),
        (("Bill", "Evans"), ("William", "Evans")),
        (("Kate", "Evans"), ("Catherine", "Evans")),
        (("Dai", "Evans"), ("Dafydd", "Evans")),
        (("Stephen", "Clark"), ("Steven", "Clarke")),
        (("John", "Smith"), ("Jon", "Smyth")),
        (("Mrs Jane", "Smith"), ("Jane", "Smith")),
        (("Søren", "Müller"), ("Soren", "Muller")),
        (("Łukasz", "Wiśniewski"), ("Lukasz", "Wisniewski")),
        (("Jane", "MacDonald"), ("Jane", "McDonald")),
        (("Rob", "Price"), ("Robert", "Price")),
    ],
)
def test_names_that_may_be_one_persons(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Emma", "Jones"), ("Owen", "Jones")),
        (("Jane", "Smith"), ("Jane", "Patel")),
        (("Jane", "Jones"), ("Jane", "James")),
        (("Peter", "Williams"), ("Peter", "Wilson")),
        (("Ana", "de Souza"), ("Ana", "de Lima")),
        (("K", "Smith"), ("Jane", "Smith")),
        (("Jane", ""), ("Jane", "Smith")),
        (("", ""), ("", "")),
    ],
)
def test_names_that_are_two_persons(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("  Dr Siân  O'Brien-Rees ", "sian obrien rees"),
        ("Miss", "miss"),
        ("Stra\u00dfe", "strasse"),
        ("\uff2aane\u200b", "jane"),
        ("O\u00b4Brien", "obrien"),
        ("...", ""),
    ],
)
def test_normalise_name(name: str, normal: str) -> None:
    assert normalise_name(name) == normal


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (OffenderDetails("X", "Y", None, "a1234bc"), True),
        (OffenderDetails("X", "Y", None, "", "x123456"), True),
        (OffenderDetails("PAT", "doe", date(1980, 1, 1), "Z0000ZZ"), True),
        (OffenderDetails("Pat", "Doe"), False),
        (OffenderDetails("Pat", "Doe", date(1981, 1, 1)), False),
        (OTHER, False),
    ],
)
def test_same_offender(other: OffenderDetails, same: bool) -> None:
    assert same_offender(DOE, other) is same
    assert same_offender(other, DOE) is same


def test_two_unknown_offenders_are_not_one() -> None:
    assert not same_offender(OffenderDetails("", "", BORN), OffenderDetails("", "", BORN))


@pytest.mark.parametrize(
    ("victim", "offender", "reason"),
    [
        (PersonDetails("Jane", "Smith", BORN), OTHER, DuplicateReason.SAME_BIRTH_SIMILAR_NAME),
        (PersonDetails("Jane", "Smith"), DOE, DuplicateReason.SAME_OFFENDER_SIMILAR_VICTIM),
        (PersonDetails("Jane", "Smith"), OTHER, None),
        # A slip of the pen, or day and month changed over, is still likely one person.
        (PersonDetails("J", "Smith", date(1990, 3, 2)), DOE, "same_offender_similar_victim"),
        (PersonDetails("J", "Smith", date(1991, 2, 3)), DOE, "same_offender_similar_victim"),
        # A parent and child of one family, each a victim of the same offender.
        (PersonDetails("Janet", "Smith", date(1962, 7, 19)), DOE, None),
        (PersonDetails("Jane", "Smith", date(1962, 7, 19)), DOE, "same_offender_similar_victim"),
        (PersonDetails("Omar", "Khan", BORN), DOE, None),
    ],
)
def test_likeness(victim: PersonDetails, offender: OffenderDetails, reason: str | None) -> None:
    known = Parties(PersonDetails("Jane", "Smith", BORN), DOE)
    assert likeness(Parties(victim, offender), known) == reason
    assert likeness(known, Parties(victim, offender)) == reason


def test_names_stay_out_of_reprs() -> None:
    assert "Doe" not in repr(Parties(PersonDetails("Jane", "Smith", BORN), DOE))
    assert "Smith" not in repr(Parties(PersonDetails("Jane", "Smith", BORN), DOE))


names = st.text(max_size=12)
people = st.builds(PersonDetails, names, names, st.sampled_from([None, BORN, date(1962, 7, 19)]))


@given(people, people, st.sampled_from([DOE, OTHER]), st.sampled_from([DOE, OTHER]))
def test_likeness_is_the_same_both_ways(
    one: PersonDetails, other: PersonDetails, first: OffenderDetails, second: OffenderDetails
) -> None:
    a, b = Parties(one, first), Parties(other, second)
    assert likeness(a, b) == likeness(b, a)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)
    assert plain_letters(plain_letters(name)) == plain_letters(name)


@given(st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,12}", fullmatch=True), st.dates())
def test_a_person_is_like_themselves(name: str, born: date) -> None:
    person = PersonDetails(name, name, born)
    assert likeness(Parties(person, DOE), Parties(person, OTHER)) is not None


@given(kind=st.sampled_from(list(ChannelKind)), one=NAMED, other=NAMED)
def test_a_number_in_common_is_asked_about_whichever_way_round(
    kind: ChannelKind, one: PersonDetails, other: PersonDetails
) -> None:
    assert worth_asking(kind, one, other) is worth_asking(kind, other, one)
    assert worth_asking(ChannelKind.MOBILE, one, other)
    alike = similar_names(one, other)
    assert worth_asking(ChannelKind.POST, one, other) is alike


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_of_a_plain_text_are_what_the_long_way_makes_of_it(text: str) -> None:
    """A text with one letter that isn't plain goes the long way, and so does all the rest of it."""
    assert plain_letters(text + "\u00e9") == plain_letters(text) + "e"
