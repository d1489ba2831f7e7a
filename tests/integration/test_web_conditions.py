"""Choosing a condition, filling it in and seeing its wording, through the pages."""

import re

import pytest

from tests.support.casework import opted_in
from tests.support.conditions import (
    HOURS,
    NAMED,
    OCCASION,
    PLACE,
    UNNAMED,
    ask,
    form_of,
    requests,
)
from tests.support.conditions import client as client
from tests.support.conditions import reference as reference
from tests.support.licence_policy import invented, samples
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.domain.licence_policy import Answers, Input, InputKind, settled, wording

HOSTILE = "{name} <script>alert(1)</script> & %s {x|y} مرحبا \u200f</textarea>"


def _typed(
    inputs: tuple[Input, ...], answers: Answers, under: str = "in_"
) -> dict[str, str | list[str]]:
    """What to type for these answers, by the names of the fields."""
    typed: dict[str, str | list[str]] = {}
    for one in inputs:
        name, values = f"{under}{one.name}", answers.get(one.name, ())
        if one.kind is InputKind.DATE:
            for part, text in zip(("year", "month", "day"), values[0].split("-"), strict=True):
                typed[f"{name}-{part}"] = text
        elif one.kind is InputKind.CHECK:
            typed[name] = list(values)
        else:
            for place, value in enumerate(values, start=1):
                typed[name if place == 1 else f"{name}__{place}"] = value
        for place, option in enumerate(one.options, start=1):
            if option.value in values:
                typed |= _typed(option.inputs, answers, f"{name}_{place}_")
    return typed


