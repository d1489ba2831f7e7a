"""The pages of maps: making one by typing or by a file, looking at it, and who may not."""

import io
from dataclasses import replace

import pytest

from tests.support import map_files
from tests.support.conditions import MAP, OCCASION, ask
from tests.support.licence_policy import INVENTED
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.web import STRANGER, client_for
from tests.support.zones import (
    WORDS,
    ZONE,
    corners,
    drawn,
    judged,
    the_zone,
    typed,
    zone_case,
)
from victim_portal.domain.zones import Circle, MapKind
from victim_portal.services.licence_policy import import_licence_policy


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def page_of(reference: str, rest: str = "") -> str:
    return f"/cases/{reference}/requests/1/areas/1{rest}"


def test_an_area_is_asked_for_typed_looked_at_and_put_forward(
    portal: Portal, client: PageClient
) -> None:
    reference = zone_case(portal)
    page = client.get(f"/cases/{reference}/representations")
    assert "There is no map yet." in page.text
    page = page.follow("Make the map of request 1")
    assert page.h1.endswith("Map of request 1")
    assert WORDS in page.text
    assert "They may be let in for a reason" in page.text
    page = page.follow("Draw the area")
    page = page.submit({"kind": "outline", "corners": typed()}, button="Save the map").follow()
    assert page.notices == ["The map was saved. Look at it, and answer the questions below it."]
    assert "from west to east" in page.text
    assert "Put forward request 1" not in client.get(f"/cases/{reference}/representations").links
    page = page.submit({"shows_home": "no", "agreed": "y"}, button="Save").follow()
    assert page.notices == ["Recorded: the victim agrees to this map."]
    assert "The victim agreed to the map." in page.text
    page = page.follow("Put forward request 1").submit({"to": "The governor"}).follow()
    page = page.follow("See the map of request 1")
    assert "It can be taken away, and those who have it are told" in page.text
    assert "Draw it again" not in page.links


def test_a_condition_with_a_map_leads_to_its_map(portal: Portal, client: PageClient) -> None:
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    from tests.support.casework import opted_in

    reference = opted_in(portal, sentence_type="LIFE")
    page = ask(client, reference, MAP, in_area="Quay Street, Harbour Road").follow()
    assert page.h1.endswith("Map of request 1")
    assert page.notices == ["The request was recorded."]


def test_the_plain_summaries_lead_to_the_map_too(portal: Portal, client: PageClient) -> None:
    from tests.support.casework import opted_in

    reference = opted_in(portal, sentence_type="LIFE")
    page = client.get(f"/cases/{reference}/representations/new")
    filled = {**OCCASION, "wish": "W", "code": ZONE, f"input_{ZONE}_boundary": WORDS}
    assert page.submit(filled, button="Save").follow().h1.endswith("Map of request 1")


