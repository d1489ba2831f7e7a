"""A key date moves twice and back again, in a real browser.

The officer sees each move and what it comes to, the plan ends as it began, and nothing that
was approved stays approved on facts that are gone.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, assert_accessible, assert_fits
from tests.support.casework import approve, delivered, ready, view
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import OFFICER
from tests.support.world import fill_date
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState

pytestmark = pytest.mark.browser
BEGAN, LATER, LAST = date(2031, 11, 1), date(2032, 2, 2), date(2032, 6, 1)
CHANGED = Stage.DATE_CHANGED


def plan_of(town: Portal, reference: str) -> list[tuple[Stage, date, date, str]]:
    """Where everything stands that is still to come, but for news of a change."""
    waiting = (UpdateState.DRAFT, UpdateState.APPROVED)
    return [
        (one.stage, one.window_opens, one.window_closes, one.month)
        for one in view(town, reference).updates
        if one.state in waiting
    ]


def move(page: Page, case: str, to: date) -> None:
    """Type another date, as the prison told it by telephone."""
    page.goto(f"{case}/key-dates")
    fill_date(page, "crd", to)
    page.get_by_role("button", name="Save key dates").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("recorded")


def test_a_key_date_moves_twice_and_back_again(town: Portal, url: str, chromium: Browser) -> None:
    reference = ready(town)
    approve(town, reference)
    assert any("Mary" in words for words in delivered(town))
    approve(town, reference, Stage.PRE_RELEASE)
    began = plan_of(town, reference)
    case = f"{url}/cases/{reference}"

    sam = Watched(chromium)
    page = sam.page
    page.goto(f"{url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    together = page.get_by_role("region", name="What is different now")
    each = page.get_by_role("region", name="Each change, oldest first")
    for number, to in enumerate((LATER, LAST, BEGAN), 1):
        move(page, case, to)
        # Nothing that rested on the old date goes any more, and the page of the case says so.
        assert delivered(town) == []
        states = {one.stage: one.state for one in view(town, reference).updates}
        assert UpdateState.APPROVED not in states.values()
        page.get_by_role("link", name="See what is different, and decide").click()
        expect(each.locator("h3")).to_have_count(number)
        expect(together).to_contain_text("To be read again")
        assert_accessible(page)
        if to is not BEGAN:
            words = f"They know November 2031. It is now {to:%B %Y}".replace("They", "they")
            expect(together).to_contain_text(words)
            expect(together).to_contain_text(f"naming {to:%B %Y}")
    # Back again: what they were told stands, so no news of a change is left to tell.
    expect(together).to_contain_text("they know November 2031. That still stands.")
    expect(together).not_to_contain_text("A date changed")
    assert plan_of(town, reference) == began
    assert_fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})

    page.get_by_role("button", name="I have looked at these changes").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Recorded")
    expect(page.get_by_role("link", name="See what changed in the plan")).to_have_count(0)

    # Both moves stay in the timeline, with how sure the date is after them.
    page.locator("main").get_by_role("button", name="Timeline").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Timeline")
    past = page.get_by_role("region", name="Past")
    for words in ("2 February 2032, was 1 November 2031", "1 November 2031, was 1 June 2032"):
        expect(past).to_contain_text(words)
    expect(past).to_contain_text("Told: The sentence explained")
    sure = page.get_by_role("region", name="How sure the dates are")
    expect(sure).to_contain_text("November 2031 since 18 November 2026")
    assert page.locator("main ol > li time[datetime]").count() > 8
    assert_accessible(page)
    assert_fits(page, 320)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(past).to_be_visible()
    sam.assert_quiet()
    sam.close()


def test_each_line_is_decided_and_a_small_move_is_never_heard_of(
    town: Portal, url: str, chromium: Browser
) -> None:
    reference = ready(town)
    approve(town, reference)
    delivered(town)
    case = f"{url}/cases/{reference}"
    sam = Watched(chromium)
    page = sam.page
    page.goto(f"{url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.goto(f"{case}/preferences")
    page.get_by_label("Only by more than 3 months").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Saved")

    # November to February is three months: no news of it is planned, let alone sent.
    move(page, case, LATER)
    page.get_by_role("link", name="See what is different, and decide").click()
    together = page.get_by_role("region", name="What is different now")
    expect(together).to_contain_text("They asked not to hear of moves of up to 3 months")
    expect(together).not_to_contain_text("A date changed")
    page.get_by_role("button", name="I have looked at these changes").click()
    assert CHANGED not in {one.stage for one in view(town, reference).updates}
    town.clock.move(minutes=5)
    assert delivered(town) == []

    # Moves add up: four months more is seven, which they hear of if their officer decides so.
    move(page, case, LAST)
    page.get_by_role("link", name="See what is different, and decide").click()
    assert_accessible(page)
    assert_fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name=re.compile("Don't tell them this.*Release")).click()
    page.get_by_label("Why won't they be told this?").fill("Asked anew when it is nearer")
    page.get_by_role("button", name="Cancel this update").click()
    expect(together).to_contain_text("Decided: they aren't told this, by Sam Carter")
    page.get_by_role("link", name=re.compile("Read it, to approve it.*A date")).click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Approved.")
    expect(together).to_contain_text("Decided: approved, by Sam Carter")
    expect(page.get_by_role("link", name=re.compile("approve it.*A date"))).to_have_count(0)
    assert_accessible(page)
    assert_fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert len(delivered(town)) == 2

    page.get_by_role("button", name="I have looked at these changes").click()
    page.goto(f"{case}/plan-changes")
    before = page.get_by_role("region", name="Looked at before, newest first")
    expect(before).to_contain_text("Decided: approved, by Sam Carter")
    expect(before).to_contain_text("Why: Asked anew when it is nearer")
    sam.assert_quiet()
    sam.close()
