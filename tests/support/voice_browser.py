"""A browser on a victim's own pages: in by a new link, at a draft, looked at closely."""

import os
from pathlib import Path

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
    """What every page of the site must be, and a picture of it where one is asked for."""
    assert page.locator("h1").count() == 1, page.url
    assert_accessible(page)
    assert_fits(page)
    if folder := os.environ.get("PICTURES"):
        name = page.url.split("/", 3)[3].replace("/", "-").split("?")[0] or "start"
        language = page.locator("html").get_attribute("lang")
        count = len(list(Path(folder).glob("*.png")))
        page.screenshot(path=f"{folder}/{count:03}-{name}-{language}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 700})
        page.screenshot(path=f"{folder}/{count:03}-{name}-{language}-320.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
