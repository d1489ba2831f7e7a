"""A wish and the official condition that an officer chooses for it."""

from datetime import date

import pytest

from tests.support import casework, voice
from tests.support import door as opened
from tests.support.licence_policy import INVENTED
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.representations import a_request
from tests.support.web import client_for
from victim_portal.domain.vocabulary import ContactMethod, Language
from victim_portal.domain.wishes import WishKind, WishStage
from victim_portal.services import own_wishes
from victim_portal.services.door import Visitor
from victim_portal.services.licence_policy import import_licence_policy
from victim_portal.services.own_wishes import OwnWish
from victim_portal.services.representations import RepresentationInput, record_representation

TODAY = date(2026, 11, 18)
HOSTILE = "Not <b>here</b>, {0} %s & 'there' \N{GRINNING FACE}"
CHOOSE = "Choose a condition for the wish of Wednesday 18 November 2026"


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case whose victim can open her own pages."""
    return opened.with_words(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    """She is on them."""
    return voice.inside(portal, reference)


@pytest.fixture
def staff(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def wish(portal: Portal, here: Visitor, words: str = "Not in my street.", why: str = "") -> OwnWish:
    own_wishes.ask_for(portal.ctx, here, WishKind.PLACE, words, why, Language.ENGLISH)
    return own_wishes.own_wishes(portal.ctx, here)[0]


def stages(portal: Portal, here: Visitor) -> list[WishStage]:
    """How far the conditions for her wishes have come."""
    found = own_wishes.own_wishes(portal.ctx, here)
    return [answer.stage for one in found for answer in one.answers]


def test_what_the_other_person_would_see_is_said_of_the_official_conditions_too(
    portal: Portal, here: Visitor, reference: str
) -> None:
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    one = wish(portal, here)
    whole = casework.view(portal, reference).person_name
    place = {"what": ("Just a name",), "place": (f"The house of {whole}",)}
    for code, inputs in (
        ("4858cd8b", {"name": ("Mary",)}),
        ("0f9a20f4", {"area": ("Mill Lane", "The quay")}),
        ("42f71b40", place),
        ("d5998ca1", {}),
    ):
        asked = a_request(code, wish_id=one.id, inputs=inputs)
        given = RepresentationInput(TODAY, ContactMethod.VICTIM_PAGES, (asked,))
        record_representation(portal.ctx, portal.officer, reference, given)
    (mine,) = own_wishes.own_wishes(portal.ctx, here)
    assert [(each.names, each.map) for each in mine.answers] == [
        (True, False),
        (False, True),
        (True, False),
        (False, False),
    ]
    assert mine.answers[1].wording == (
        "Do not go into the areas on the maps.\nMap 1: Mill Lane\nMap 2: The quay"
    )


def test_the_officer_chooses_among_the_official_conditions_for_a_wish(
    portal: Portal, here: Visitor, reference: str, staff: PageClient
) -> None:
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    wish(portal, here, HOSTILE, "My children play there.")
    page = staff.get(f"/cases/{reference}/representations")
    page = page.follow(CHOOSE).follow()
    page = page.submit({"words": "without names"}, button="Search")
    page = page.follow("No contact with any victim, without names")
    assert HOSTILE in page.text
    assert page.value("wish") == [f"{HOSTILE}\n\nMy children play there."]
    assert page.value("how") == ["victim_pages"]
    page = page.submit({}, button="Save").follow()
    assert "Requests for it 1" in page.text
    assert voice.tasks(portal, "own_wish") == []
    assert stages(portal, here) == [WishStage.CHOSEN]


def test_a_wish_is_kept_while_another_condition_is_looked_for(
    portal: Portal, here: Visitor, reference: str, staff: PageClient
) -> None:
    wish(portal, here)
    page = staff.get(f"/cases/{reference}/representations")
    page = page.follow(CHOOSE)
    link = "Choose the condition by words or category, with its wording before you save"
    page = page.follow(link).follow("No contact with any victim, without names")
    assert page.value("wish") == ["Not in my street."]
    page.submit({}, button="Save").follow()
    assert stages(portal, here) == [WishStage.CHOSEN]
