"""Leaving by themselves, and coming back: by a new link that they ask for, and only they."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import victims_app
from victim_portal.domain.secure_link import MOST_AFTER_LEAVING
from victim_portal.domain.vocabulary import Enrolment, Language, Level
from victim_portal.services import door
from victim_portal.services.channels import end_channel, suspend_channel
from victim_portal.store.models import Case, EnrolmentStep, Message, Task


@pytest.fixture
def reference(portal: Portal) -> str:
    return opened.with_words(portal)


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app, title=re.compile(r"(?:Error: )?\S.*"))


@pytest.fixture
def old(portal: Portal, reference: str) -> str:
    """The token by which they came when they left."""
    token = opened.link(portal, reference)
    visit = door.redeem(portal.ctx, token, WORDS)
    here = opened.visitor(portal, visit or "")
    door.pass_warning(portal.ctx, here)
    door.leave_scheme(portal.ctx, here)
    return token


def _new(portal: Portal, old: str) -> str:
    door.ask_for_new_link(portal.ctx, old)
    (body,) = opened.sent(portal)
    return opened.token_of(portal, body)


def _at(page: Page) -> Page:
    while page.location:
        page = page.follow()
    return page


def test_who_left_gets_a_neutral_link_when_they_ask_and_it_shows_nothing_but_the_way_back(
    client: PageClient, portal: Portal, reference: str, old: str
) -> None:
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_OUT
    page = client.get(f"/m/{old}").submit({})
    assert page.h1 == client.get(f"/m/{'A' * 22}").submit({}).h1, "the same for everybody"
    (body,) = opened.sent(portal)
    assert "John Oak" not in body
    page = _at(client.get(f"/m/{opened.token_of(portal, body)}").submit({"words": WORDS}))
    assert page.h1 == "Do you want to hear from us again?"
    for shut in ("/messages", "/choices", "/looked", "/choices/hours", "/not-happy"):
        assert _at(client.get(shut)).h1 == "Do you want to hear from us again?", shut
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_OUT


def test_coming_back_is_consent_anew_and_messages_begin_by_the_rules_alone(
    client: PageClient, portal: Portal, reference: str, old: str
) -> None:
    page = _at(client.get(f"/m/{_new(portal, old)}").submit({"words": WORDS}))
    assert page.submit({"choice": None}).errors == ["Choose how much you want to hear."]
    page = page.submit({"choice": Level.ANNUAL.value}).follow()
    assert "You have chosen to hear once a year" in page.text
    page = _at(page.submit(button="Yes, I want this"))
    assert page.h1 == "We will write to you again"
    case = casework.view(portal, reference)
    assert case.enrolment is Enrolment.OPTED_BACK_IN
    assert case.level is Level.ANNUAL
    assert opened.sent(portal) == [], "nothing goes that nobody approved"
    with portal.ctx.store.reading() as uow:
        steps = list(uow.session.scalars(select(EnrolmentStep).order_by(EnrolmentStep.number)))
        assert steps[-1].recorded_by == "the person of the case"
        kinds = set(uow.session.scalars(select(Task.kind).where(Task.done_at.is_(None))))
    assert "make_plan" in kinds, "an officer agrees how they are reached"
    assert _at(page.follow("Your messages")).h1 == "Your messages"
    assert _at(client.get("/again")).h1 == "Your messages", "back is back"


def test_coming_back_twice_is_once(portal: Portal, old: str) -> None:
    visit = door.redeem(portal.ctx, _new(portal, old), WORDS)
    here = opened.visitor(portal, visit or "")
    for _ in range(2):
        door.come_back(portal.ctx, here, Level.ANNUAL, Language.ENGLISH, "Yes")
    with portal.ctx.store.reading() as uow:
        states = list(uow.session.scalars(select(EnrolmentStep.moved_to)))
    assert states.count("opted_back_in") == 1


def test_whoever_presses_the_button_sends_one_a_day_and_few_in_all(
    portal: Portal, old: str
) -> None:
    went = 0
    for _ in range(10):
        for _ in range(3):
            door.ask_for_new_link(portal.ctx, old)
        sent = len(opened.sent(portal))
        assert sent <= 1
        went += sent
        portal.clock.move(days=1)
    assert went == MOST_AFTER_LEAVING
    with portal.ctx.store.reading() as uow:
        asked = list(uow.session.scalars(select(Task).where(Task.kind == "ask_link")))
    assert len(asked) == 1, "who can't be sent one more is rung"


def test_a_link_from_before_opens_nothing_and_a_visit_from_before_shows_nothing(
    portal: Portal, reference: str
) -> None:
    casework.approve(portal, reference)
    bodies = opened.sent(portal)
    first, second = (opened.token_of(portal, body) for body in bodies)
    visit = door.redeem(portal.ctx, first, WORDS)
    again = opened.link(portal, reference)
    casework.answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert door.visitor(portal.ctx, visit or "") is None
    for token in (second, again):
        assert door.proof_asked(portal.ctx, token) is None
        assert door.redeem(portal.ctx, token, WORDS) is None


@pytest.mark.parametrize("state", [Enrolment.DO_NOT_CONTACT])
def test_who_asked_never_to_be_contacted_is_sent_nothing_whoever_asks(
    portal: Portal, reference: str, state: Enrolment
) -> None:
    token = opened.link(portal, reference)
    casework.answered(portal, reference, state, portal.ctx.today())
    door.ask_for_new_link(portal.ctx, token)
    assert opened.sent(portal) == []
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalars(select(Message).where(Message.state == "held")).first() is None


def test_a_link_that_waited_goes_nowhere_once_they_left(portal: Portal, reference: str) -> None:
    visit = opened.visit(portal, reference)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    door.leave_scheme(portal.ctx, opened.visitor(portal, visit))
    assert opened.sent(portal) == []


def test_the_last_look_lets_nothing_else_through_to_who_left(
    portal: Portal, reference: str, old: str
) -> None:
    """A link that an officer had made is theirs to answer for, and stays here."""
    door.ask_for_new_link(portal.ctx, old)
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case)).one()
        case.enrolment = Enrolment.DO_NOT_CONTACT.value
        uow.commit()
    assert opened.sent(portal) == []


def test_where_none_can_be_sent_a_manager_decides(portal: Portal, reference: str, old: str) -> None:
    for channel in casework.view(portal, reference).channels:
        end_channel(portal.ctx, portal.officer, reference, channel.id)
    door.ask_for_new_link(portal.ctx, old)
    assert opened.sent(portal) == []
    with portal.ctx.store.reading() as uow:
        (task,) = uow.session.scalars(select(Task).where(Task.kind == "ask_link"))
    assert task.managers_own


def test_the_proof_may_be_a_code(portal: Portal) -> None:
    reference = opened.by_code(portal)
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    (body,) = opened.sent(portal)
    visit = door.redeem(portal.ctx, token, re.sub(r"\D", "", body.split("code: ")[1][:8]))
    door.leave_scheme(portal.ctx, opened.visitor(portal, visit or ""))
    new = _new(portal, token)
    door.send_code(portal.ctx, new)
    (body,) = opened.sent(portal)
    code = re.sub(r"\D", "", body.split("code: ")[1][:8])
    visit = door.redeem(portal.ctx, new, code)
    assert opened.visitor(portal, visit or "").left


def test_a_way_that_was_stopped_gets_no_link_while_another_is_safe(portal: Portal) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    (text, _mail) = door.door_page(portal.ctx, portal.officer, reference).ways
    suspend_channel(portal.ctx, portal.officer, reference, text.channel_id, "She lost it.")
    door.ask_for_new_link(portal.ctx, token)
    (body,) = opened.sent(portal)
    assert body.startswith("Hello Mary,\n"), "by e-mail"
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalars(select(Task).where(Task.kind == "held_message")).all() == []