def test_a_circle_is_typed_by_its_centre_and_radius(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    page = client.get(page_of(reference, "/draw"))
    centre = corners().corners[0].in_words()
    given = {"kind": "circle", "centre": centre, "radius": "250 m"}
    page = page.submit(given, button="Save the map").follow()
    assert "The middle of a circle is easily found." in page.text
    again = page.follow("Draw it again")
    assert again.value("centre") == [centre]
    assert again.value("radius") == ["250"]
    assert isinstance(the_zone(portal, reference).shape, Circle)


@pytest.mark.parametrize(
    ("given", "said", "box"),
    [
        ({"kind": "outline", "corners": "here"}, "Line 1: “here” isn't a latitude", "corners"),
        ({"kind": "outline", "corners": ""}, "An area has 3 to 100 corners.", "corners"),
        (
            {"kind": "outline", "corners": typed((0, 0), (500, 500), (500, 0), (0, 500))},
            "The outline crosses or touches itself",
            "corners",
        ),
        ({"kind": "circle", "centre": "51.3, -5.6", "radius": "big"}, "whole metres", "radius"),
        ({"kind": "circle", "centre": "51.3, -5.6", "radius": "5"}, "The radius must be", "radius"),
        ({"kind": "circle", "centre": "51, -1", "radius": "200"}, "outside the map", "centre"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_stays_typed(
    portal: Portal, client: PageClient, given: dict[str, str], said: str, box: str
) -> None:
    reference = zone_case(portal)
    page = client.get(page_of(reference, "/draw")).submit(given, button="Save the map")
    assert page.title.startswith("Error: ")
    assert said in page.text
    assert page.value(box) == [given[box]]
    assert f'href="#{box}"' in page.html
    assert the_zone(portal, reference).kind is None


def test_a_shape_has_to_be_chosen(portal: Portal, client: PageClient) -> None:
    page = client.get(page_of(zone_case(portal), "/draw"))
    page = page.submit({"kind": None}, button="Save the map")
    assert page.title.startswith("Error: ")


def test_a_map_is_uploaded(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    page = client.get(page_of(reference)).follow("Upload a map")
    file = (io.BytesIO(map_files.pdf("", "Near 12 Mill Lane")), "map.pdf")
    page = page.submit({"file": file}, button="Upload").follow()
    assert "Near 12 Mill Lane" in page.text
    assert "own address. It may stand on the map as well" in page.text
    assert the_zone(portal, reference).kind is MapKind.UPLOADED
    figure = client.http.get(page_of(reference, "/figure.svg"))
    assert b"data:image/jpeg;base64," in figure.data


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg onload='alert(1)'/>", "map.svg", "must be a"),
        (b"<svg onload='alert(1)'/>", "map.png", "must be a PDF, PNG or JPEG"),
        (map_files.png()[:-60], "map.png", "broken"),
        (b"", "map.pdf", "empty"),
    ],
)
def test_what_is_no_map_is_refused_beside_the_box(
    portal: Portal, client: PageClient, content: bytes, name: str, said: str
) -> None:
    reference = zone_case(portal)
    page = client.get(page_of(reference, "/upload"))
    page = page.submit({"file": (io.BytesIO(content), name)}, button="Upload")
    assert said in page.text
    assert the_zone(portal, reference).kind is None


def test_a_map_that_gives_her_home_away_is_drawn_again(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    page = client.get(page_of(reference))
    page = page.submit({"shows_home": "yes", "agreed": "y"}, button="Save").follow()
    assert page.notices == ["Recorded. This map goes to nobody: draw or upload another one."]
    assert (
        "gives away where the victim lives"
        in client.get(f"/cases/{reference}/representations").text
    )
    page = client.get(page_of(reference)).submit({"shows_home": None}, button="Save")
    assert page.title.startswith("Error: ")


def test_whoever_was_slower_looks_again(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    page, looked = client.get(page_of(reference, "/draw")), drawn(portal, reference)
    assert looked.kind is MapKind.DRAWN
    given = {"kind": "circle", "centre": corners().corners[0].in_words(), "radius": "90"}
    page = page.submit(given, button="Save the map")
    assert "Somebody else changed this" in page.text
    assert page.value("radius") == ["90"]
    assert page.submit({}, button="Save the map").location is not None
    stale = client.get(page_of(reference))
    drawn(portal, reference)
    page = stale.submit({"shows_home": "no", "agreed": "y"}, button="Save")
    assert "Somebody else changed this" in page.text
    assert not the_zone(portal, reference).agreed


def test_a_map_is_taken_away(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    page = client.get(page_of(reference)).submit({}, button="Take the map away").follow()
    assert page.notices == ["The map was taken away. The description stays."]
    assert "There is no map yet." in page.text
    assert client.http.get(page_of(reference, "/figure.svg")).status_code == 404


def test_her_street_in_the_words_is_warned_of(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal, "Mill Lane and Quay Street")
    assert "own address. Put it in other words" in client.get(page_of(reference)).text


def test_hostile_words_stand_on_the_page_and_in_the_figure_as_typed(
    portal: Portal, client: PageClient
) -> None:
    words = '<script>alert(1)</script>" onload="x" ]]> &amp;'
    reference = zone_case(portal, words)
    drawn(portal, reference)
    page = client.get(page_of(reference))
    assert words in page.text
    assert "<script>alert" not in page.html
    assert b"<script" not in client.http.get(page_of(reference, "/figure.svg")).data


def test_the_pictures_come_from_here_and_run_nothing(portal: Portal, client: PageClient) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    for path in (page_of(reference, "/figure.svg"), "/map/picture"):
        answer = client.http.get(path)
        assert answer.status_code == 200
        assert answer.mimetype == "image/svg+xml"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.http.get("/map/tiles/10/511/340").status_code == 404


def test_nobody_else_finds_a_map(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    stranger = client_for(portal, STRANGER)
    for rest in ("", "/figure.svg", "/draw", "/upload"):
        assert stranger.http.get(page_of(reference, rest)).status_code == 404
    officer = client_for(portal)
    for area in ("0", "2", "999999999999999999999999"):
        for path in (f"requests/1/areas/{area}", f"requests/{area}/areas/1"):
            assert officer.http.get(f"/cases/{reference}/{path}").status_code == 404


def test_what_went_forward_is_neither_drawn_nor_uploaded(
    portal: Portal, client: PageClient
) -> None:
    from datetime import date

    from victim_portal.services.representations import put_forward

    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference)
    put_forward(portal.ctx, portal.officer, reference, 1, "The governor", date(2026, 11, 18))
    for rest in ("/draw", "/upload"):
        assert client.http.get(page_of(reference, rest)).status_code == 404


def test_without_a_base_map_only_uploading_is_offered(portal: Portal) -> None:
    portal.ctx = replace(portal.ctx, base_map=None)
    client, reference = client_for(portal), zone_case(portal)
    page = client.get(page_of(reference))
    assert "Upload a map of the area." in page.text
    assert "Draw the area" not in page.links
    for path in (page_of(reference, "/draw"), "/map/picture", "/map/tiles/10/1/1"):
        assert client.http.get(path).status_code == 404
