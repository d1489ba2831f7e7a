"""Wishes as a browser meets them: asked for, followed, taken back after a call."""

import re

import pytest
from flask import Flask

from tests.support import voice
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.voice import entered
from tests.support.web import victims_app

TELLING = re.compile(r"victim|probation|offend|prison|parole|licen[cs]e|portal", re.IGNORECASE)


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def client(app: Flask, portal: Portal, reference: str) -> PageClient:
    return entered(app, portal, reference)


def test_a_wish_is_asked_for_and_followed(client: PageClient, portal: Portal) -> None:
    page = client.get("/messages").follow("Ask for rules that make you safer")
    page = page.follow("Ask that they stay away from a place")
    assert page.submit().errors == ["Type what you ask for."]
    page = page.submit({"words": "Not in Mill Lane.", "why": "My children play there."}).follow()
    assert page.notices == ["We have it. You can read here what comes of it."]
    assert "We now look for the rule that fits." in page.text
    page = page.follow("I do not want this any more: Not in Mill Lane.").submit().follow()
    assert "We ring you before we stop it." in page.text
    assert not TELLING.search(page.title)


def test_other_peoples_wishes_are_not_there(client: PageClient) -> None:
    nowhere = "/wishes/3f0b8f0e-0000-4000-8000-000000000000/back"
    assert client.get(nowhere, status=404).h1 == "There is no such page"


def test_what_came_when_the_time_was_up_is_said_to_be_lost(
    client: PageClient, portal: Portal
) -> None:
    page = client.get("/wishes/new/place")
    portal.clock.move(minutes=16)
    closed = page.submit({"words": "Not near my school."}).follow()
    assert "What you sent last did not reach us." in closed.text
    assert "did not reach us" not in client.get("/closed").text
