"""An officer leaves, in a real browser: planned, the sheet read, handed over, and shut out."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.support import casework
from tests.support.browser import Watched
from tests.support.looking import assert_good, sign_in
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, MANAGER, OFFICER

pytestmark = pytest.mark.browser


def test_an_officer_leaves(town: Portal, url: str, watched: Watched, chromium: Browser) -> None:
    first = casework.ready(town)
    second = casework.opted_in(
        town, referral_reference="WCU-2", victim_first_name="Ann", victim_last_name="Birch"
    )
    theirs = Watched(chromium)
    sign_in(theirs.page, url, OFFICER)
    page = watched.page
    sign_in(page, url, MANAGER)
    page.get_by_role("link", name="Oversight").click()
    page.get_by_role("link", name="Somebody leaves").click()
    assert_good(page)
    page.get_by_role("link", name="Sam Carter").click()
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    for label, value in (("Day", "30"), ("Month", "11"), ("Year", "2026"), ("Time", "5pm")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Planned. Look at who gets each case.")).to_be_visible()
    expect(page.get_by_text("30 November 2026").first).to_be_visible()
    assert_good(page)
    page.get_by_label(f"Who gets {second}").select_option(label="The queue")
    page.get_by_role("button", name="Save who gets each case").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"Sheet.*{first}")).click()
    expect(page.get_by_role("heading", name="What is promised")).to_be_visible()
    assert_good(page)
    screen = page.locator(".portal-screen").first
    expect(screen).to_be_visible()
    # Code words are for the screen, and never lie about on paper.
    page.emulate_media(media="print")
    expect(screen).to_be_hidden()
    page.emulate_media(media="screen")
    theirs.page.goto(f"{url}/today")
    expect(theirs.page.get_by_text(re.compile("Tell them who looks after")).first).to_be_visible()
    page.goto(f"{url}/leaving")
    page.get_by_role("link", name="Sam Carter").click()
    page.get_by_role("button", name="Hand over now").click()
    expect(page.get_by_text("Handed over: 1. Put in the queue: 1.")).to_be_visible()
    expect(page.get_by_role("link", name="Sam Carter")).to_have_count(0)
    theirs.page.goto(f"{url}/today")
    expect(theirs.page.get_by_label("Email address")).to_be_visible()
    theirs.close()
    other = Watched(chromium)
    sign_in(other.page, url, COLLEAGUE)
    other.page.goto(f"{url}/cases?list=mine")
    expect(other.page.get_by_role("link", name=first, exact=True)).to_be_visible()
    other.page.goto(f"{url}/queue")
    expect(other.page.get_by_role("link", name=second, exact=True)).to_be_visible()
    other.close()
