"""A stage is recorded in under a minute: what happened, when, from whom, and the draft is there.

A person's time is reckoned by the keystroke-level model (Card, Moran and Newell, 1980): what a
hand and a head need for each act, with the portal's own time as it is measured here.
"""

from time import monotonic

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Watched, assert_accessible, assert_fits
from tests.support.casework import ready
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import OFFICER

pytestmark = pytest.mark.browser
POINT, PRESS, THINK = 1.3, 0.28, 1.35
"""Seconds to point at something and click, to press a key, and to think before an act."""
READ_THE_LIST = 10.0
"""Seconds to find one line in the list of what can have happened."""
A_MINUTE = 60.0


def test_a_stage_is_recorded_in_under_a_minute(town: Portal, url: str, chromium: Browser) -> None:
    reference = ready(town)
    sam = Watched(chromium)
    page = sam.page
    page.goto(f"{url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.goto(f"{url}/cases/{reference}")
    clicks, keys, began = 0, 0, monotonic()

    page.get_by_role("button", name="Record an event of the sentence").click()
    page.get_by_label("Considered for open conditions", exact=True).check()
    today = town.ctx.today()
    clicks += 2
    for part, text in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        group = page.get_by_role("group", name="When did it happen?")
        group.get_by_label(part, exact=True).fill(str(text))
        # The tab to the field, and its digits.
        keys += 1 + len(str(text))
    page.get_by_label("The prison", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    clicks += 2

    # The draft is ready to read, on the page that comes by itself.
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(
        "The update is ready to read."
    )
    expect(page.locator("main")).to_contain_text("A move to open conditions is being considered")
    machine = monotonic() - began
    person = clicks * (POINT + THINK) + keys * PRESS + READ_THE_LIST
    assert machine + person < A_MINUTE, (machine, person)
    assert_accessible(page)
    assert_fits(page)
