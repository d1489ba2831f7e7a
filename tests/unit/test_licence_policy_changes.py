"""Two versions side by side."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.licence_policy import as_file, document, invented, newer
from victim_portal.domain.licence_policy import (
    Difference,
    LicencePolicy,
    policy_changes,
    read_policy_file,
)


def changed(change: dict[str, Any], place: int = 0) -> LicencePolicy:
    found = document()
    found["additionalConditions"]["AP"][place] |= change
    return read_policy_file(as_file(found))


def test_what_is_added_removed_and_reads_otherwise() -> None:
    before, after = invented(), read_policy_file(as_file(newer()))
    found = policy_changes(before, after)
    assert (found.before, found.after) == ("1.0", "1.1")
    assert [code[:8] for code in found.added] == ["aa000009"]
    assert [code[:8] for code in found.removed] == ["aa000004"]
    assert [new[:8] for codes in found.replaced_by.values() for new in codes] == ["aa000009"]
    assert found.unchanged == len(before.conditions) - 2
    (one,) = found.changed
    assert one.code.startswith("4858cd8b")
    assert [each.what for each in one.differences] == [
        "wording",
        "wording with its gaps",
        "input name",
    ]
    assert "write to" in one.differences[0].before
    assert "ring" in one.differences[0].after
    assert "Enter who is not to be rung" in one.differences[2].after
    assert found.standard == (
        Difference(
            "standard condition bb000001",
            "Behave as the invented town of Netherby would wish.",
            "Behave.",
        ),
    )


def test_the_first_policy_adds_everything() -> None:
    found = policy_changes(None, invented())
    assert len(found.added) == len(invented().conditions)
    assert (found.removed, found.changed, found.unchanged) == ((), (), 0)


def test_the_same_says_nothing() -> None:
    found = policy_changes(invented(), invented())
    assert found.nothing
    assert found.unchanged == len(invented().conditions)


@pytest.mark.parametrize(
    ("place", "change", "what"),
    [
        (0, {"category": "Others"}, "category"),
        (0, {"categoryShort": "Folk"}, "short category"),
        (0, {"subtext": "Mind this."}, "remark"),
        (0, {"type": "Other"}, "type"),
        (0, {"skippable": True}, "answers may come later"),
        (0, {"requiresElectronicMonitoringResponse": True}, "needs a tag"),
        (3, {"textPlural": "Areas."}, "wording for several maps"),
    ],
)
def test_no_field_of_a_condition_changes_unseen(
    place: int, change: dict[str, Any], what: str
) -> None:
    (one,) = policy_changes(invented(), changed(change, place)).changed
    assert [each.what for each in one.differences] == [what]


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        (0, "label", "Enter whom"),
        (0, "listType", "AND"),
        (0, "case", "lower"),
        (0, "handleIndefiniteArticle", True),
        (0, "addAnother", None),
        (0, "includeBefore", " x "),
        (0, "defaultValue", "nobody"),
        (0, "subtext", "Mind."),
        (0, "hideHintText", True),
        (2, "options", [{"value": "Any"}, {"value": "None"}]),
    ],
)
def test_no_field_of_an_input_changes_unseen(place: int, key: str, value: Any) -> None:
    found = document()
    found["additionalConditions"]["AP"][place]["inputs"][0][key] = value
    (one,) = policy_changes(invented(), read_policy_file(as_file(found))).changed
    (difference,) = one.differences
    assert difference.what.startswith("input ")
    assert difference.before != difference.after


def test_inputs_that_change_places_are_seen() -> None:
    found = document()
    found["additionalConditions"]["AP"][2]["inputs"].reverse()
    (one,) = policy_changes(invented(), read_policy_file(as_file(found))).changed
    assert one.differences == (Difference("order of inputs", "which, age", "age, which"),)


def test_an_input_below_an_option_is_named_by_its_way() -> None:
    found = document()
    below = found["additionalConditions"]["AP"][9]["inputs"][0]["options"][1]["conditional"]
    below["inputs"][0]["label"] = "Enter which house"
    (one,) = policy_changes(invented(), read_policy_file(as_file(found))).changed
    assert [each.what for each in one.differences] == ["input which, “A house by name”: house"]


@given(st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)))
def test_added_and_removed_mirror_each_other(left: set[int], right: set[int]) -> None:
    def without(places: set[int]) -> LicencePolicy:
        found = document()
        rows = found["additionalConditions"]["AP"]
        kept = [row for place, row in enumerate(rows) if place not in places]
        found["additionalConditions"]["AP"] = kept or rows
        return read_policy_file(as_file(found))

    before, after = without(left), without(right)
    there, back = policy_changes(before, after), policy_changes(after, before)
    assert there.added == back.removed
    assert there.removed == back.added
    assert there.unchanged == back.unchanged == len(set(before.conditions) & set(after.conditions))
