"""A form of the safe-contact plan that is sent twice, and one that somebody else overtook."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import email, mobile, opted_in, reachable, view
from tests.support.codes import sent
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, app_for, client_for, signed_in
from victim_portal.services.channels import ChannelView, end_channel
from victim_portal.services.errors import NotFoundError
from victim_portal.store.models import AuditEvent, ContactLog

OVERTAKEN = "Somebody else changed this plan"


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> str:
    (channel_id,) = reachable(portal, reference, mobile(who_else="Nobody"))
    return f"/cases/{reference}/channels/{channel_id}"


@pytest.fixture
def client(portal: Portal, here: str) -> PageClient:
    return client_for(portal)


def _one(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def _recorded(portal: Portal, what: str) -> int:
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent.id).where(AuditEvent.what == what)
        return len(uow.session.scalars(query).all())


def _contacts(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return len(uow.session.scalars(select(ContactLog.id)).all())


@pytest.mark.parametrize("agreed", ["telephone", "no"])
def test_a_change_sent_twice_is_saved_once_and_both_are_told_so(
    portal: Portal, client: PageClient, reference: str, here: str, agreed: str
) -> None:
    page = client.get(here)
    given = {"who_else": "Her sister", "fuller_words": ["y"], "agreed": agreed}
    first = page.submit(given).follow()
    stands, contacts = _one(portal, reference), _contacts(portal)
    second = page.submit(given).follow()
    assert first.notices == second.notices
    assert "The plan was saved" in second.notices[0]
    assert _one(portal, reference) == stands
    assert _recorded(portal, "channel_plan_changed") == 1
    assert _contacts(portal) == contacts


def test_that_a_code_was_ended_is_said_both_times(
    portal: Portal, client: PageClient, reference: str, here: str
) -> None:
    sent(portal, reference, _one(portal, reference).id)
    page = client.get(here)
    given = {"who_else": "Her sister", "agreed": "telephone"}
    for _ in range(2):
        assert "The code that was sent counts no more" in page.submit(given).follow().notices[0]


def test_an_overtaken_change_stands_beside_even_when_it_is_sent_again(
    portal: Portal, client: PageClient, reference: str, here: str
) -> None:
    page = client.get(here)
    mine = {"who_else": "Her sister", "agreed": "telephone"}
    page.submit(mine).follow()
    theirs = signed_in(app_for(portal), COLLEAGUE)
    theirs.get(here).submit({"who_else": "The whole family", "agreed": "visit"}).follow()
    again = page.submit(mine, status=200)
    assert OVERTAKEN in again.errors[0]
    assert "The whole family" in again.text
    assert again.value("who_else") == ["Her sister"]
    assert _one(portal, reference).who_else == "The whole family"
    # What was compared is saved, and that form too may be sent twice.
    for _ in range(2):
        assert "The plan was saved" in again.submit({}).follow().notices[0]
    assert _one(portal, reference).who_else == "Her sister"


@pytest.mark.parametrize(
    "changed",
    [{"who_else": "Her mother"}, {"agreed": "telephone"}, {"agreed": "no", "uses": ["call"]}],
    ids=["words", "agreed", "uses"],
)
def test_a_saved_form_that_is_gone_back_to_and_changed_is_never_called_saved(
    portal: Portal, client: PageClient, reference: str, here: str, changed: dict[str, object]
) -> None:
    page = client.get(here)
    given: dict[str, object] = {"who_else": "Her sister", "fuller_words": ["y"], "agreed": "no"}
    page.submit(given).follow()
    stands = _one(portal, reference)
    page = page.submit(given | changed, status=200)
    assert OVERTAKEN in page.errors[0]
    assert _one(portal, reference) == stands
    page.submit({}).follow()
    assert _one(portal, reference) != stands


def test_ending_twice_is_done_and_recorded_once(
    portal: Portal, client: PageClient, reference: str, here: str
) -> None:
    page, other = client.get(f"{here}/end"), client.get(f"{here}/end")
    first, second = page.submit().follow(), page.submit().follow()
    assert first.notices == second.notices
    assert "no longer in use" in second.notices[0]
    assert view(portal, reference).channels == ()
    assert _recorded(portal, "channel_ended") == 1
    other.submit(status=404)
    client.get(f"{here}/end", status=404)


def test_a_spent_form_speaks_for_its_own_number_and_its_own_people_only(
    portal: Portal, reference: str
) -> None:
    first, second = reachable(portal, reference, mobile(), email())
    token = uuid4()
    end_channel(portal.ctx, portal.officer, reference, first, token)
    with pytest.raises(NotFoundError):
        end_channel(portal.ctx, portal.stranger, reference, first, token)
    assert _one(portal, reference).id == second
    end_channel(portal.ctx, portal.officer, reference, second, token)
    assert view(portal, reference).channels == ()
