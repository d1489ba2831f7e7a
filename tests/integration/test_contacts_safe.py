"""Still right, still safe? What a yes confirms and a no stops."""

import pytest

from tests.support.casework import (
    email,
    mobile,
    opted_in,
    reachable,
    received,
    view,
)
from tests.support.contacts import (
    M,
    Out,
    channel,
    incident_notes,
    tried,
    why_stopped,
)
from tests.support.portal import Portal
from victim_portal.services.channels import change_plan
from victim_portal.services.contacts import Effect

OTHER = {
    "referral_reference": "WCU-9",
    "victim_last_name": "Elm",
    "victim_date_of_birth": "1970-01-01",
    "prison_number": "B1234CD",
    "crn": "X999999",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def test_still_safe_confirms_the_plan_that_was_shown(portal: Portal, reference: str) -> None:
    (number,) = reachable(portal, reference, mobile())
    portal.clock.move(days=358)
    before = channel(portal, number)
    seen = {number: before.plan_version}
    done = tried(portal, reference, Out.SPOKE, channel_id=number, still_safe=True, seen=seen)
    after = channel(portal, number)
    assert Effect.CONFIRMED in done.effects
    assert after.confirmed_at == portal.ctx.now()
    assert before.review_on is not None
    assert after.review_on is not None
    assert after.review_on > before.review_on
    assert after.verified_at == before.verified_at


def test_a_yes_confirms_nothing_that_was_not_verified_spoken_or_shown(
    portal: Portal, reference: str
) -> None:
    (number,) = reachable(portal, reference, mobile())
    (new,) = [c.id for c in view(portal, received(portal, mobile="07700 900555", **OTHER)).channels]
    stood = channel(portal, number)
    portal.clock.move(days=1)
    version = stood.plan_version
    for more in (
        {"seen": {number: version - 1}},
        {"seen": {}},
        {"seen": {number: version}, "outcome": Out.RECEIVED, "inward": True},
    ):
        outcome = more.pop("outcome", Out.SPOKE)
        assert isinstance(outcome, Out)
        done = tried(portal, reference, outcome, channel_id=number, still_safe=True, **more)
        assert Effect.NOT_CONFIRMED in done.effects
    assert channel(portal, number).confirmed_at == stood.confirmed_at
    assert channel(portal, new).confirmed_at is None


def test_a_yes_lifts_no_stop(portal: Portal, reference: str) -> None:
    (number,) = reachable(portal, reference, mobile())
    tried(portal, reference, Out.SOMEONE_ELSE_ANSWERED, channel_id=number)
    portal.clock.move(days=1)
    version = channel(portal, number).plan_version
    done = tried(
        portal, reference, Out.SPOKE, channel_id=number, still_safe=True, seen={number: version}
    )
    assert set(done.effects) == {Effect.NOT_CONFIRMED, Effect.FOR_MANAGER}
    assert channel(portal, number).suspended_at is not None


def test_no_longer_safe_stops_it(portal: Portal, reference: str) -> None:
    (address,) = reachable(portal, reference, email())
    tried(
        portal, reference, Out.RECEIVED, M.EMAIL, inward=True, channel_id=address, still_safe=False
    )
    stopped = channel(portal, address)
    assert stopped.suspended_at is not None
    assert "isn't right or safe" in why_stopped(portal, address)
    assert incident_notes(portal) == []


def test_a_plan_that_a_colleague_changed_is_not_confirmed_by_an_older_page(
    portal: Portal, reference: str
) -> None:
    (number,) = reachable(portal, reference, mobile())
    seen = channel(portal, number).plan_version
    change_plan(portal.ctx, portal.colleague, reference, number, mobile(who_else="He"), seen)
    done = tried(
        portal, reference, Out.SPOKE, channel_id=number, still_safe=True, seen={number: seen}
    )
    assert Effect.NOT_CONFIRMED in done.effects
