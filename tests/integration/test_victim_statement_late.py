"""What is sent when the page has closed in between: kept, and shown to nobody without proof."""

import re

import pytest
from flask import Flask

from tests.support import voice
from tests.support.pages import Page, PageClient
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


def begun(client: PageClient) -> Page:
    """At the first part of a draft."""
    page = client.get("/messages").follow("Say in your own words how it is for you")
    return page.submit(button="Begin to write").follow()


def test_what_is_sent_after_the_time_out_is_kept_and_not_shown(
    client: PageClient, app: Flask, portal: Portal, reference: str
) -> None:
    page = begun(client)
    portal.clock.move(minutes=16)
    answer = page.submit({"words": "Zephyrine was there."}, button="Save")
    assert answer.location == "/closed?kept=yes"
    page = answer.follow()
    assert "What you typed last is kept for you." in page.text
    assert "Zephyrine" not in page.html
    # Sent again from the same browser, whose visit is forgotten: nothing more is taken.
    assert client.get("/words/1").follow().h1 == "This page is closed"
    again = entered(app, portal, reference)
    page = again.get("/words").follow("How it was then")
    assert page.h1 == "How it was then Choose what to keep"
    assert "Zephyrine was there." in page.text
    assert page.submit().errors == ["Choose what you want to keep."]
    page = page.submit({"choice": "all"}).follow()
    assert page.value("words") == ["Zephyrine was there."]


def test_another_tab_that_still_holds_words_loses_none(
    client: PageClient, app: Flask, portal: Portal, reference: str
) -> None:
    first, second = begun(client), client.get("/words/2")
    portal.clock.move(minutes=16)
    first.submit({"words": "In the first."}, button="Save").follow()
    answer = second.submit({"words": "In the second."}, button="Save")
    assert answer.location == "/closed?kept=yes"
    again = entered(app, portal, reference)
    assert "In the second." in again.get("/words/2/both").text


def test_who_left_in_a_hurry_leaves_nothing_behind(client: PageClient) -> None:
    page = begun(client)
    client.http.get("/leave")
    # The browser's cookie is gone, and with it the proof that the form is ours.
    assert page.submit({"words": "One."}, button="Save", status=400).h1


def test_a_page_of_a_draft_that_was_signed_overwrites_nothing(
    client: PageClient, portal: Portal, reference: str
) -> None:
    old = begun(client)
    here = voice.inside(portal, reference)
    voice.write(portal, here, then="A whole evening.")
    voice.sign(portal, here)
    page = client.get("/words").submit(button="Change it").follow()
    assert page.value("base") == ["1"]
    assert page.value("draft") != old.value("draft")
    page = old.submit({"words": "From before."}, button="Save")
    assert page.location == "/words/1/both"
    choice = page.follow()
    assert "A whole evening." in choice.text
    assert "From before." in choice.text
    assert voice.part(portal, here).words == "A whole evening."
    # A page that was altered is one that has seen nothing.
    for named in ("", "x", "{" * 40, "\N{GRINNING FACE}"):
        sent = {
            "csrf_token": old.value("csrf_token")[0],
            "draft": named,
            "base": "1",
            "words": "Old.",
        }
        answer = client.http.post("/words/1/keep", data=sent)
        assert answer.json["outcome"] == "beside"  # type: ignore[index]  # it has
