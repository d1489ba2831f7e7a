"""The maps of areas: drawn, uploaded, judged, and kept from going anywhere unjudged."""

import pytest
from sqlalchemy import select, text

from tests.support import map_files
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request
from tests.support.zones import (
    TOWN,
    WORDS,
    ZONE,
    corners,
    drawn,
    judged,
    the_request,
    the_zone,
    zone_case,
)
from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.zones import Circle, MapKind
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.representations import change_request, put_forward
from victim_portal.services.zones import (
    figures_of,
    remove_map,
    upload_map,
    zone_figure,
)
from victim_portal.store.models import AuditEvent, ConditionRequest, ZonePicture


def forward(portal: Portal, reference: str) -> None:
    put_forward(portal.ctx, portal.officer, reference, 1, "The offender manager", TODAY)


def refusal(portal: Portal, reference: str) -> str:
    with pytest.raises(InvalidError) as caught:
        forward(portal, reference)
    return caught.value.problems["agreed"]


def pictures(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return len(list(uow.session.scalars(select(ZonePicture.id))))


def test_an_area_is_drawn_measured_and_shown(town: Portal) -> None:
    reference = zone_case(town)
    assert the_zone(town, reference).kind is None
    view = drawn(town, reference)
    assert view.kind is MapKind.DRAWN
    assert view.shape == corners()
    assert view.words == WORDS
    assert "square metres" in view.size
    assert [one.number for one in view.corners] == [1, 2, 3, 4]
    assert view.corners[0].to_next == "170 metres"
    assert view.may_change
    figure = zone_figure(town.ctx, town.officer, reference, 1, 1)
    for word in ("Quay Street", 'id="zone"', 'id="scale"', "Marlhaven, an invented town"):
        assert word in figure.drawing
    assert figure.alternative == view.alternative


def test_a_map_goes_nowhere_before_it_was_judged_and_agreed_to(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    assert "look at the map" in refusal(portal, reference)
    assert "look at the map" in the_request(portal, reference).blocked
    judged(portal, reference, shows_home=True)
    assert "gives away where the victim lives" in refusal(portal, reference)
    judged(portal, reference, agreed=False)
    assert "no recorded agreement to the map" in refusal(portal, reference)
    judged(portal, reference)
    forward(portal, reference)
    assert the_request(portal, reference).state is RequestState.PUT_FORWARD


def test_without_the_agreement_to_a_map_none_goes_forward(portal: Portal) -> None:
    reference = zone_case(portal, agreed=False)
    drawn(portal, reference)
    judged(portal, reference)
    assert "no recorded agreement to a map" in refusal(portal, reference)


def test_nobody_agrees_to_what_gives_her_home_away(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    assert not judged(portal, reference, shows_home=True, agreed=True).agreed


def test_another_map_is_judged_and_agreed_to_anew(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference)
    view = drawn(portal, reference, Circle(TOWN.position((900, 800)), 250))
    assert (view.shows_home, view.agreed) == (None, False)
    assert any("middle of a circle" in hint for hint in view.hints)
    assert "look at the map" in refusal(portal, reference)
    assert pictures(portal) == 1


def test_other_words_are_judged_anew_beside_the_map(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    seen = judged(portal, reference).row_version
    other = a_request(ZONE, inputs={"boundary": "Only Quay Street"}, agreed_to_map=True)
    change_request(portal.ctx, portal.officer, reference, 1, other, seen)
    view = the_zone(portal, reference)
    assert view.words_changed
    assert view.kind is MapKind.DRAWN
    assert "look at the map" in refusal(portal, reference)
    judged(portal, reference)
    forward(portal, reference)


def test_another_condition_without_a_map_leaves_no_picture(portal: Portal) -> None:
    reference = zone_case(portal)
    seen = drawn(portal, reference).row_version
    change_request(portal.ctx, portal.officer, reference, 1, a_request(), seen)
    assert pictures(portal) == 0
    with pytest.raises(NotFoundError):
        the_zone(portal, reference)


def test_an_uploaded_map_is_kept_anew_and_its_words_are_offered(portal: Portal) -> None:
    reference = zone_case(portal)
    file = map_files.pdf("", "Near 12 Mill Lane, bounded by Quay Street")
    upload_map(portal.ctx, portal.officer, reference, 1, 1, file, 1)
    view = the_zone(portal, reference)
    assert view.kind is MapKind.UPLOADED
    assert "bounded by Quay Street" in view.file_words
    # Her own street stands in the file: the officer is warned, before anybody else reads it.
    assert ProtectedKind.ADDRESS in view.file_gives_away
    assert view.gives_away == ()
    figure = zone_figure(portal.ctx, portal.officer, reference, 1, 1)
    assert figure.picture.startswith(b"\xff\xd8\xff")
    assert "Mill Lane" not in figure.drawing + figure.alternative
    assert map_files.SECRET not in figure.picture


def test_words_that_hold_her_street_or_postcode_are_warned_of(portal: Portal) -> None:
    reference = zone_case(portal, "Mill Lane, Quay Street and all of so14 3ab")
    kinds = the_zone(portal, reference).gives_away
    assert set(kinds) == {ProtectedKind.ADDRESS, ProtectedKind.POSTCODE}


def test_where_she_lives_is_in_no_figure(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    figure = zone_figure(portal.ctx, portal.officer, reference, 1, 1)
    whole = figure.drawing + figure.alternative + figure.caption
    for secret in ("12 Mill", "SO14", "Netherby", "Rowena", "07700", reference):
        assert secret not in whole


def test_a_map_is_taken_away_with_its_picture(portal: Portal) -> None:
    reference = zone_case(portal)
    seen = drawn(portal, reference).row_version
    remove_map(portal.ctx, portal.officer, reference, 1, 1, seen)
    view = the_zone(portal, reference)
    assert view.kind is None
    assert view.words == WORDS
    assert pictures(portal) == 0
    remove_map(portal.ctx, portal.officer, reference, 1, 1, view.row_version)


def test_the_figures_of_many_requests_are_had_at_once(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    with portal.ctx.store.reading() as uow:
        rows = list(uow.session.scalars(select(ConditionRequest)))
        found = figures_of(uow, rows)
        (figure,) = found[rows[0].id]
        assert figure.caption == "Map"
        assert figures_of(uow, []) == {}


def test_the_trail_names_the_map_and_never_its_place(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference)
    with portal.ctx.store.reading() as uow:
        events = {one.what: one.details for one in uow.session.scalars(select(AuditEvent))}
    assert events["map_made"]["kind"] == "drawn"
    assert len(str(events["map_made"]["digest"])) == 64
    assert events["map_judged"]["shows_home"] is False
    assert events["map_judged"]["agreed"] is True
    assert "51." not in str(events["map_made"])


def test_neither_outline_nor_picture_can_be_read_in_the_database(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    with portal.engine.connect() as connection:
        rows = [
            *connection.execute(text("SELECT * FROM zone_picture")),
            *connection.execute(text("SELECT * FROM condition_request")),
        ]
    for row in rows:
        for value in row:
            raw = value if isinstance(value, bytes) else str(value).encode()
            for word in (b"Quay", b"51.29", b"coordinates", b"<path", b"PHBhdGg"):
                assert word not in raw
