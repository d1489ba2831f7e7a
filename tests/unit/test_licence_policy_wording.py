"""The finished wording: golden for the invented policy, and what holds for anything typed."""

import os
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.licence_policy import condition, invented, samples
from victim_portal.domain.licence_policy import (
    Answers,
    InputKind,
    LetterCase,
    ListType,
    PolicyCondition,
    every_input,
    settled,
    wording,
)
from victim_portal.domain.licence_policy.english import (
    cased,
    day_in_words,
    listed,
    small_start,
    time_in_words,
    with_article,
)
from victim_portal.domain.licence_policy.wording import GAP

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "conditions" / "invented.txt"
CODES = sorted(one.short_code for one in invented().conditions.values())
WORDS = st.text(min_size=1, max_size=30)


def test_the_wording_of_every_invented_condition() -> None:
    """Each line is a code and the wording for one set of answers; the last has none."""
    lines = [
        f"{one.short_code}  {wording(one, answers)}"
        for one in invented().conditions.values()
        for answers in (*samples(one), {})
    ]
    said = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(said, "utf-8")
    assert said == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "answers", "said"),
    [
        # Lists, and what stands before a value that is there.
        ("4858cd8b", {"name": ("ann lee", "bo", "cy")}, "write to Ann Lee, Bo or Cy unless"),
        ("4858cd8b", {"name": ("A",), "office": ("leeds",)}, "your officer and Leeds has said"),
        # People's own capitals stay.
        ("4858cd8b", {"name": ("Mary McAsh-van der Berg",)}, "Mary McAsh-van der Berg unless"),
        # Articles, one for each, and none twice.
        ("aa000001", {"thing": ("axe", "knife", "the bow")}, "an axe, a knife or the bow."),
        # The first that is filled; then its article.
        ("aa000003", {"look": ("Other",), "otherLook": ("hourly",)}, "on an hourly basis"),
        ("aa000003", {"look": ("Weekly",), "otherLook": ("hourly",)}, "on a weekly basis"),
        # An option that stands in for the input of another, and one that doesn't.
        ("aa000003", {"which": ("The house where you live",)}, "to the house where you live "),
        ("aa000003", {"which": ("A house by name",), "house": ("Oak",)}, "Come to Oak "),
        ("42f71b40", {"what": ("Just an address",), "address": ("1 A St\nB",)}, "to 1 A St, B wi"),
        # Defaults where there was nothing to answer; a gap where there was.
        ("aa000002", {"fairs": ("Any fair",), "hours": ("At any hour",)}, "any fair at any hour a"),
        ("aa000002", {"fairs": ("Kinds of fair",), "hours": ("At any hour",)}, "to … at any hour"),
        ("aa000002", {"where": ("in Leeds",)}, "in Leeds without"),
        # Plural text for several maps, and not for one.
        ("0f9a20f4", {"area": ("A",)}, "the area on the map."),
        ("0f9a20f4", {"area": ("A", "B")}, "the areas on the maps."),
        # What may come later leaves the text with its own gap.
        ("d36a3b77", {}, "Drink nothing until [DATE]."),
        ("fd129172", {}, "checks … until …."),
        ("fd129172", {"until": ("2027-02-30",)}, "until …."),
        ("aa000005", {"mark": ("straße",)}, "under STRASSE"),
    ],
)
def test_each_rule_of_a_template(code: str, answers: Answers, said: str) -> None:
    assert said in wording(condition(code), answers)


def test_ticked_options_come_in_the_order_of_the_file() -> None:
    tag = condition("fd129172")
    ticked = ("what you drink", "where you are")
    assert wording(tag, {"what": ticked}) == wording(tag, {"what": tuple(reversed(ticked))})


def test_what_was_added_keeps_its_order() -> None:
    named = condition("4858cd8b")
    assert "Bo or Al" in wording(named, {"name": ("Bo", "", "Al")})


@given(st.sampled_from(CODES), st.data())
def test_no_placeholder_is_ever_left(code: str, data: st.DataObject) -> None:
    """Whatever was answered, right or wrong, by whatever name."""
    one = condition(code)
    names = sorted({each.name for each in every_input(one.inputs)} | {"other"})
    options = [o.value for each in every_input(one.inputs) for o in each.options]
    values = st.lists(st.sampled_from([*options, ""]) | st.text(alphabet="ab \n,.", max_size=5))
    answers = data.draw(st.dictionaries(st.sampled_from(names), values.map(tuple)))
    said = wording(one, answers)
    assert "{" not in said
    assert "}" not in said
    assert "||" not in said
    assert said == " ".join(said.split())
    assert settled(one.inputs, settled(one.inputs, answers)) == settled(one.inputs, answers)


@given(WORDS, WORDS)
def test_hostile_words_come_out_as_typed(first: str, second: str) -> None:
    """Braces and all: what was typed is never read as a placeholder."""
    event = condition("99195049")
    typed = " ".join(first.split())
    assert wording(event, {"event": (first,)}) == (
        f"Do not go into the area on the map while {typed or GAP} is on."
    )
    two = [" ".join(text.split()) for text in (f"{{name}}{first}X", f"{{office}}{second}X")]
    assert " or ".join(two) in wording(condition("4858cd8b"), {"name": tuple(two)})


@given(st.sampled_from(CODES))
def test_every_answer_of_a_sample_is_in_the_wording(code: str) -> None:
    one = condition(code)
    plain = {InputKind.TEXT, InputKind.CHECK}
    for answers in samples(one):
        said = wording(one, answers).casefold()
        given_answers = settled(one.inputs, answers)
        for each in every_input(one.inputs):
            for value in given_answers.get(each.name, ()) if each.kind in plain else ():
                assert value.casefold() in said
        assert GAP not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("axe", "an axe"),
        ("hour glass", "an hour glass"),
        ("honest word", "an honest word"),
        ("university pass", "a university pass"),
        ("unimportant thing", "an unimportant thing"),
        ("USB stick", "a USB stick"),
        ("UK passport", "a UK passport"),
        ("European map", "a European map"),
        ("one-way mirror", "a one-way mirror"),
        ("A4 folder", "an A4 folder"),
        ("an axe", "an axe"),
        ("The axe", "The axe"),
        ("any axe", "any axe"),
        ("4x4", "a 4x4"),
        ("", ""),
    ],
)
def test_articles(text: str, said: str) -> None:
    assert with_article(text) == said


def test_letters_lists_days_and_times() -> None:
    assert cased("rowena o'neil-ash", LetterCase.CAPITALISED) == "Rowena O'neil-Ash"
    assert cased("Rowena O'Neil", LetterCase.CAPITALISED) == "Rowena O'Neil"
    assert cased("Schools near RAF bases", LetterCase.LOWER) == "schools near RAF bases"
    assert cased("ab", LetterCase.UPPER) == "AB"
    assert cased("aB", None) == "aB"
    assert small_start("The house") == "the house"
    assert small_start("NHS house") == "NHS house"
    assert listed([], None) == ""
    assert listed(["a", "b", "c"], None) == "a, b and c"
    assert listed(["a", "b"], ListType.OR) == "a or b"
    assert day_in_words(date(2027, 3, 1)) == "1 March 2027"
    times = {"00:00": "midnight", "12:00": "midday", "00:05": "12:05am", "19:00": "7pm"}
    assert {text: time_in_words(time.fromisoformat(text)) for text in times} == times


def test_a_condition_without_inputs_is_its_text() -> None:
    one = PolicyCondition("x", "c", "Do not.")
    assert wording(one, {"x": ("y",)}) == "Do not."
