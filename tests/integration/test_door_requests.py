"""What they ask for and say on their own pages: agreed with a person first, kept sealed."""

import re
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import client_for, victims_app
from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import Enrolment, Language, Level
from victim_portal.services import door
from victim_portal.services.door import Visitor
from victim_portal.services.errors import NotFoundError
from victim_portal.store.models import (
    Feedback,
    OwnRequest,
    Task,
)

HOSTILE = "<script>alert(1)</script> {0} %s ' OR 1=1"


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
    client = PageClient(app, title=re.compile(r"(?:Error: |Gwall: )?\S.*"))
    page = client.get(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    page.follow().follow().submit()
    return client


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(
            uow.session.scalars(select(Task).where(Task.kind == kind, Task.done_at.is_(None)))
        )


def test_somebody_else_is_named_and_an_officer_speaks_with_them_first(
    client: PageClient, portal: Portal, reference: str
) -> None:
    page = client.get("/choices/somebody")
    assert page.submit({"value": " "}).errors == ["Type the name."]
    assert page.submit({"value": "x" * 600}).errors == ["Type the name."]
    page = page.submit({"value": HOSTILE}).follow()
    assert page.notices == ["Thank you. We will talk with you about it first."]
    (task,) = _tasks(portal, "own_request")
    assert task.for_user_id == portal.officer.user_id
    assert HOSTILE not in task.what
    staff = client_for(portal).get(f"/cases/{reference}/own-pages")
    assert HOSTILE in staff.text
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(OwnRequest))
        assert row.words_sealed is not None
        assert HOSTILE.encode() not in row.words_sealed


def test_fewer_safe_hours_hold_at_once_and_more_are_agreed_first(
    portal: Portal, reference: str, here: Visitor
) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    mornings = Window(frozenset({0, 1, 2}), time(9), time(12))
    assert door.change_hours(portal.ctx, here, text.id, mornings)
    channel = next(c for c in casework.view(portal, reference).channels if c.id == text.id)
    assert channel.windows == (mornings,)
    assert _tasks(portal, "own_request") == []
    more = Window(frozenset({0, 1, 2}), time(9), time(13))
    for _ in range(2):
        assert not door.change_hours(portal.ctx, here, text.id, more)
    channel = next(c for c in casework.view(portal, reference).channels if c.id == text.id)
    assert channel.windows == (mornings,), "the old ones stand until then"
    (task,) = _tasks(portal, "own_request")
    assert task.about["channel"] == str(text.id)
    page = client_for(portal).get(f"/cases/{reference}/own-pages")
    assert "Monday, Tuesday, Wednesday: 09:00 to 13:00" in page.text


def test_the_page_of_safe_hours(client: PageClient, portal: Portal, here: Visitor) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    page = client_again_in(client, portal).get(f"/choices/{text.id}/hours")
    assert page.submit({}).errors == ["Choose at least one day, and an hour after the first one."]
    page = page.submit({"day": ["0"], "start": "17:00", "end": "09:00"})
    assert page.errors == ["Choose at least one day, and an hour after the first one."]
    page = page.submit({"day": ["0"], "start": "09:00", "end": "17:00"}).follow()
    assert page.notices == ["Saved. It holds from now on."]
    client.get("/choices/3f0b8f0e-0000-4000-8000-000000000000/hours", status=404)


def client_again_in(client: PageClient, portal: Portal) -> PageClient:
    """The browser, whose visit goes on."""
    assert client.get("/messages").h1 == "Your messages"
    return client


def test_a_way_that_was_stopped_comes_back_by_an_officer_alone(
    portal: Portal, reference: str, here: Visitor
) -> None:
    text, _mail = door.own_ways(portal.ctx, here)
    door.ask_for_way_again(portal.ctx, here, text.id)
    assert _tasks(portal, "own_request") == [], "it isn't stopped"
    door.stop_way(portal.ctx, here, text.id)
    door.ask_for_way_again(portal.ctx, here, text.id)
    door.ask_for_way_again(portal.ctx, here, text.id)
    assert len(_tasks(portal, "own_request")) == 1
    assert door.own_ways(portal.ctx, here)[0].stopped


def test_nothing_of_it_reaches_another_person(portal: Portal, here: Visitor) -> None:
    other = opened.with_words(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    theirs = casework.view(portal, other).channels[0].id
    window = Window(frozenset({0}), time(9), time(12))
    with pytest.raises(NotFoundError):
        door.change_hours(portal.ctx, here, theirs, window)
    with pytest.raises(NotFoundError):
        door.ask_for_way_again(portal.ctx, here, theirs)
    casework.approve(portal, other)
    update = casework.update_of(portal, other, casework.FIRST).id
    with pytest.raises(NotFoundError):
        door.give_feedback(portal.ctx, here, update, clear=True, words="")


def test_whether_it_was_clear_is_asked_once_and_kept_sealed(
    client: PageClient, portal: Portal, reference: str
) -> None:
    casework.approve(portal, reference)
    token = opened.token_of(portal, opened.sent(portal)[0])
    page = client.get(f"/m/{token}").submit({"words": WORDS}).follow()
    page = page.follow("What the sentence means").follow("Was this clear? Tell us")
    assert page.submit({"choice": None}).errors == ["Choose yes or no."]
    assert page.submit({"choice": "no", "words": "x" * 1001}).errors == ["Use fewer words."]
    page = page.submit({"choice": "no", "words": HOSTILE}).follow()
    assert page.notices == ["Thank you. It helps us to write better."]
    page = page.follow("Was this clear? Tell us").submit({"choice": "yes"}).follow()
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(Feedback))
        assert row.clear
        assert row.words_sealed is None
    staff = client_for(portal).get(f"/cases/{reference}/own-pages")
    assert "was clear to them 1 time, and unclear 0 times" in staff.text
    client.get("/messages/3f0b8f0e-0000-4000-8000-000000000000/clear", status=404)


def test_a_complaint_is_behind_the_door_and_says_where_it_goes(
    client: PageClient, app: Flask
) -> None:
    page = client.get("/messages").follow("If you are not happy with us")
    assert "Parliamentary and Health Service Ombudsman" in page.text
    outside = PageClient(app, title=re.compile(r"\S.*"))
    assert "not happy" not in outside.get("/safety").text
    assert outside.get("/not-happy").location is not None


def test_the_scheme_is_not_left_by_any_of_it(portal: Portal, reference: str, here: Visitor) -> None:
    door.choose_level(portal.ctx, here, Level.RELEASE_MONTH_ONLY, Language.ENGLISH, "Yes")
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_IN


def test_a_link_that_went_to_a_number_which_changed_opens_nothing(
    portal: Portal, reference: str, here: Visitor
) -> None:
    token = opened.link(portal, reference)
    number, address = door.own_ways(portal.ctx, here)
    door.stop_way(portal.ctx, here, address.id)
    assert door.proof_asked(portal.ctx, token) is not None, "it didn't go there"
    door.report_changed(portal.ctx, here, number.id, "")
    assert door.proof_asked(portal.ctx, token) is None
    assert door.redeem(portal.ctx, token, WORDS) is None
