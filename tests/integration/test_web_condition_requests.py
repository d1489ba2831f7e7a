"""What becomes of a request for a condition: agreement, versions, changes, who may see it."""

import pytest

from tests.support.casework import opted_in
from tests.support.conditions import (
    MAP,
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
from tests.support.licence_policy import INVENTED, as_file, newer
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services.licence_policy import import_licence_policy


def test_a_map_and_a_name_wait_for_agreement(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, MAP, in_area="Mill Lane, Castle Street").follow()
    # Its map has a page, which is where it goes on.
    page = page.follow("Representations")
    assert "no recorded agreement to a map" in page.text
    assert "Put forward request 1" not in page.links
    assert "Map: Mill Lane, Castle Street" in page.text
    page = page.follow("Change request 1")
    assert page.value("in_area") == ["Mill Lane, Castle Street"]
    assert "The area on the map, in words" in page.text
    page = page.submit({"agreed_to_map": "y"}, button="Save").follow()
    page.follow("Put forward request 1").submit({"to": "The governor"}).follow()
    assert requests(portal, reference)[0].state is RequestState.PUT_FORWARD
    # Nothing on the page of a request without maps asks about one.
    assert "agreed_to_map" not in form_of(client, reference, NAMED).forms[0].names
    assert "agreed_to_name" not in form_of(client, reference, UNNAMED).forms[0].names


def test_another_condition_can_be_chosen_for_a_request(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = (
        ask(client, reference, MAP, in_area="A", agreed_to_map="y")
        .follow()
        .follow("Representations")
    )
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


def test_a_page_that_was_open_while_a_newer_version_came_loses_nothing(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = form_of(client, reference, "aa000004")
    import_licence_policy(portal.ctx, CLI, as_file(newer()))
    typed = {**OCCASION, "wish": "W", "in_value": "500"}
    page = page.submit(typed, button="Show the wording")
    assert "Do not carry more than £500." in page.text
    page = page.submit({}, button="Save").follow()
    assert "It doesn't have this condition. The request stays as it is." in page.text
    (one,) = requests(portal, reference)
    assert (one.catalogue_version, one.wording) == ("1.0", "Do not carry more than £500.")
    token = page.follow("Change request 1").value("csrf_token")[0]
    address = f"/cases/{reference}/representations/condition/aa000004"
    client.post(address, {"csrf_token": token, "version": "0.1"}, status=404)


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
    page = page.follow("Representations")
    assert "They hold the victim\u2019s own address." in page.text
    page = page.follow("Put forward request 1")
    assert "They hold the victim\u2019s own address." in page.text
    page.submit({"to": "The governor"}).follow()
    assert requests(portal, reference)[0].state is RequestState.PUT_FORWARD
