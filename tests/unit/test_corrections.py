"""What may stand after a correction, what stood when, and what carries a wrong value."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.corrections import (
    OFFENDER_IN,
    PERSON_IN,
    Before,
    Detail,
    SentKind,
    carries,
    changed,
    check_offender,
    check_person,
    reason_problem,
    says,
    value_at,
)

TODAY, SENTENCED = date(2026, 11, 22), date(2026, 11, 2)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def person(**changes: object) -> dict[str, object]:
    return {
        "first_name": "Mary",
        "last_name": "Ash",
        "born_on": date(1990, 1, 2),
        "relationship": "victim",
        **changes,
    }


def test_details_come_in_the_form_that_is_stored() -> None:
    given_ = person(first_name="  Mary  Ann ", born_on=None, relationship="VICTIM")
    found = check_person(**given_, today=TODAY, sentenced_on=SENTENCED)  # type: ignore[arg-type]  # as the test says
    assert found.problems == {}
    assert found.values == {
        Detail.FIRST_NAME: "Mary Ann",
        Detail.LAST_NAME: "Ash",
        Detail.BORN_ON: "",
        Detail.RELATIONSHIP: "victim",
    }
    offender = check_offender("", "Oak", None, " a1234 bc", "x1", TODAY, None)
    assert offender.values[Detail.PRISON_NUMBER] == "A1234BC"
    assert offender.values[Detail.CRN] == "X1"


@pytest.mark.parametrize(
    ("changes", "detail", "said"),
    [
        ({"last_name": " "}, "last_name", "needed"),
        ({"last_name": "123"}, "last_name", "letter"),
        ({"first_name": "x" * 101}, "first_name", "100"),
        ({"first_name": "Mary\N{RIGHT-TO-LEFT OVERRIDE}"}, "first_name", "invisible"),
        ({"born_on": TODAY + timedelta(days=1)}, "born_on", "past"),
        ({"born_on": date(1899, 12, 31)}, "born_on", "1900"),
        ({"born_on": SENTENCED + timedelta(days=1)}, "born_on", "after the sentence"),
        ({"relationship": "cousin"}, "relationship", "Use one of"),
        ({"relationship": ""}, "relationship", "needed"),
    ],
)
def test_the_bounds_are_those_of_a_referral(
    changes: dict[str, object], detail: str, said: str
) -> None:
    found = check_person(**person(**changes), today=TODAY, sentenced_on=SENTENCED)  # type: ignore[arg-type]  # as the test says
    assert list(found.problems) == [detail]
    assert said in found.problems[detail]


def test_a_number_of_an_offender_has_its_bounds() -> None:
    found = check_offender("John", "Oak", None, "A1234BCDEFG", "X-1", TODAY, None)
    assert set(found.problems) == {"prison_number", "crn"}


def test_a_reason_is_needed_and_has_a_bound() -> None:
    assert reason_problem(" \n ") == "Say why it is wrong, and who told you."
    assert "1000" in (reason_problem("x" * 1001) or "")
    assert reason_problem("She spelled it.\nBy telephone.") is None


def test_only_what_differs_was_changed() -> None:
    before = {Detail.FIRST_NAME: "Marry", Detail.LAST_NAME: "Ash"}
    after = {Detail.FIRST_NAME: "Mary", Detail.LAST_NAME: "Ash"}
    assert changed(before, after) == (Detail.FIRST_NAME,)
    assert changed(before, before) == ()


@settings(max_examples=100)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=6), st.data())
def test_the_value_at_a_moment_is_what_stood_then(values: list[str], data: st.DataObject) -> None:
    """Values replaced one after another, an hour apart; asked between any two."""
    history = [
        Before("first_name", value, NOON + timedelta(hours=number))
        for number, value in enumerate(values[:-1])
    ]
    asked = data.draw(st.integers(0, len(values) - 1))
    moment = NOON + timedelta(hours=asked) - timedelta(minutes=1)
    shuffled = data.draw(st.permutations(history))
    other = [Before("last_name", "no", NOON + timedelta(days=9))]
    assert value_at("first_name", values[-1], [*shuffled, *other], moment) == values[asked]


def test_at_the_very_moment_of_a_correction_the_old_value_is_taken_to_stand() -> None:
    history = [Before("crn", "X1", NOON)]
    assert value_at("crn", "X2", history, NOON) == "X1"
    assert value_at("crn", "X2", history, NOON + timedelta(microseconds=1)) == "X2"


@pytest.mark.parametrize(
    ("words", "value", "found"),
    [
        ("Hello Marry,\nthere is news", "Marry", True),
        ("Hello MARRY.", "marry", True),
        ("Hello Mar\u0301y.", "M\u00e1ry", False),
        ("Hello Ma\u0301ry.", "M\u00e1ry", True),
        ("Hello Maryam.", "Mary", False),
        ("Hello Ann-Marie.", "Ann", True),
        ("Dear O'Neil", "O'Neil", True),
        ("Anne  Marie", "anne marie", True),
        ("(a+b)", "a+b", True),
        ("anything", "", False),
    ],
)
def test_a_value_is_found_as_a_word_of_its_own(words: str, value: str, found: bool) -> None:
    assert says(words, value) is found


@settings(max_examples=100)
@given(
    st.text(st.characters(categories=["L"]), min_size=1, max_size=8),
    st.text(max_size=10),
    st.text(max_size=10),
)
def test_a_value_with_blanks_around_is_always_found(value: str, before: str, after: str) -> None:
    assert says(f"{before} {value} {after}", value)


def test_what_carries_a_wrong_value() -> None:
    name, who = {Detail.LAST_NAME: "Ashe"}, {Detail.RELATIONSHIP: "victim"}
    assert carries(SentKind.LETTER, "Please ring me.", name, PERSON_IN)
    assert not carries(SentKind.MESSAGE, "Hello Mary.", name, PERSON_IN)
    assert carries(SentKind.MESSAGE, "Hello Ashe.", name, PERSON_IN)
    assert not carries(SentKind.DOCUMENT, "", name, PERSON_IN)
    assert carries(SentKind.DOCUMENT, "", who, PERSON_IN)
    assert not carries(SentKind.MESSAGE, "the victim", who, PERSON_IN)
    assert carries(SentKind.DOCUMENT, "", {Detail.BORN_ON: "1980-01-01"}, OFFENDER_IN)
    assert not carries(SentKind.DOCUMENT, "", {Detail.CRN: "X1"}, OFFENDER_IN)


def test_words_that_cannot_be_read_may_well_carry_it_and_an_empty_value_is_none() -> None:
    assert carries(SentKind.MESSAGE, None, {Detail.FIRST_NAME: "Marry"}, PERSON_IN)
    assert not carries(SentKind.MESSAGE, None, {Detail.BORN_ON: "1990-01-02"}, PERSON_IN)
    assert not carries(SentKind.LETTER, None, {Detail.FIRST_NAME: ""}, PERSON_IN)


def test_nothing_personal_is_in_a_repr() -> None:
    assert "Marry" not in repr(Before("first_name", "Marry", NOON))
    checked = check_person("Marry", "Ash", None, "victim", TODAY, None)
    assert "Marry" not in repr(checked)
