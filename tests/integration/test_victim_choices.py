"""What they choose on their own pages: it holds at once, and an officer hears of it."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import client_for, victims_app
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import door
from victim_portal.services.door import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.store.models import Channel, Message, Task


@pytest.fixture
def reference(portal: Portal) -> str:
    return opened.with_words(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return opened.visitor(portal, opened.visit(portal, reference))


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@pytest.fixture
def client(portal: Portal, app: Flask, reference: str) -> PageClient:
    """Inside, at the list of messages."""
    client = PageClient(app, title=re.compile(r"(?:Error: )?\S.*"))
    page = client.get(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    page.follow().follow().submit()
    return client


def _channels(portal: Portal) -> list[Channel]:
    with portal.ctx.store.reading() as uow:
        found = list(uow.session.scalars(select(Channel).order_by(Channel.created_at)))
        for one in found:
            uow.vault.fetch([one.person_id])
            one.__dict__["seen"] = one.value
        return found


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(
            uow.session.scalars(select(Task).where(Task.kind == kind, Task.done_at.is_(None)))
        )


def test_a_way_is_stopped_at_once_and_what_was_queued_for_it_is_held(
    portal: Portal, reference: str, here: Visitor
) -> None:
    casework.approve(portal, reference)
    text, _mail = door.own_ways(portal.ctx, here)
    door.stop_way(portal.ctx, here, text.id)
    door.stop_way(portal.ctx, here, text.id)
    with portal.ctx.store.reading() as uow:
        states = dict(
            uow.session.execute(
                select(Message.kind, Message.state).where(Message.update_id.is_not(None))
            ).all()
        )
    assert states == {"sms": "held", "email": "queued"}
    assert door.own_ways(portal.ctx, here)[0].stopped
    assert len(_tasks(portal, "confirm_channel")) == 1
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_IN, "not the scheme"


def test_a_changed_number_freezes_the_old_one_and_the_new_one_gets_nothing(
    portal: Portal, reference: str, here: Visitor
) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    door.report_changed(portal.ctx, here, text.id, "07700 900777")
    old, _mail_row, new = _channels(portal)
    assert old.suspended_at is not None
    assert (new.verified_at, new.uses, new.corrects_id) == (None, [], old.id)
    assert new.__dict__["seen"] == "+447700900777"
    assert len(_tasks(portal, "confirm_channel")) == 2
    casework.approve(portal, reference)
    assert len(opened.sent(portal)) == 1, "by e-mail alone"


@pytest.mark.parametrize("typed", ["", "  ", casework.MOBILE, casework.MOBILE.replace(" ", "")])
def test_without_a_new_one_the_old_one_is_frozen_and_an_officer_asks(
    portal: Portal, here: Visitor, typed: str
) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    door.report_changed(portal.ctx, here, text.id, typed)
    assert len(_channels(portal)) == 2
    assert door.own_ways(portal.ctx, here)[0].stopped
    assert len(_tasks(portal, "confirm_channel")) == 1


def test_what_can_not_be_a_number_is_said_before_anything_is_frozen(
    portal: Portal, here: Visitor
) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    with pytest.raises(InvalidError):
        door.report_changed(portal.ctx, here, text.id, "call me")
    assert not door.own_ways(portal.ctx, here)[0].stopped


def test_nobody_stops_what_is_not_theirs(portal: Portal, here: Visitor) -> None:
    other = opened.with_words(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    theirs = casework.view(portal, other).channels[0].id
    for act in (door.stop_way, lambda *a: door.report_changed(*a, "07700 900777")):
        with pytest.raises(NotFoundError):
            act(portal.ctx, here, theirs)


def test_who_leaves_hears_nothing_more_and_no_link_opens(
    client: PageClient, portal: Portal, reference: str
) -> None:
    casework.approve(portal, reference)
    page = client.get("/choices/nothing-more").submit()
    assert page.h1 == "We will not write to you any more"
    assert "If you change your mind, ring Sam on 020 7946 0123" in page.text
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_OUT
    assert opened.sent(portal) == []
    assert client.get("/messages").follow().h1 == "This page is closed"


def test_the_pages_of_the_choices(client: PageClient, portal: Portal) -> None:
    page = client.get("/choices")
    assert casework.MOBILE.replace(" ", "")[-3:] in page.text
    assert casework.EMAIL not in page.html
    assert "900123" not in page.html
    page = page.follow("It has changed: The e-mail address that begins with m")
    page = page.submit({"value": "nonsense"})
    assert page.errors == ["Type an e-mail address, like name@example.org."]
    assert page.value("value") == ["nonsense"]
    page = page.submit({"value": "new@example.org"}).follow()
    assert page.notices == [
        "Nothing more goes there. We will check with you before we use a new one."
    ]
    assert page.text.count("Nothing goes there.") == 1
    page = page.submit(form=0).follow()
    assert page.text.count("Nothing goes there.") == 2
    client.get("/choices/3f0b8f0e-0000-4000-8000-000000000000/changed", status=404)


def test_who_has_looked_is_told_by_day_and_role_and_never_by_name(
    client: PageClient, portal: Portal, reference: str
) -> None:
    staff = client_for(portal)
    staff.get(f"/cases/{reference}")
    staff.get(f"/cases/{reference}")
    client_for(portal, "moira.hughes@example.org").get(f"/cases/{reference}")
    page = client.get("/looked")
    assert page.text.count("The person who writes to you") == 1
    assert page.text.count("A manager") == 1
    for name in ("Sam", "Carter", "Moira", "Hughes", "example.org", "127.0.0.1"):
        assert name not in page.text
