"""Choosing a condition, filling it in and seeing its wording, through the pages."""

import re

import pytest

from tests.support.casework import opted_in
from tests.support.licence_policy import INVENTED, as_file, invented, newer, samples
from tests.support.pages import Page, PageClient
from tests.support.portal import CLI, Portal
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.licence_policy import Answers, Input, InputKind, settled, wording
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services.licence_policy import import_licence_policy
from victim_portal.services.representations import RequestView, representations_view

HOSTILE = "{name} <script>alert(1)</script> & %s {x|y} مرحبا \u200f</textarea>"
OCCASION = {"heard_on-day": "12", "heard_on-month": "11", "heard_on-year": "2026", "how": "visit"}
NAMED, UNNAMED, MAP, PLACE, HOURS = "4858cd8b", "d5998ca1", "0f9a20f4", "42f71b40", "52faefcf"


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case whose victim has opted in, with the invented policy in use."""
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    return opted_in(portal, sentence_type="LIFE")


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def requests(portal: Portal, reference: str) -> tuple[RequestView, ...]:
    return representations_view(portal.ctx, portal.officer, reference).requests


def form_of(client: PageClient, reference: str, code: str) -> Page:
    return client.get(f"/cases/{reference}/representations/condition/{code}")


def ask(
    client: PageClient, reference: str, code: str, button: str = "Save", **typed: object
) -> Page:
    wish = {"wish": "Keep him away."}
    return form_of(client, reference, code).submit({**OCCASION, **wish, **typed}, button=button)


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


def test_a_map_and_a_name_wait_for_agreement(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, MAP, in_area="Mill Lane, Castle Street").follow()
    assert "no recorded agreement to a map" in page.text
    assert "Put forward request 1" not in page.links
    assert "Map: Mill Lane, Castle Street" in page.text
    page = page.follow("Change request 1")
    assert page.value("in_area") == ["Mill Lane, Castle Street"]
    page = page.submit({"agreed_to_map": "y"}, button="Save").follow()
    page.follow("Put forward request 1").submit({"to": "The governor"}).follow()
    assert requests(portal, reference)[0].state is RequestState.PUT_FORWARD
    # Nothing on the page of a request without maps asks about one.
    assert "agreed_to_map" not in form_of(client, reference, NAMED).forms[0].names
    assert "agreed_to_name" not in form_of(client, reference, UNNAMED).forms[0].names


def test_another_condition_can_be_chosen_for_a_request(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, MAP, in_area="A", agreed_to_map="y").follow()
    page = page.follow("Change request 1").follow("Choose another condition")
    assert page.h1 == f"Case {reference}, request 1 Choose the condition"
    page = page.follow("No contact with any victim, without names")
    assert page.value("wish") == ["Keep him away."]
    page = page.submit({}, button="Save").follow()
    assert page.notices == ["Request 1 was changed."]
    (one,) = requests(portal, reference)
    assert (one.code[:8], one.agreed_to_map, one.areas) == (UNNAMED, False, ())


def test_a_request_in_plain_words_gets_the_official_ones(portal: Portal) -> None:
    reference, client = opted_in(portal, sentence_type="LIFE"), client_for(portal)
    page = client.get(f"/cases/{reference}/representations/new")
    page.submit({**OCCASION, "wish": "W", "code": UNNAMED}, button="Save").follow()
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    page = client.get(f"/cases/{reference}/representations")
    assert "The official wording can be chosen for it." in page.text
    choose = client.get(f"/cases/{reference}/representations/condition?request=1")
    choose.follow("No contact with any victim, without names").submit({}, button="Save").follow()
    (one,) = requests(portal, reference)
    assert (one.catalogue_version, one.wording) == (
        "1.0",
        "Do not call on or write to anybody whom you harmed.",
    )


def test_a_form_that_was_open_while_a_policy_came_loses_nothing(portal: Portal) -> None:
    reference, client = opted_in(portal, sentence_type="LIFE"), client_for(portal)
    page = client.get(f"/cases/{reference}/representations/new")
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    filled = {**OCCASION, "wish": "W", "code": PLACE, f"input_{PLACE}_place": "The quay"}
    assert page.submit(filled, button="Save").location is not None
    assert requests(portal, reference)[0].wording.startswith("Not to enter The quay")
    assert client.get(f"/cases/{reference}/representations/new").location is not None


def test_a_change_keeps_the_version_of_its_request(
    portal: Portal, client: PageClient, reference: str
) -> None:
    ask(client, reference, NAMED, in_name="Ann").follow()
    import_licence_policy(portal.ctx, CLI, as_file(newer()))
    page = client.get(f"/cases/{reference}/representations")
    assert "Version 1.1 of the licence conditions policy is in use now." in page.text
    page = page.follow("Change request 1")
    assert "version 1.0 of the licence conditions policy" in page.text
    page.submit({"in_name": "Bo"}, button="Save").follow()
    (one,) = requests(portal, reference)
    assert (one.catalogue_version, one.wording[:28]) == ("1.0", "Do not call on or write to B")


def test_save_and_add_another_starts_from_the_same_occasion(
    client: PageClient, reference: str
) -> None:
    page = ask(client, reference, UNNAMED, button="Save and add another").follow()
    assert page.h1.endswith("Choose the condition")
    page = page.follow("Exclusion zone")
    assert (page.value("heard_on-day"), page.value("how")) == (["12"], ["visit"])


def test_a_form_sent_twice_is_recorded_once(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = form_of(client, reference, UNNAMED)
    for _ in range(2):
        assert page.submit({**OCCASION, "wish": "W"}, button="Save").location is not None
    assert len(requests(portal, reference)) == 1


def test_a_change_over_somebody_elses_is_refused_with_the_words_kept(
    client: PageClient, reference: str
) -> None:
    ask(client, reference, NAMED, in_name="Ann")
    first = client.get(f"/cases/{reference}/requests/1/change")
    second = client.get(f"/cases/{reference}/requests/1/change")
    assert first.submit({"in_name": "Bo"}, button="Save").location is not None
    page = second.submit({"in_name": "Cy"}, button="Save")
    assert page.errors == ["Somebody else changed this in the meantime. Look at it again."]
    assert page.value("in_name") == ["Cy"]


@pytest.mark.parametrize(
    "path",
    [
        "representations/condition",
        f"representations/condition/{NAMED}",
        "requests/1/change?condition=d5998ca1",
    ],
)
def test_who_finds_these_pages(
    portal: Portal, client: PageClient, reference: str, path: str
) -> None:
    ask(client, reference, UNNAMED)
    client_for(portal, STRANGER).get(f"/cases/{reference}/{path}", status=404)
    client_for(portal, MANAGER).get(f"/cases/{reference}/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "representations/condition/nonsense",
        "representations/condition/00000000",
        "representations/condition?request=9",
        "representations/condition?request=x",
        "representations/condition?request=-1",
        "requests/1/change?condition=nonsense",
    ],
)
def test_what_isnt_there(client: PageClient, reference: str, path: str) -> None:
    ask(client, reference, UNNAMED)
    client.get(f"/cases/{reference}/{path}", status=404)


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


def test_words_that_give_away_where_she_lives_are_warned_of_before_and_after(
    portal: Portal, client: PageClient
) -> None:
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    home = {"address": "12 Mill Lane, Netherby", "postcode": "SO14 3AB"}
    reference = opted_in(portal, sentence_type="LIFE", **home)
    page = form_of(client, reference, MAP)
    assert "The offender will read these words." not in page.text
    page = page.submit({"in_area": "Round MILL  lane, and the quay"}, button="Show the wording")
    assert "They hold the victim\u2019s own address." in page.text
    page = page.submit({**OCCASION, "wish": "W", "agreed_to_map": "y"}, button="Save").follow()
    assert "They hold the victim\u2019s own address." in page.text
    page = page.follow("Put forward request 1")
    assert "They hold the victim\u2019s own address." in page.text
    page.submit({"to": "The governor"}).follow()
    assert requests(portal, reference)[0].state is RequestState.PUT_FORWARD


def test_nothing_to_look_for_is_said(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/representations/condition").submit({}, button="Search")
    assert page.errors == ["Enter words of the condition, or choose a category"]
