"""Lighthouse gives the victims' own pages 100 for accessibility, in both languages."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support import casework
from tests.support import door as opened
from tests.support.browser import serving
from tests.support.door import WORDS
from tests.support.lighthouse import scores
from tests.support.own_tour import TITLE
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import demo_settings, keep_templates
from victim_portal.web import victim

pytestmark = pytest.mark.browser


@pytest.fixture
def app(town: Portal) -> Flask:
    made = victim.assemble(demo_settings(), town.ctx)
    keep_templates(made)
    return made


@pytest.fixture
def own(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


def _inside(town: Portal, app: Flask) -> tuple[str, str]:
    """The cookie of a visit past the interruption page, and the address of a message."""
    reference = opened.with_words(town)
    casework.approve(town, reference)
    client = PageClient(app, title=TITLE)
    page = client.get(f"/m/{opened.token_of(town, opened.sent(town)[0])}")
    page = page.submit({"words": WORDS}).follow().follow().submit().follow()
    message = page.follow("What the sentence means").path
    cookie = client.http.get_cookie("m", path="/")
    assert cookie is not None
    return f"m={cookie.value}", message


@pytest.mark.parametrize("language", ["en", "cy"])
def test_accessibility_is_whole(town: Portal, app: Flask, own: str, language: str) -> None:
    cookie, message = _inside(town, app)
    for path in (message, "/choices", "/choices/hours"):
        given = scores(f"{own}{path}?lang={language}", ["accessibility"], {"Cookie": cookie})
        assert given == {"accessibility": 100}, path
