"""Second factors in a real browser: an app, a passkey of Chromium's own, the warning at the end."""

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.support.browser import Watched, focused, tab_order
from tests.support.looking import assert_good
from tests.support.named import Town
from tests.support.named import town as town
from tests.support.portal import CLI, PASSWORD
from tests.support.second_person import second
from tests.support.signing_in import code_for, sign_in_by_browser
from tests.support.web import MANAGER, OFFICER
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser

pytestmark = pytest.mark.browser

NEW = "four calm words here"


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
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()
    page.get_by_role("link", name="Sam Carter").click()
    expect(page.get_by_role("rowheader", name="This laptop")).to_be_visible()
    expect(page.get_by_text("Not yet")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Sign out").click()

    password(page, town.url)
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()


def test_a_passkey_that_was_stopped_can_be_tried_again(town: Town, watched: Watched) -> None:
    page = watched.page
    session, device = authenticator(page)
    password(page, town.url)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()
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
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()


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
    # A picture comes after its page.
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    assert_good(page)
    key = page.locator("[data-key]").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("not the code")
    assert page.locator("[data-key]").inner_text().replace(" ", "") == key
    assert_good(page)
    page.get_by_label("Code from your app").fill(pyotp.TOTP(key).at(town.portal.clock.now()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()


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
    page.get_by_role("button", name="Propose to add them").click()
    expect(page.get_by_text("Waits for a second person", exact=True)).to_be_visible()

    # A manager of the unit agrees, and has the link to hand over.
    manager = Watched(chromium, java_script_enabled=False)
    page = manager.page
    page.goto(f"{town.url}/sign-in")
    sign_in_by_browser(page, MANAGER, PASSWORD)
    page.goto(f"{town.url}/to-decide")
    page.get_by_role("button", name="Look at the account to agree").click()
    page.get_by_role("button", name="Agree and make the link").click()
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
    expect(theirs.get_by_role("heading", name="Today").first).to_be_visible()
    for one in (admin, manager, ana):
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
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()


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
    assert_good(page)
    page.goto(f"{town.url}/accounts/{moira}/recovery")
    assert_good(page)
    # Somebody else asked and proposed: this one is the second.
    first = second(town.portal)
    new = NewUser("ana@example.org", "Ana", "Cole", Role.OFFICER, "Hampshire")
    ana = accounts.add_user(town.portal.ctx, first, new)
    for path in (f"/accounts/{ana}", f"/accounts/{ana}/agreement", "/to-decide"):
        page.goto(town.url + path)
        assert_good(page)
        assert tab_order(page)
    page.goto(f"{town.url}/accounts/{ana}/agreement")
    page.get_by_role("button", name="Agree and make the link").click()
    link = page.locator("[data-link]").inner_text()
    assert_good(page)
    page.goto(link)
    assert_good(page)