def test_the_way_goes_from_choosing_to_filling_in(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/representations")
    page = page.follow("Record what the victim asks for").follow()
    assert page.h1 == f"Case {reference} Choose the condition"
    assert "Version 1.0 of the official licence conditions policy" in page.text
    assert "What victims ask for most" in page.text
    page = page.follow("No contact with a named person")
    assert page.h1 == f"Case {reference} No contact with a named person"
    page = page.submit(
        {**OCCASION, "wish": "Nobody of us.", "in_name": "mary ash", "in_office": "leeds"},
        button="Save",
    ).follow()
    assert page.notices == ["The request was recorded."]
    assert "Do not call on or write to Mary Ash unless your officer and Leeds has said yes." in (
        page.text
    )
    assert "Code 4858cd8b, version 1.0" in page.text
    (one,) = requests(portal, reference)
    assert one.answers == {"name": ("mary ash",), "office": ("leeds",)}


def test_conditions_are_found_by_words_and_by_category(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/representations/condition")
    found = page.submit({"words": "named contact"}, button="Search")
    assert "No contact with a named person" in found.links
    assert "Exclusion zone" not in found.links
    places = page.follow("Places")
    assert {"Exclusion zone", "Place not to be entered"} <= set(places.links)
    assert "No contact with a named person" not in places.links
    both = page.submit({"words": "map", "category": "Places"}, button="Search")
    assert "Exclusion zone" in both.links
    none = page.submit({"words": HOSTILE[:90]}, button="Search")
    assert "No condition has all of these words." in none.text
    assert none.value("words") == [HOSTILE[:90].strip()]
    strange = client.get(f"/cases/{reference}/representations/condition?category=Nonsense")
    assert "No condition has all of these words." in strange.text


@pytest.mark.parametrize("code", [one.short_code for one in invented().conditions.values()])
def test_every_condition_shows_its_form_and_gives_its_wording(
    portal: Portal, client: PageClient, reference: str, code: str
) -> None:
    """Filled in as somebody at the page would, the request says what the rules say."""
    condition = next(one for one in invented().conditions.values() if one.short_code == code)
    answers = list(samples(condition))[-1]
    page = form_of(client, reference, code)
    typed = _typed(condition.inputs, answers)
    for name in typed:
        if "__" in name:
            page = page.submit({}, button=condition.inputs[0].add_another)
    page = page.submit({**OCCASION, "wish": "This.", **typed}, button="Save")
    assert page.location is not None, page.errors
    (one,) = requests(portal, reference)
    assert one.wording == wording(condition, answers)
    assert one.answers == settled(condition.inputs, answers)
    changing = client.get(f"/cases/{reference}/requests/1/change")
    assert changing.submit({}, button="Save").location is not None, changing.errors
    assert requests(portal, reference)[0].answers == one.answers


def test_another_box_comes_with_a_button_and_keeps_what_was_typed(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = form_of(client, reference, NAMED)
    page = page.submit({"in_name": "Ann", "wish": HOSTILE}, button="Add one more person")
    assert page.errors == []
    assert page.value("in_name") == ["Ann"]
    assert page.value("in_name__2") == [""]
    assert page.value("wish") == [HOSTILE]
    page = page.submit({"in_name__2": "Bo"}, button="Add one more person")
    page = page.submit({**OCCASION, "in_name": "", "in_name__3": HOSTILE}, button="Save").follow()
    (one,) = requests(portal, reference)
    assert one.answers["name"] == ("Bo", " ".join(HOSTILE.split()))
    assert f"write to Bo or {' '.join(HOSTILE.split())} unless" in one.wording
    assert "alert(1)</script>" in page.text


def test_no_more_boxes_than_ten(client: PageClient, reference: str) -> None:
    page = form_of(client, reference, NAMED)
    for _ in range(9):
        page = page.submit({}, button="Add one more person")
    assert page.value("in_name__10") == [""]
    assert "Add one more person" not in page.text
    names = {f"in_name__{place}": "x" for place in range(2, 40)}
    token = page.value("csrf_token")[0]
    address = f"/cases/{reference}/representations/condition/{NAMED}"
    page = client.post(address, {**names, "csrf_token": token})
    assert "in_name__11" not in page.forms[0].names


def test_the_wording_is_shown_before_anything_is_saved(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = form_of(client, reference, HOURS)
    assert "Stay in between … and each day." in page.text
    page = page.submit(
        {"in_spans": "One span", "in_spans_1_oneStart": "7.30pm", "in_spans_1_oneEnd": "soon"},
        button="Show the wording",
    )
    assert page.errors == []
    assert "Stay in between 7:30pm and … each day." in page.text
    assert page.value("in_spans_1_oneEnd") == ["soon"]
    assert requests(portal, reference) == ()


def test_the_one_without_names_stands_beside_and_can_be_taken(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = form_of(client, reference, NAMED)
    assert "Without names: No contact with any victim, without names" in page.text
    assert "Do not call on or write to anybody whom you harmed." in page.text
    instead = re.search(r'formaction="([^"]+)"[^>]*>Ask for this one instead', page.html)
    assert instead
    token = page.value("csrf_token")[0]
    typed = {"wish": "Mine", "necessity": "Why", "instead": "yes", "csrf_token": token, **OCCASION}
    other = client.post(instead[1], typed)
    assert other.errors == []
    assert other.h1.endswith("No contact with any victim, without names")
    assert (other.value("wish"), other.value("necessity")) == (["Mine"], ["Why"])
    assert other.value("heard_on-day") == ["12"]
    other.submit({}, button="Save").follow()
    assert [one.code[:8] for one in requests(portal, reference)] == [UNNAMED]


def test_what_is_wrong_is_said_beside_its_box(client: PageClient, reference: str) -> None:
    page = ask(client, reference, HOURS, in_spans="One span", in_spans_1_oneStart="25:00")
    assert page.errors == ["Enter a time, like 7pm or 19:00.", "Fill this in: the end time."]
    assert "#in_spans_1_oneStart" in page.html
    page = ask(client, reference, PLACE, in_what="Just an address", in_what_2_address=" ")
    assert page.errors == ["Fill this in: the address."]
    page = ask(client, reference, "fd129172", **{"in_until-day": "31", "in_until-month": "2"})
    assert page.errors == [
        "Choose at least one: all that apply.",
        "The end date must include a year",
    ]
    page = ask(client, reference, NAMED)
    assert page.errors == ["Fill this in: who is to be left alone."]
    page = form_of(client, reference, UNNAMED).submit({}, button="Save")
    assert page.errors == [
        "Enter the day on which the victim said this",
        "Choose how the victim said it",
        "Enter what the victim asks for, in her own words.",
    ]


def test_what_was_typed_under_another_option_isnt_kept(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(
        client,
        reference,
        PLACE,
        in_what="Just a name",
        in_what_1_place="The quay",
        in_what_2_address="Her address",
    )
    assert page.location is not None
    (one,) = requests(portal, reference)
    assert one.answers == {"what": ("Just a name",), "place": ("The quay",)}


def test_without_a_policy_the_summaries_are_chosen_the_same_way(portal: Portal) -> None:
    reference, client = opted_in(portal, sentence_type="LIFE"), client_for(portal)
    page = client.get(f"/cases/{reference}/representations/condition")
    assert "No official licence conditions policy was imported." in page.text
    page = page.follow("Exclusion zone")
    page = page.submit(
        {**OCCASION, "wish": "W", "in_boundary": "Mill Lane\nQuay", "agreed_to_map": "y"},
        button="Save",
    ).follow()
    (one,) = requests(portal, reference)
    assert one.wording.startswith("Not to enter the area bounded by Mill Lane Quay, as shown")
    assert not one.official


def test_nothing_to_look_for_is_said(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/representations/condition").submit({}, button="Search")
    assert page.errors == ["Enter words of the condition, or choose a category"]
