"""What is wrong with the answers to a condition."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.licence_policy import condition, invented, samples
from victim_portal.domain.licence_policy import Answers, InputKind, answer_problems, every_input
from victim_portal.domain.licence_policy.inputs import asks_for

TODAY = date(2026, 11, 18)
AGE = "The age must be a whole number from 1 to 18."
SUM = "Enter a sum in pounds, like 500 or 1,250.50, without the sign."
POSTCODE = "The last line isn't a postcode: it must be like SO14 3AB."
OFFERED = "Choose from the options shown."
NAMED = {"name": ("Mary Ash",)}


def problems(code: str, **answers: tuple[str, ...]) -> dict[str, str]:
    return answer_problems(condition(code), answers, TODAY)


def test_every_sample_can_be_taken() -> None:
    for one in invented().conditions.values():
        for answers in samples(one):
            assert answer_problems(one, answers, TODAY) == {}, one.short_code


@pytest.mark.parametrize(
    ("code", "answers", "wrong"),
    [
        ("4858cd8b", {}, {"name": "Fill this in: who is to be left alone."}),
        ("4858cd8b", {"name": (" ", "\n")}, {"name": "Fill this in: who is to be left alone."}),
        ("4858cd8b", {"name": ("x" * 201,)}, {"name": "This must have at most 200 characters."}),
        ("4858cd8b", {"name": ("A", "B", "a")}, {"name-3": "This is here twice."}),
        ("4858cd8b", {"name": ("A", "!?")}, {"name-2": "Enter words, not only signs."}),
        ("4858cd8b", {"name": tuple("abcdefghijk")}, {"name": "Give at most 10 of these."}),
        ("4858cd8b", NAMED | {"office": ("A", "B")}, {"office": "Give at most 1 of these."}),
        ("4858cd8b", NAMED | {"x": ("y",)}, {"x": "This condition doesn't ask for this."}),
        ("4858cd8b", NAMED | {"x": ("",)}, {}),
        ("d5998ca1", {}, {}),
        ("4a5fed48", {"age": ("16",)}, {"which": "Choose one: which."}),
        ("4a5fed48", {"which": ("None",), "age": ("16",)}, {"which": OFFERED}),
        (
            "4a5fed48",
            {"which": ("Any", "Any older"), "age": ("1",)},
            {"which": "Choose one of them."},
        ),
        ("4a5fed48", {"which": ("Any",), "age": ("19",)}, {"age": AGE}),
        ("4a5fed48", {"which": ("Any",), "age": ("٣",)}, {"age": AGE}),
        ("0f9a20f4", {}, {"area": "Describe the area by the roads or places that bound it."}),
        ("0f9a20f4", {"area": ("x" * 2001,)}, {"area": "This must have at most 2,000 characters."}),
        ("42f71b40", {}, {"what": "Choose one: what to enter."}),
        (
            "42f71b40",
            {"what": ("Just a name",), "address": ("A",)},
            {"place": "Fill this in: the name."},
        ),
        ("42f71b40", {"what": ("Just an address",), "address": ("Mill Lane",)}, {}),
        ("42f71b40", {"what": ("Just an address",), "address": ("1 A St\nS014 3AB",)}, {}),
        (
            "42f71b40",
            {"what": ("Just an address",), "address": ("1 A St\nSO14 33B",)},
            {"address": POSTCODE},
        ),
        (
            "52faefcf",
            {"spans": ("One span",), "oneStart": ("19:00",), "oneEnd": ("19:00",)},
            {"oneEnd": "The end must be another time than the start."},
        ),
        (
            "52faefcf",
            {"spans": ("One span",), "oneStart": ("7ish",), "oneEnd": ("19:00",)},
            {"oneStart": "Enter a time, like 7pm or 19:00."},
        ),
        (
            "52faefcf",
            {
                "spans": ("Two spans",),
                "twoStart": ("01:00",),
                "twoEnd": ("02:00",),
                "twoStart2": ("01:00",),
                "twoEnd2": ("02:00",),
            },
            {"twoStart2": "These hours are here twice."},
        ),
        ("fd129172", {"what": ("where you are",)}, {"until": "Fill this in: the end date."}),
        ("fd129172", {"what": ("x",), "until": ("2027-01-01",)}, {"what": OFFERED}),
        ("fd129172", {"until": ("2027-01-01",)}, {"what": "Choose at least one: all that apply."}),
        ("d36a3b77", {}, {}),
        ("d36a3b77", {"until": ("2026-11-18",)}, {"until": "The date must be in the future."}),
        ("d36a3b77", {"until": ("2027-02-30",)}, {"until": "Enter a real date."}),
        ("d36a3b77", {"until": ("2999-01-01",)}, {"until": "The date must be within 100 years."}),
        ("aa000004", {"value": ("£500",)}, {"value": SUM}),
        ("aa000004", {"value": ("0",)}, {"value": SUM}),
        ("aa000004", {"value": ("1,250.50",)}, {}),
    ],
)
def test_what_is_wrong(code: str, answers: Answers, wrong: dict[str, str]) -> None:
    assert answer_problems(condition(code), answers, TODAY) == wrong


def test_hours_belong_together() -> None:
    given_start = problems(
        "aa000002", fairs=("Any fair",), hours=("Between hours",), fromStart=("19:00",)
    )
    assert set(given_start) == {"fromEnd"}


def test_what_stands_under_another_option_is_passed_over() -> None:
    wrong_but_hidden = {"twoStart": ("nonsense",)}
    one = {"spans": ("One span",), "oneStart": ("19:00",), "oneEnd": ("20:00",)}
    assert problems("52faefcf", **one, **wrong_but_hidden) == {}


def test_what_an_input_asks_for() -> None:
    labels = {
        one.label: asks_for(one) for each in invented().conditions.values() for one in each.inputs
    }
    assert labels["Enter the office (optional)"] == "the office"
    assert labels["Select the banks"] == "the banks"
    hours = condition("52faefcf").inputs[0].options[1].inputs
    assert asks_for(hours[2]) == "the start time"


@given(
    st.sampled_from(sorted(one.short_code for one in invented().conditions.values())),
    st.data(),
)
def test_a_problem_is_always_a_sentence_about_a_known_input(code: str, data: st.DataObject) -> None:
    one = condition(code)
    inputs = list(every_input(one.inputs))
    options = [o.value for each in inputs for o in each.options]
    value = st.text(max_size=12) | st.sampled_from([*options, "19:00", "2027-01-01", "16"])
    names = st.sampled_from(sorted({each.name for each in inputs} | {"strange"}))
    answers = data.draw(st.dictionaries(names, st.lists(value, max_size=12).map(tuple)))
    for name, sentence in answer_problems(one, answers, TODAY).items():
        assert name.partition("-")[0] in {each.name for each in inputs} | {"strange"}
        assert sentence.endswith((".", "?"))
    kinds = {each.kind for each in inputs}
    assert kinds <= set(InputKind)
