"""How they want to be told, chosen by themselves: at once, in their name, and safely."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import client_for, victims_app
from victim_portal.domain.own_choices import Liked
from victim_portal.domain.vocabulary import Language, Level
from victim_portal.services import door
from victim_portal.services.door import Visitor
from victim_portal.services.errors import InvalidError
from victim_portal.store.models import (
    AuditEvent,
    Channel,
    EnrolmentStep,
    Person,
    Preference,
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


def _preference(portal: Portal) -> Preference:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Preference)).one()


def _to_choices(page: Page) -> Page:
    while page.location:
        page = page.follow()
    return page


def test_how_much_takes_two_pages_and_is_kept_with_the_words_that_were_shown(
    client: PageClient, portal: Portal, reference: str
) -> None:
    casework.approve(portal, reference)
    page = client.get("/choices/how-much")
    assert page.submit({"choice": None}).errors == ["Choose how much you want to hear."]
    page = page.submit({"choice": "annual"}).follow()
    assert "You have chosen to hear once a year" in page.text
    page = _to_choices(page.submit(button="Yes, I want this"))
    assert page.notices == ["Saved. It holds from now on."]
    assert "Once a year, and about a release" in page.text
    assert _preference(portal).level == Level.ANNUAL
    with portal.ctx.store.reading() as uow:
        step = list(uow.session.scalars(select(EnrolmentStep).order_by(EnrolmentStep.number)))[-1]
        assert step.recorded_by == "the person of the case"
        assert step.consent_words == "Yes, I want this"
        assert "once a year" in (step.consent_shown or "")
    assert casework.view(portal, reference).level is Level.ANNUAL, "the officer sees it"
    assert opened.sent(portal) == [], "what was approved for more is not sent any more"


def test_the_same_level_again_changes_nothing(portal: Portal, here: Visitor) -> None:
    before = _preference(portal).version
    for _ in range(2):
        door.choose_level(portal.ctx, here, Level.KEY_STAGES, Language.ENGLISH, "Yes")
    assert _preference(portal).version == before


def test_a_level_that_is_none_is_not_there(client: PageClient) -> None:
    client.get("/choices/how-much/everything", status=404)


def test_welsh_words_that_nobody_reviewed_are_read_by_a_person(
    client: PageClient, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.preferring, "consent_words", lambda *given: "")
    page = client.get("/choices/how-much/annual").follow()
    assert page.h1 == "We will ring you"
    assert _tasks(portal, "ring_asked")


def test_never_on_a_friday_and_not_after_four_holds_at_once(
    client: PageClient, portal: Portal, reference: str
) -> None:
    page = client.get("/choices/hours")
    page = _to_choices(page.submit({"day": ["4"], "not_after": "16:00"}))
    assert "Not on: Friday" in page.text
    assert "Not after 4pm" in page.text
    portal.clock.move(days=2)
    casework.approve(portal, reference)
    assert opened.sent(portal) == [], "it is a Friday"
    portal.clock.move(days=1)
    assert len(opened.sent(portal)) == 2
    staff = client_for(portal).get(f"/cases/{reference}")
    assert "12am to 4pm" in staff.text or "midnight to 4pm" in staff.text
    page = client_again(client, portal, reference).get("/choices/hours")
    assert page.value("not_after") == ["16:00"]
    assert page.value("day") == ["4"]


def client_again(client: PageClient, portal: Portal, reference: str) -> PageClient:
    """The same browser in a new visit."""
    client.get(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    return client


@pytest.mark.parametrize(
    "typed",
    [
        {"day": [str(one) for one in range(7)]},
        {"not_before": "12:00", "not_after": "12:00"},
    ],
)
def test_nothing_left_is_said_before_anything_is_kept(
    client: PageClient, portal: Portal, typed: dict[str, str]
) -> None:
    page = client.get("/choices/hours").submit(typed)
    assert page.errors == ["Leave at least one day, and some time in it."]
    assert _preference(portal).windows == []


@pytest.mark.parametrize(
    "typed", [{"day": "9"}, {"day": "x"}, {"not_before": "25:00"}, {"not_after": "x"}]
)
def test_hours_that_no_page_offers_are_refused(
    client: PageClient, portal: Portal, typed: dict[str, str]
) -> None:
    token = client.get("/choices/hours").forms[0].values["csrf_token"][0]
    given = {"not_before": "", "not_after": "", **typed, "csrf_token": token}
    assert client.post("/choices/hours", given).errors
    assert _preference(portal).windows == []


def test_ring_me_first_holds_the_message_until_somebody_rang(
    client: PageClient, portal: Portal, reference: str
) -> None:
    page = _to_choices(client.get("/choices/ring-first").submit({"choice": "yes"}))
    assert "We ring you first" in page.text
    portal.clock.move(minutes=1)
    casework.approve(portal, reference)
    assert opened.sent(portal) == []
    assert _tasks(portal, "held_message")
    _to_choices(client.get("/choices/ring-first").submit({"choice": "no"}))
    assert not _preference(portal).call_first


def test_days_to_leave_out_are_added_and_taken_off(client: PageClient, portal: Portal) -> None:
    page = client.get("/choices/days")
    assert page.submit({"day": "31", "month": "2"}).errors
    assert page.submit({}).errors
    assert page.submit({"day": HOSTILE[:10], "month": "1"}).errors
    page = page.submit({"day": "9", "month": "3"}).follow()
    assert page.notices == ["Saved."]
    assert "9 March every year" in page.text
    page = page.submit({"day": "24", "month": "12", "year": "2026"}, form=-1).follow()
    page = page.submit({"day": "24", "month": "12", "year": "2026"}, form=-1).follow()
    assert page.text.count("24 December 2026") == 1
    page = page.submit(form=0).follow()
    assert "9 March" not in page.text
    with portal.ctx.store.reading() as uow:
        row = uow.session.scalars(select(Preference)).one()
        uow.vault.fetch([row.person_id])
        assert row.dates_to_avoid == ["2026-12-24"]


def test_too_many_days_are_refused(portal: Portal, here: Visitor) -> None:
    for day in range(1, 29):
        door.avoid_day(portal.ctx, here, f"{day}/1")
    door.avoid_day(portal.ctx, here, "1/2")
    door.avoid_day(portal.ctx, here, "2/2")
    with pytest.raises(InvalidError):
        door.avoid_day(portal.ctx, here, "3/2")
    assert len(door.own_choices(portal.ctx, here).avoided) == 30


def test_a_change_in_their_name_plans_the_case_again(
    portal: Portal, reference: str, here: Visitor
) -> None:
    casework.approve(portal, reference)
    door.choose_hours(portal.ctx, here, Liked(frozenset({5, 6})))
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == "preference_changed")
        events = list(uow.session.scalars(query.order_by(AuditEvent.seq)))
    assert events[-1].actor == "the person of the case"
    assert casework.update_of(portal, reference, casework.FIRST).state == "draft"


def test_the_language_of_messages_is_theirs_to_choose(
    client: PageClient, portal: Portal, reference: str
) -> None:
    assert client.get("/choices/language").submit({"choice": None}).errors == ["Choose a language."]
    page = _to_choices(client.get("/choices/language").submit({"choice": "cy"}))
    assert page.h1 == "Eich dewisiadau"
    with portal.ctx.store.reading() as uow:
        assert {one.language for one in uow.session.scalars(select(Channel))} == {"cy"}
        assert {one.pages_language for one in uow.session.scalars(select(Person))} == {"cy"}
    assert casework.update_of(portal, reference, casework.FIRST).language is Language.WELSH


def test_a_language_that_was_chosen_is_kept_for_the_next_visit_on_another_telephone(
    client: PageClient, portal: Portal, reference: str, app: Flask
) -> None:
    client.get("/messages").follow("Cymraeg")
    other = PageClient(app, title=re.compile(r"(?:Gwall: |Error: )?\S.*"))
    page = other.get(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    assert _to_choices(page).h1 == "Eich negeseuon"
    with portal.ctx.store.reading() as uow:
        assert {one.language for one in uow.session.scalars(select(Channel))} == {"en"}, (
            "only how the pages are read"
        )


def test_a_language_chosen_before_the_proof_is_kept_too(
    portal: Portal, reference: str, app: Flask
) -> None:
    client = PageClient(app, title=re.compile(r"(?:Gwall: |Error: )?\S.*"))
    page = client.get(f"/m/{opened.link(portal, reference)}?lang=cy").submit({"words": WORDS})
    _to_choices(page)
    with portal.ctx.store.reading() as uow:
        assert {one.pages_language for one in uow.session.scalars(select(Person))} == {"cy"}
