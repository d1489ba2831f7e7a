"""Whoever approves news reads beforehand that the 18th birthday will hold it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.campaigns import brought_in, file_of
from tests.support.casework import FIRST, approve, delivered, opted_in, ready, update_of
from tests.support.portal import CLI, Portal
from tests.support.web import client_for
from tests.support.young import BORN, EVE, MIDNIGHT, childs, own_choice, parents
from victim_portal.domain.campaigns import Alone, Slice
from victim_portal.domain.stages import Stage
from victim_portal.services import campaigns
from victim_portal.services.ages import BEFORE_IT_GOES
from victim_portal.services.channels import confirm_channel
from victim_portal.services.planning import plan_due

AGED = "The young person has turned 18: ask them before anyone else is told."
HELD = "It would be held as things stand:"


def against(portal: Portal, reference: str, stage: Stage = FIRST) -> set[str]:
    return {one.stands_against for one in update_of(portal, reference, stage).outgoing}


def agreed_just_before(portal: Portal, reference: str) -> None:
    """Nothing but age stands against the ways of the case."""
    portal.clock.set(EVE)
    for channel in update_of(portal, reference, FIRST).outgoing:
        confirm_channel(portal.ctx, portal.officer, reference, channel.channel_id, "in_person")


@pytest.mark.parametrize("make", [parents, childs])
def test_from_midnight_the_page_says_that_it_would_be_held(
    portal: Portal, make: Callable[[Portal], str]
) -> None:
    reference = make(portal)
    agreed_just_before(portal, reference)
    # A second before, the last look would let it go, and the page says nothing.
    assert against(portal, reference) == {""}
    portal.clock.set(MIDNIGHT)
    assert against(portal, reference) == {AGED}
    update = update_of(portal, reference, FIRST)
    page = client_for(portal).get(f"/cases/{reference}/updates/{update.id}")
    assert page.text.count(f"{HELD} {AGED}") == 2


def test_news_that_opens_after_the_birthday_is_said_to_be_held_before_it(portal: Portal) -> None:
    reference = parents(portal)
    # Long before: its first day is years after the birthday.
    assert against(portal, reference, Stage.PRE_RELEASE) == {BEFORE_IT_GOES}
    assert against(portal, reference) == {""}
    agreed_just_before(portal, reference)
    portal.clock.set(MIDNIGHT)
    assert against(portal, reference, Stage.PRE_RELEASE) == {AGED}


def test_once_they_have_decided_only_their_own_ways_are_free(portal: Portal) -> None:
    reference = parents(portal)
    agreed_just_before(portal, reference)
    portal.clock.set(MIDNIGHT + timedelta(hours=12))
    plan_due(portal.ctx, CLI)
    own_choice(portal, reference)
    assert "" not in against(portal, reference)
    first, _ = update_of(portal, reference, FIRST).outgoing
    confirm_channel(portal.ctx, portal.officer, reference, first.channel_id, "in_person")
    found = {
        one.channel_id: one.stands_against for one in update_of(portal, reference, FIRST).outgoing
    }
    assert found.pop(first.channel_id) == ""
    assert "" not in found.values()


def test_an_adult_who_speaks_for_themselves_has_no_such_day(portal: Portal) -> None:
    for relationship in ("victim", "bereaved_relative"):
        reference = ready(
            portal,
            relationship=relationship,
            victim_date_of_birth=BORN if relationship == "bereaved_relative" else "1990-01-02",
            referral_reference=relationship,
            victim_first_name=relationship.title(),
        )
        assert against(portal, reference, Stage.PRE_RELEASE) == {""}


def test_what_the_page_foretells_is_what_the_last_look_does(portal: Portal) -> None:
    reference = parents(portal)
    agreed_just_before(portal, reference)
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    assert against(portal, reference) == {AGED}
    # Approving it is no way round: the last look holds it, as the page said.
    assert approve(portal, reference) == 2
    assert delivered(portal) == []
    assert {one.state.value for one in update_of(portal, reference, FIRST).messages} == {"held"}


def test_where_only_a_person_could_tell_it_that_is_said_too(portal: Portal) -> None:
    given = {"relationship": "parent_or_guardian", "victim_date_of_birth": BORN}
    reference = opted_in(portal, **given)
    update = update_of(portal, reference, FIRST)
    assert (update.outgoing, update.ask_first) == ((), False)
    portal.clock.set(MIDNIGHT)
    assert update_of(portal, reference, FIRST).ask_first
    client = client_for(portal)
    own = f"/cases/{reference}/updates/{update.id}"
    for path in (own, f"{own}/told"):
        page = client.get(path)
        assert "tell a parent or guardian nothing more, by message or by telephone" in page.text
        assert page.links["Ask the young person first"] == f"/cases/{reference}/coming-of-age"


def test_in_a_campaign_it_is_read_alone(portal: Portal) -> None:
    reference = childs(portal)
    approve(portal, reference)
    delivered(portal)
    done = brought_in(portal, file_of(("A1234BC", "CRD", "2030-05-01", "New law")))
    assert done.id is not None
    seen = campaigns.slice_view(portal.ctx, portal.manager, done.id, Slice())
    # What goes now isn't touched by a birthday of next year.
    assert ([one.reference for one in seen.drafts], seen.alone) == ([reference], ())
    portal.clock.set(MIDNIGHT)
    seen = campaigns.slice_view(portal.ctx, portal.manager, done.id, Slice())
    assert (seen.drafts, [(one[0], one[2]) for one in seen.alone]) == (
        (),
        [(reference, Alone.AGED_18)],
    )
