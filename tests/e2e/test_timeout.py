"""The warning before a session ends, in a real browser whose clock is moved."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import Watched, focused
from tests.support.looking import assert_good
from tests.support.named import Town
from tests.support.named import town as town
from tests.support.portal import PASSWORD
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import OFFICER

pytestmark = pytest.mark.browser


def test_the_end_is_warned_of_and_put_off(town: Town, watched: Watched) -> None:
    page = watched.page
    page.clock.install()
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.goto(f"{town.url}/referrals/new")
    page.locator("[name=victim_last_name]").fill("Ash")
    dialog = page.get_by_role("dialog")
    page.clock.run_for("24:50")
    expect(dialog).to_be_hidden()
    town.portal.clock.move(minutes=25, seconds=10)
    page.clock.run_for("00:20")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("You will be signed out in 5 minutes")
    assert focused(page).startswith("h2#timeout-title")
    assert_good(page)
    page.keyboard.press("Tab")
    assert focused(page) == "button:Stay signed in"
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.run_for("20:00")
    expect(dialog).to_be_hidden()
    assert page.locator("[name=victim_last_name]").input_value() == "Ash"


def test_after_the_end_what_was_typed_is_sent_on(town: Town, watched: Watched) -> None:
    page = watched.page
    page.clock.install()
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.goto(f"{town.url}/referrals/new")
    page.locator("[name=victim_last_name]").fill("Ash")
    page.clock.run_for("30:02")
    town.portal.clock.move(minutes=31)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("You were signed out")
    assert_good(page)
    dialog.get_by_role("button", name="Close").click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    sign_in_by_browser(page, OFFICER, PASSWORD)
    expect(page.get_by_role("heading", name="You are signed in again")).to_be_visible()
    expect(page.get_by_text("What you had typed is still here")).to_be_visible()


def test_another_window_keeps_this_one_quiet(town: Town, watched: Watched) -> None:
    page = watched.page
    page.clock.install()
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.clock.run_for("20:00")
    page.evaluate("localStorage.setItem('session-ends-at', String(Date.now() + 30 * 60000))")
    page.evaluate(
        "window.dispatchEvent(new StorageEvent('storage', {key: 'session-ends-at',"
        " newValue: localStorage.getItem('session-ends-at')}))"
    )
    page.clock.run_for("10:00")
    expect(page.get_by_role("dialog")).to_be_hidden()
