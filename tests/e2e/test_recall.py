"""A fixed-term recall two days after a release update was approved, in a real browser.

Everything about the release that hasn't left must stay; the days to the next one must stand
above everything else.
"""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, assert_accessible, assert_fits
from tests.support.casework import delivered, ready
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import MANAGER, OFFICER
from tests.support.world import fill_date

pytestmark = pytest.mark.browser


def signed_in(url: str, chromium: Browser, email: str) -> Watched:
    watched = Watched(chromium)
    watched.page.goto(f"{url}/sign-in")
    sign_in_by_browser(watched.page, email, PASSWORD)
    return watched


def record(page: Page, case: str, stage: str, on: date, outcome: str = "") -> None:
    """Record what happened, on its own page, as an officer does it."""
    page.goto(f"{case}/events/new")
    page.locator(f"[name=stage][value={stage}]").check()
    if outcome:
        page.locator(f"[name=outcome_{stage}][value={outcome}]").check()
    fill_date(page, "happened_on", on)
    page.locator("[name=source][value=prison]").check()
    page.locator("main").get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Recorded")


def approve(page: Page) -> None:
    page.locator("main").get_by_role("button", name="Approve").click()
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


@pytest.mark.parametrize("sent", [False, True], ids=["still waiting", "already sent"])
def test_recalled_two_days_after_a_release_was_approved(
    town: Portal, url: str, chromium: Browser, sent: bool
) -> None:
    reference = ready(town)
    case = f"{url}/cases/{reference}"
    today = town.ctx.today()
    sam = signed_in(url, chromium, OFFICER)
    record(sam.page, case, "released", today)
    approve(sam.page)
    told = delivered(town) if sent else []
    assert any("Mary" in words for words in told) is sent

    town.clock.move(days=2)
    sam.close()
    sam = signed_in(url, chromium, OFFICER)
    page = sam.page
    record(page, case, "recalled", town.ctx.today(), "fixed_term_56")
    # Nothing of the release leaves any more, and the recall waits to be read by a manager.
    assert delivered(town) == []
    page.goto(case)
    expect(page.get_by_text("It would no longer be true").first).to_be_visible(visible=not sent)

    for path in ("cases", "tasks"):
        page.goto(f"{url}/{path}")
        recalls = page.get_by_role("region", name="Fixed-term recalls")
        expect(recalls).to_contain_text(f"{reference}")
        expect(recalls).to_contain_text("56 days")
        # Above everything that is listed below it.
        lists = page.locator("main h2, main table, main .portal-tasks")
        expect(lists.first).to_have_text("Fixed-term recalls: release is near")
        assert_accessible(page)
        assert_fits(page, 320)
        page.set_viewport_size({"width": 1280, "height": 900})

    moira = signed_in(url, chromium, MANAGER)
    moira.page.goto(case)
    moira.page.get_by_role("link", name="Recalled to prison").first.click()
    approve(moira.page)
    (words, *_) = delivered(town)
    assert "Mary" in words
    moira.assert_quiet()
    moira.close()

    # The day nears, and is still first when the worker has long been done with the rest.
    town.clock.move(days=50)
    sam.close()
    sam = signed_in(url, chromium, OFFICER)
    sam.page.goto(f"{url}/tasks")
    expect(sam.page.get_by_role("region", name="Fixed-term recalls")).to_contain_text("6 days")
    record(sam.page, case, "re_released", town.ctx.today())
    sam.page.goto(f"{url}/tasks")
    expect(sam.page.get_by_role("region", name="Fixed-term recalls")).to_have_count(0)
    sam.assert_quiet()
    sam.close()
