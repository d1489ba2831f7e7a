"""A request with an area in Marlhaven, and ways to map it."""

from tests.support.portal import Portal
from tests.support.representations import a_request, ask, new_case
from victim_portal.domain.zones import Outline, Shape
from victim_portal.maps.town import Town
from victim_portal.services.representations import RequestView, representations_view
from victim_portal.services.zones import ZoneView, draw_map, judge_map, zone_view

ZONE = "0f9a20f4"
WORDS = "Harbour Road, Quay Street, Fish Street and Cooper's Row"
TOWN = Town()
PLACES = ((775, 455), (942, 443), (955, 1040), (775, 1045))


def corners(*places: tuple[int, int]) -> Outline:
    """An outline by places of the town, in metres."""
    return Outline(tuple(TOWN.position(place) for place in places or PLACES))


def typed(*places: tuple[int, int]) -> str:
    """The same as somebody types it."""
    return "\n".join(one.in_words() for one in corners(*places).corners)


def zone_case(portal: Portal, words: str = WORDS, *, agreed: bool = True, **case: str) -> str:
    """A case whose victim asks for one area."""
    reference = new_case(portal, **case)
    ask(portal, reference, a_request(ZONE, inputs={"boundary": words}, agreed_to_map=agreed))
    return reference


def the_request(portal: Portal, reference: str) -> RequestView:
    (one,) = representations_view(portal.ctx, portal.officer, reference).requests
    return one


def the_zone(portal: Portal, reference: str) -> ZoneView:
    return zone_view(portal.ctx, portal.officer, reference, 1, 1)


def drawn(portal: Portal, reference: str, shape: Shape | None = None) -> ZoneView:
    """The area with a map that was drawn just now."""
    seen = the_request(portal, reference).row_version
    draw_map(portal.ctx, portal.officer, reference, 1, 1, shape or corners(), seen)
    return the_zone(portal, reference)


def judged(
    portal: Portal, reference: str, *, shows_home: bool = False, agreed: bool = True
) -> ZoneView:
    """The same, looked at by the officer."""
    judge_map(
        portal.ctx,
        portal.officer,
        reference,
        1,
        1,
        shows_home=shows_home,
        agreed=agreed,
        seen_version=the_request(portal, reference).row_version,
    )
    return the_zone(portal, reference)
