"""Second factors in a real browser: an app, a passkey of Chromium's own, the warning at the end."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.support.browser import Watched, focused, serving, tab_order
from tests.support.databases import sqlite_url
from tests.support.looking import assert_good
from tests.support.portal import CLI, PASSWORD, Portal, make_portal
from tests.support.signing_in import code_for, sign_in_by_browser
from tests.support.web import MANAGER, OFFICER, app_for
from victim_portal.domain.vocabulary import Role
from victim_portal.randomness import SystemClock
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser

pytestmark = pytest.mark.browser

NEW = "four calm words here"


@dataclass
class Town:
    """A served portal at a host name, as passkeys need one."""

    portal: Portal
    app: Flask
    url: str


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    portal.clock.set(SystemClock().now())
    url = f"http://localhost:{port}"
    portal.ctx = replace(portal.ctx, base_url=url)
    app = app_for(portal)
    with serving(app, port):
        yield Town(portal, app, url)
    portal.engine.dispose()


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """A passkey device of the browser's own, whose person is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def password(page: Page, url: str, email: str = OFFICER, words: str = PASSWORD) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(words)
    page.get_by_role("button", name="Sign in").click()


def test_a_passkey_is_set_up_and_signs_in(town: Town, watched: Watched) -> None:
    page = watched.page
    authenticator(page)
    password(page, town.url)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Add a passkey").click()
    assert_good(page)
    page.get_by_label("Name of the passkey").fill("This laptop")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("The passkey was added.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()
    page.get_by_role("link", name="Sam Carter").click()
    expect(page.get_by_role("rowheader", name="This laptop")).to_be_visible()
    expect(page.get_by_text("Not yet")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Sign out").click()

    password(page, town.url)
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()


def test_a_passkey_that_was_stopped_can_be_tried_again(town: Town, watched: Watched) -> None:
    page = watched.page
    session, device = authenticator(page)
    password(page, town.url)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    password(page, town.url)
    page.get_by_role("button", name="Use a passkey").click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("You can try again")
    assert_good(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    again.click()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()


def test_a_passkey_proves_and_what_was_asked_is_done(town: Town, watched: Watched) -> None:
    page = watched.page
    authenticator(page)
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, OFFICER, PASSWORD)
    page.get_by_role("link", name="Sam Carter").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Continue").click()
    remove = page.get_by_role("button", name="Remove This computer")
    expect(remove).to_be_visible()
    town.portal.clock.move(minutes=11)
    remove.click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()
    expect(page.get_by_text("You have no passkey.")).to_be_visible()


def test_an_app_is_set_up_from_the_picture_or_the_key(town: Town, watched: Watched) -> None:
    page = watched.page
    password(page, town.url)
    page.get_by_role("button", name="Set up an app").click()
    picture = page.locator("img.portal-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    assert_good(page)
    key = page.locator("[data-key]").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("not the code")
    assert page.locator("[data-key]").inner_text().replace(" ", "") == key
    assert_good(page)
    page.get_by_label("Code from your app").fill(pyotp.TOTP(key).at(town.portal.clock.now()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()


def test_a_colleague_is_invited_without_script(town: Town, chromium: Browser) -> None:
    new = NewUser("ada@example.org", "Ada", "Ross", Role.ADMINISTRATOR, "", f"{PASSWORD} staple")
    accounts.add_user(town.portal.ctx, CLI, new)
    admin, ana = (Watched(chromium, java_script_enabled=False) for _ in range(2))
    page = admin.page
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, "ada@example.org", f"{PASSWORD} staple")
    page.get_by_role("link", name="Accounts").click()
    page.get_by_role("button", name="Add a colleague").click()
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Cole")
    page.get_by_label("Email address").fill("ana@example.org")
    page.get_by_label("Victim liaison officer").check()
    page.get_by_label("Unit").fill("Hampshire")
    page.get_by_role("button", name="Add them").click()
    link = page.locator("[data-link]").inner_text()

    theirs = ana.page
    theirs.goto(link)
    theirs.get_by_label("Choose a password").fill(NEW)
    theirs.get_by_role("button", name="Continue").click()
    theirs.get_by_role("button", name="Add a passkey").click()
    expect(theirs.get_by_text("needs a browser with scripts switched on")).to_be_visible()
    theirs.get_by_role("link", name="Set up an app for codes").click()
    key = theirs.locator("[data-key]").inner_text().replace(" ", "")
    code = pyotp.TOTP(key).at(town.portal.clock.now())
    theirs.get_by_label("Code from your app").fill(code)
    theirs.get_by_role("button", name="Continue").click()
    expect(theirs.get_by_role("heading", name="Your cases")).to_be_visible()
    for one in (admin, ana):
        one.assert_quiet()
        one.close()


def test_signing_in_by_keyboard_alone(town: Town, watched: Watched) -> None:
    page, keys = watched.page, watched.page.keyboard
    code = code_for(town.portal.ctx, OFFICER)
    page.goto(f"{town.url}/sign-in")
    for wanted, typed in (("input#email", OFFICER), ("input#password", PASSWORD)):
        while focused(page) != wanted:
            keys.press("Tab")
        keys.type(typed)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    while focused(page) != "input#code":
        keys.press("Tab")
    keys.type(code)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()


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


def test_pages_of_accounts_are_good(town: Town, watched: Watched) -> None:
    new = NewUser("ada@example.org", "Ada", "Ross", Role.ADMINISTRATOR, "", f"{PASSWORD} staple")
    accounts.add_user(town.portal.ctx, CLI, new)
    page = watched.page
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, "ada@example.org", f"{PASSWORD} staple")
    sam, moira = town.portal.user(OFFICER), town.portal.user(MANAGER)
    for path in (
        "/account",
        "/account/password",
        "/accounts",
        "/accounts/new",
        f"/accounts/{sam}",
        f"/accounts/{sam}/details",
        f"/accounts/{sam}/role",
        f"/accounts/{sam}/disable",
        f"/accounts/{moira}/recovery",
        "/welcome/unknown",
    ):
        page.goto(town.url + path)
        assert_good(page)
        assert tab_order(page)
    page.goto(f"{town.url}/accounts/{moira}/recovery")
    page.get_by_label("I know them and they stand before me").check()
    page.get_by_role("button", name="Go on").click()
    link = page.locator("[data-link]").inner_text()
    assert_good(page)
    page.goto(link)
    assert_good(page)
