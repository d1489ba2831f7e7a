"""Monday morning without a mouse: from the queue to a verified number."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.morning import (
    card,
    choose,
    jump,
    morning,
    name_of,
    newest_code,
    tab_to,
    tick,
    type_date,
)
from tests.support.world import World

pytestmark = pytest.mark.browser

TODAY = date.today()


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Twelve referrals that came since Friday."""
    with morning(tmp_path_factory.mktemp("monday")) as made:
        yield made


@pytest.fixture
def sam(monday: World, chromium: Browser) -> Iterator[Page]:
    """Sam's browser."""
    watched = monday.signed_in(chromium, "Sam")
    yield watched.page
    watched.assert_quiet()
    watched.close()


def test_keyboard_alone(monday: World, sam: Page) -> None:
    """From the queue to a verified number without a mouse."""
    keys = sam.keyboard
    sam.goto(f"{monday.url}/queue")
    row = sam.locator("tr", has_text=name_of(6))
    reference = row.locator("th a").inner_text()
    tab_to(sam, "button:Take", inside=reference)
    keys.press("Enter")
    expect(sam.locator(".govuk-notification-banner--success")).to_be_visible()
    if not sam.url.endswith(reference):
        sam.goto(f"{monday.url}/cases/{reference}")
    tab_to(sam, "a:Record a contact")
    keys.press("Space")
    expect(sam.get_by_role("heading", name="Record a contact")).to_be_visible()
    choose(sam, "method", "telephone")
    tab_to(sam, "select#telephone_channel")
    keys.press("ArrowDown")
    choose(sam, "telephone_outcome", "spoke")
    tab_to(sam, "button:Save")
    keys.press("Enter")
    expect(sam.locator(".govuk-notification-banner")).to_be_visible()
    sam.goto(f"{monday.url}/cases/{reference}/answer")
    choose(sam, "state", "opted_in")
    choose(sam, "level", "key_stages")
    tab_to(sam, "input#shown")
    keys.press("Space")
    tab_to(sam, "textarea#consent_words")
    keys.type("Yes please.")
    choose(sam, "how", "telephone")
    type_date(sam, "on", TODAY)
    tab_to(sam, "button:Save")
    keys.press("Enter")
    expect(sam.locator(".govuk-notification-banner--success")).to_be_visible()
    sam.goto(f"{monday.url}/cases/{reference}")
    jump(sam, "Safe-contact plan")
    tab_to(sam, "a:Change the plan", inside="Mobile number")
    keys.press("Enter")
    expect(sam.locator("[name=uses]").first).to_be_visible()
    tick(sam, "uses", "sms")
    choose(sam, "hours", "any")
    choose(sam, "agreed", "telephone")
    tab_to(sam, "button:Save")
    keys.press("Enter")
    expect(sam.locator(".govuk-notification-banner--success")).to_be_visible()
    sam.goto(f"{monday.url}/cases/{reference}")
    jump(sam, "Safe-contact plan")
    tab_to(sam, "a:Send a code", inside="Mobile number")
    keys.press("Enter")
    expect(sam.get_by_role("button", name="Send the code")).to_be_visible()
    tab_to(sam, "button:Send")
    keys.press("Enter")
    expect(sam.locator("[name=code]")).to_be_visible()
    monday.work()
    tab_to(sam, "input#code")
    keys.type(newest_code(monday, "sms"))
    tab_to(sam, "input#how")
    keys.press("Space")
    tab_to(sam, "button:Check the code")
    keys.press("Enter")
    expect(sam).to_have_url(f"{monday.url}/cases/{reference}")
    assert "Verified by a code they read back" in card(sam, "Mobile number")
