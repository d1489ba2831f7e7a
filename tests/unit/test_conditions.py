"""The catalogue of conditions: the shipped file, its wordings, and what a broken one is told."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.conditions import (
    CatalogueError,
    Condition,
    input_problems,
    load,
    wording,
)

TEXT = (files("victim_portal") / "data" / "conditions.toml").read_text("utf-8")
CATALOGUE = load(TEXT)
SMALL = """
version = "test"

[[condition]]
code = "a"
title = "A"
summary = "S"
names_victim = true
needs_map = false
alternative = "b"
wording = "Not to meet {name}[ or {other}]."
[[condition.input]]
name = "name"
label = "Who"
kind = "text"
required = true
[[condition.input]]
name = "other"
label = "Who else"
kind = "textarea"
required = false

[[condition]]
code = "b"
title = "B"
summary = "S"
names_victim = false
needs_map = false
wording = "Not to meet anybody."
"""


def get(code: str) -> Condition:
    condition = CATALOGUE.get(code)
    assert condition is not None
    return condition


def test_the_shipped_catalogue_holds_what_victims_ask_for() -> None:
    assert CATALOGUE.version == "summaries-1"
    assert set(CATALOGUE.conditions) >= {
        "4858cd8b",
        "d5998ca1",
        "355700a9",
        "4a5fed48",
        "0f9a20f4",
        "42f71b40",
        "99195049",
        "db2d7e24",
        "fd129172",
        "3b6b7c4f",
        "7a9ca3bb",
        "52faefcf",
        "bespoke",
    }


def test_every_name_and_map_has_an_alternative_without() -> None:
    for condition in CATALOGUE.conditions.values():
        other = CATALOGUE.alternative_to(condition)
        if condition.names_victim or condition.needs_map:
            assert other is not None, condition.code
            assert not other.names_victim
            assert not other.needs_map
        else:
            assert other is None


def test_a_wording_with_its_optional_part_and_without() -> None:
    named = get("4858cd8b")
    assert wording(named, {"name": " Rowena\nAsh "}) == (
        "Not to approach or communicate with Rowena Ash, directly or through anybody else, "
        "unless the supervising officer has agreed to it beforehand."
    )
    both = wording(named, {"name": "R", "social_services": "Leeds Social Work"})
    assert "the supervising officer or Leeds Social Work has agreed" in both


def test_a_missing_input_leaves_a_gap_that_shows() -> None:
    assert wording(get("42f71b40"), {}).startswith("Not to enter … unless")


@given(st.text(), st.text())
def test_what_is_typed_is_never_read_as_a_placeholder(name: str, other: str) -> None:
    condition = load(SMALL).get("a")
    assert condition is not None
    first, second = " ".join(name.split()), " ".join(other.split())
    expected = f"Not to meet {first or '…'}" + (f" or {second}" if second else "") + "."
    assert wording(condition, {"name": name, "other": other}) == expected


def test_inputs_that_are_missing_too_long_or_unknown() -> None:
    condition = load(SMALL).get("a")
    assert condition is not None
    assert input_problems(condition, {"name": "R"}) == {}
    assert input_problems(condition, {"name": " "}) == {"name": "Fill this in: who."}
    problems = input_problems(condition, {"name": "x" * 201, "other": "x" * 2000, "street": "y"})
    assert set(problems) == {"name", "street"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version =", "version", "isn't valid TOML"),
        ('version = "test"', "", "'version' must be a text"),
        ('title = "B"', "", "'title' must be a text"),
        ('title = "B"', 'titel = "B"', "unknown key 'titel'"),
        ('code = "b"', 'code = "a"', "given twice"),
        ("needs_map = false", 'needs_map = "no"', "must be true or false"),
        ('kind = "textarea"', 'kind = "radio"', "isn't a kind of input"),
        ("{other}", "{another}", "must agree"),
        ('alternative = "b"', 'alternative = "c"', "without names and maps"),
        ('alternative = "b"', 'alternative = "a"', "without names and maps"),
        ('version = "test"', 'version = "test"\ncolour = "red"', "alone"),
    ],
)
def test_a_broken_catalogue_is_refused(old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(CatalogueError, match=said):
        load(SMALL.replace(old, new))
