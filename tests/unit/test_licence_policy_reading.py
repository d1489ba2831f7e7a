"""A policy file: what is taken from it, and what a broken or hostile one is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.licence_policy import as_file, document, invented
from victim_portal.domain.licence_policy import (
    MAX_BYTES,
    InputKind,
    LetterCase,
    ListType,
    PolicyFileError,
    every_input,
    read_policy_document,
    read_policy_file,
    version_key,
)

Path = list[str | int]
FIRST: Path = ["additionalConditions", "AP", 0]
NAME: Path = [*FIRST, "inputs", 0]
RADIO: Path = ["additionalConditions", "AP", 2, "inputs", 0]


def changed(path: Path, value: Any) -> bytes:
    """The invented policy with one value replaced, or taken away where it is ``KeyError``."""
    found = document()
    at: Any = found
    for key in path[:-1]:
        at = at[key]
    if value is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return as_file(found)


def refused(data: bytes) -> PolicyFileError:
    with pytest.raises(PolicyFileError) as error:
        read_policy_file(data)
    return error.value


def test_every_field_is_taken() -> None:
    policy = invented()
    by_code = {one.short_code: one for one in policy.conditions.values()}
    assert policy.version == "1.0"
    assert list(by_code)[:3] == ["4858cd8b", "d5998ca1", "4a5fed48"]
    assert "cc000001" not in by_code
    assert list(policy.standard.values())[1] == "Tell your officer where you live."
    assert [len(new) for new in policy.replaced_by.values()] == [1, 0]
    named = by_code["4858cd8b"]
    assert (named.type, named.category_short) == ("NoContactWithVictim", "People")
    name, office = named.inputs
    assert (name.list_type, name.case, name.add_another, name.optional) == (
        ListType.OR,
        LetterCase.CAPITALISED,
        "Add one more person",
        False,
    )
    assert (office.optional, office.before) == (True, " and ")
    assert by_code["0f9a20f4"].text_plural == "Do not go into the areas on the maps."
    assert by_code["0f9a20f4"].inputs[0].add_another
    assert not by_code["99195049"].inputs[1].add_another
    assert by_code["aa000003"].inputs[1].subtext
    assert by_code["d36a3b77"].skippable
    assert by_code["d36a3b77"].monitored
    assert by_code["d36a3b77"].subtext == "A remark on the condition."
    assert by_code["52faefcf"].inputs[0].options[0].inputs[0].hide_hint
    assert by_code["aa000001"].inputs[0].article
    kinds = {one.kind for each in by_code.values() for one in every_input(each.inputs)}
    assert kinds == set(InputKind) - {InputKind.LONG}


def test_codes_are_told_apart_without_their_capitals() -> None:
    assert "d5998ca1-0000-4000-8000-000000000000" in invented().conditions
    again = document()
    twice = dict(again["additionalConditions"]["AP"][1])
    twice["code"] = twice["code"].lower().replace("4000", "4001")
    again["additionalConditions"]["AP"].append(twice)
    assert "come twice" in str(refused(as_file(again)))


def test_versions_are_ordered_by_their_numbers() -> None:
    assert version_key("3.0") < version_key("3.9") < version_key("3.10") < version_key("4")
    assert version_key("4") == version_key("4.0")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["version"], KeyError, "The file: 'version' must be a text."),
        (["version"], "four", "'version' must be like 4.0"),
        (["version"], "1" * 21, "more than 20 characters"),
        (["colour"], "red", "The field 'colour' isn't known to this release"),
        (["standardConditions"], KeyError, "StandardConditions: There must be an object"),
        (["standardConditions", "AP", 1, "code"], "x", "isn't an official code: 'x'"),
        (["standardConditions", "AP", 1, "text"], " ", "'text' must be a text"),
        (["additionalConditions", "AP"], [], "at least one condition"),
        (["additionalConditions", "AP"], {}, "'AP' must be a list"),
        (["additionalConditions", "AP", 0], "x", "AP, number 1: There must be an object"),
        (["changeHints", 0, "previousCode"], None, "ChangeHints, number 1: 'previousCode'"),
        ([*FIRST, "code"], "4858cd8b", "isn't an official code"),
        ([*FIRST, "text"], "x" * 5001, "Condition 4858cd8b: 'text' has more than 5,000"),
        ([*FIRST, "text"], "Not {name}.", "'text' must not hold placeholders"),
        ([*FIRST, "text"], "a\u202eb", "can show (U+202E)"),
        ([*FIRST, "text"], "a\x07b", "can show (U+0007)"),
        ([*FIRST, "helpLink"], {}, "The field 'helpLink' isn't known"),
        ([*FIRST, "requiresInput"], False, "'requiresInput' and 'inputs' must agree"),
        ([*FIRST, "requiresInput"], "yes", "must be true or false"),
        ([*FIRST, "tpl"], None, "needs 'tpl'"),
        ([*FIRST, "tpl"], "To {name} and {who}{office}.", "'who' belongs to no input"),
        ([*FIRST, "tpl"], "To {name} {office", "A brace stands alone"),
        ([*FIRST, "tpl"], "To {name} alone.", "'office' has no placeholder"),
        ([*FIRST, "inputs"], None, "must agree"),
        ([*FIRST, "textPlural"], "To all.", "no input is one"),
        ([*NAME, "type"], "number", "Condition 4858cd8b, input 'name': 'type' must be 'text' or"),
        ([*NAME, "type"], "textarea", "isn't a type of input"),
        ([*NAME, "type"], KeyError, "isn't a type of input"),
        ([*NAME, "name"], "a b", "letters and digits alone"),
        ([*NAME, "name"], "office", "inputs are called"),
        ([*NAME, "label"], "", "'label' must be a text"),
        ([*NAME, "listType"], "NOR", "'listType' must be 'AND' or 'OR', and is 'NOR'"),
        ([*NAME, "case"], "title", "'case' must be"),
        ([*NAME, "addAnother"], {"label": "More", "most": 3}, "'most' isn't known"),
        ([*NAME, "includeBefore"], "{x}", "must not hold braces"),
        ([*NAME, "defaultValue"], 4, "'defaultValue' must be a text"),
        ([*NAME, "options"], [{"value": "x"}], "nothing else has"),
        ([*RADIO, "options"], [], "Radios and checks have options"),
        ([*RADIO, "options", 1, "value"], "Any", "Two options read the same"),
        ([*RADIO, "options", 0, "conditional"], {"inputs": []}, "has no inputs"),
        ([*RADIO, "addAnother"], {"label": "More"}, "Only a text can be added to"),
    ],
)
def test_a_broken_file_is_told_where(path: Path, value: Any, said: str) -> None:
    assert said in str(refused(changed(path, value)))


def test_what_two_inputs_must_not_be() -> None:
    found = document()
    inputs = found["additionalConditions"]["AP"][0]["inputs"]
    inputs.append(dict(inputs[0]))
    assert "The input 'name' comes twice" in str(refused(as_file(found)))
    inputs[-1]["label"] = "Another"
    assert "Two different inputs are called 'name'" in str(refused(as_file(found)))


def test_options_lie_three_deep_at_most() -> None:
    found = document()
    row = found["additionalConditions"]["AP"][2]
    inner: dict[str, Any] = {"type": "radio", "label": "L", "options": [{"value": "v"}]}
    for depth in range(4):
        inner = {
            "type": "radio",
            "label": "L",
            "name": f"deep{depth}",
            "options": [
                {"value": "v", "conditional": {"inputs": [inner | {"name": f"in{depth}"}]}}
            ],
        }
    row["inputs"][0]["options"][0]["conditional"] = {"inputs": [inner]}
    assert "more than 3 deep" in str(refused(as_file(found)))


def test_missing_and_empty_fields_are_one() -> None:
    found = document()
    for row in found["additionalConditions"]["AP"]:
        for key in [key for key, value in row.items() if value is None]:
            del row[key]
    assert read_policy_file(as_file(found)) == invented()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"[1, 2", "Line 1, column"),
        (b"code,text\n1,2\n", "The file isn't JSON"),
        ("{}".encode("utf-16"), "UTF-16"),
        ('{"version": "é"}'.encode("latin-1"), "Latin-1"),
        (b"[" * 100_000, "isn't JSON"),
        (b'{"version": ' + b"9" * 5000 + b"}", "isn't JSON"),
        (b'{"version": NaN}', "NaN is no value"),
        (b'{"version": "1.0", "version": "2.0"}', "'version' is given twice"),
        (b'"x"', "There must be an object"),
        (b" " * (MAX_BYTES + 1), "The file is too large: 2 MB"),
    ],
)
def test_what_is_no_policy_at_all(data: bytes, said: str) -> None:
    assert said in str(refused(data))


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert read_policy_file(b"\xef\xbb\xbf" + as_file(document())) == invented()


def test_far_too_much_of_anything() -> None:
    many = document()
    many["additionalConditions"]["AP"] *= 100
    assert "'AP' has more than 500 entries" in str(refused(as_file(many)))
    inputs = document()
    inputs["additionalConditions"]["AP"][0]["inputs"] *= 50
    assert "'inputs' has more than 60 entries" in str(refused(as_file(inputs)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["top", "condition", "input", "hint"]))
def test_no_document_brings_anything_but_a_refusal(value: Any, where: str) -> None:
    found = document()
    if where == "condition":
        found["additionalConditions"]["AP"][0] = value
    elif where == "input":
        found["additionalConditions"]["AP"][0]["inputs"][0] = value
    elif where == "hint":
        found["changeHints"] = value
    try:
        read_policy_document(value if where == "top" else found)
    except PolicyFileError:
        return
    # Hints alone may be left out, or be an empty list.
    assert where == "hint"
