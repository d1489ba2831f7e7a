"""A statement as a browser meets it: three parts, who sees it, the signing, the taking back."""

import re

import pytest
from flask import Flask

from tests.support import door as opened
from tests.support import voice
from tests.support.door import WORDS
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import demo_settings, keep_templates
from victim_portal.web import victim

TITLE = re.compile(r"(?:Error: |Gwall: )?\S.*")
TELLING = re.compile(r"victim|probation|offend|prison|parole|licen[cs]e|portal", re.IGNORECASE)


@pytest.fixture
def app(portal: Portal) -> Flask:
    made = victim.assemble(demo_settings(), portal.ctx)
    keep_templates(made)
    made.config["PROPAGATE_EXCEPTIONS"] = True
    return made


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


def entered(app: Flask, portal: Portal, reference: str) -> PageClient:
    """A browser inside, at the list of messages."""
    client = PageClient(app, title=TITLE)
    page = client.get(f"/m/{opened.link(portal, reference)}").submit({"words": WORDS})
    page = page.follow().follow()
    if page.h1 == "Before you start":
        page.submit()
    return client


@pytest.fixture
def client(app: Flask, portal: Portal, reference: str) -> PageClient:
    return entered(app, portal, reference)


def begun(client: PageClient) -> Page:
    """At the first part of a draft."""
    page = client.get("/messages").follow("Say in your own words how it is for you")
    return page.submit(button="Begin to write").follow()


def test_the_whole_way_without_script(client: PageClient, portal: Portal, reference: str) -> None:
    page = begun(client)
    for title, words in (
        ("Part 1 of 3 How it was then", "I was afraid."),
        ("Part 2 of 3 How it has been since", "I moved to Leeds."),
        ("Part 3 of 3 How it would be", "I would not sleep."),
    ):
        assert page.h1 == title
        assert not TELLING.search(page.title)
        page = page.submit({"words": words}, button="Save and go on").follow()
    assert page.h1 == "How it is heard"
    assert page.submit().errors == ["Choose how it is heard."]
    page = page.submit({"preference": "video_link"}).follow()
    assert page.h1 == "Read it back and sign it"
    for words in ("I was afraid.", "I moved to Leeds.", "I would not sleep."):
        assert words in page.text
    page = page.submit(button="I have read it: these are my words").follow()
    assert page.notices == ["You have signed it. We read it and send it on."]
    assert "You signed it on Wednesday 18 November 2026." in page.text
    page = page.follow("Read it")
    assert "I moved to Leeds." in page.text
    assert "I read it out by video" in page.text
    (task,) = voice.tasks(portal, "own_statement")
    assert task.for_user_id is not None
