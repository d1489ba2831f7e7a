"""A browser on a victim's own pages: in by a new link, at a draft, looked at closely."""

from playwright.sync_api import Page

from tests.support import door as opened
from tests.support.browser import (
    assert_accessible,
    assert_fits,
)
from tests.support.door import WORDS
from tests.support.portal import Portal


def enter(page: Page, own: str, town: Portal, reference: str, language: str = "en") -> None:
    """Open a new link and give the proof; at the list of messages."""
    page.goto(f"{own}/m/{opened.link(town, reference)}?lang={language}")
    page.fill("#words", WORDS)
    page.click("main button")
    if page.url.endswith("/before-you-start"):
        page.click("main button")
    page.wait_for_url("**/messages")


def begin(page: Page, own: str) -> None:
    """At the first part of a new draft."""
    page.goto(f"{own}/words")
    page.click("form[action$='/begin'] button")
    page.wait_for_url("**/words/1")


def good(page: Page) -> None:
    """What every page of the site must be."""
    assert page.locator("h1").count() == 1, page.url
    assert_accessible(page)
    assert_fits(page)
