"""The pages of accounts: a colleague added, changed, shut out, helped back in."""

import pyotp
import pytest
from flask import Flask

from tests.support import casework
from tests.support.pages import Page, PageClient
from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.signing_in import let_in, sign_in_by_page
from tests.support.web import COLLEAGUE, MANAGER, OFFICER, STRANGER, app_for, signed_in
from victim_portal.domain.one_time_codes import step_at
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser

ADA = "ada@example.org"
LONG = f"{PASSWORD} staple"
NEW = "four calm words here"
ANA = {
    "first_name": "Ana <b>",
    "last_name": "Cole",
    "email": "ana@example.org",
    "role": "officer",
    "unit": "Hampshire",
    "telephone": "020 7946 0123",
    "hours": "Mondays, 9am to 5pm",
}


@pytest.fixture
def app(portal: Portal) -> Flask:
    new = NewUser(ADA, "Ada", "Ross", Role.ADMINISTRATOR, "", LONG)
    accounts.add_user(portal.ctx, CLI, new)
    return app_for(portal)


@pytest.fixture
def admin(app: Flask) -> PageClient:
    client = PageClient(app)
    sign_in_by_page(client, ADA, LONG)
    return client


def link_on(page: Page) -> str:
    """The path of the link that a page shows."""
    assert page.h1.endswith("The link to hand over")
    return "/welcome/" + page.text.partition("/welcome/")[2].partition(" ")[0]


def second_administrator(portal: Portal, app: Flask) -> PageClient:
    """Another administrator, signed in."""
    new = NewUser("bo@example.org", "Bo", "Lund", Role.ADMINISTRATOR, "", LONG)
    accounts.add_user(portal.ctx, CLI, new)
    client = PageClient(app)
    sign_in_by_page(client, new.email, LONG)
    return client


def agreed_by(portal: Portal, who: PageClient, email: str) -> Page:
    """What somebody sees who agrees to what waits about an account."""
    page = who.get(f"/accounts/{portal.user(email)}/agreement")
    with_link = "You get a link" in page.text
    return page.submit(button="Agree and make the link" if with_link else "Agree")


def test_from_invitation_to_the_first_page(portal: Portal, app: Flask, admin: PageClient) -> None:
    done = admin.get("/accounts").follow("Add a colleague").submit(ANA).follow()
    assert "Nothing changes before a second person agrees" in done.notices[0]
    assert "An administrator or a manager of Hampshire" in done.text
    assert "Waits for a second person" in admin.get("/accounts").text
    what = "Let Ana <b> Cole in as a victim liaison officer of Hampshire"
    page = signed_in(app, MANAGER).get("/to-decide")
    page = page.follow(f"Look at the account to agree ({what})")
    assert what in page.text
    path = link_on(page.submit(button="Agree and make the link", status=200))
    ana = PageClient(app)
    page = ana.get(path)
    assert "Ana <b>, you will sign in with ana@example.org" in page.text
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    page = ana.get(path).submit({"password": "short"}, status=200)
    assert page.errors == ["The password must have at least 12 characters"]
    page = page.submit({"password": NEW}).follow()
    assert page.h1 == "Set up a second factor"
    page = page.follow("Set up an app")
    key = page.text.partition("Key: ")[2].partition(" The key")[0].replace(" ", "")
    code = pyotp.HOTP(key).at(step_at(portal.clock.now()))
    done = page.submit({"code": code}).follow().follow()
    assert done.h1.endswith("Today")
    again = PageClient(app).get(path, status=404)
    assert again.h1 == "This link can't be used any more"


def test_opening_a_link_uses_nothing_up(portal: Portal, app: Flask, admin: PageClient) -> None:
    admin.get("/accounts/new").submit(ANA).follow()
    path = link_on(agreed_by(portal, signed_in(app, MANAGER), ANA["email"]))
    for _ in range(3):
        PageClient(app).get(path, status=200)
    assert PageClient(app).get(path).submit({"password": NEW}).location == "/sign-in/set-up"


def test_what_is_wrong_is_said_beside_its_field(admin: PageClient) -> None:
    page = admin.get("/accounts/new").submit({}, status=200)
    assert "Enter the email address" in page.errors
    page = page.submit({**ANA, "email": OFFICER.upper(), "unit": ""}, status=200)
    assert page.errors == ["Enter the unit that they work in"]
    page = page.submit({"unit": "Hampshire"}, status=200)
    assert page.errors == ["There is an account with this address"]
    assert page.value("first_name") == ["Ana <b>"]


def test_adding_asks_for_a_proof_before_much_is_typed(portal: Portal, admin: PageClient) -> None:
    portal.clock.move(minutes=11)
    assert admin.get("/accounts/new").location == "/prove?next=/accounts/new"


def test_details_role_and_standing_are_changed(
    portal: Portal, app: Flask, admin: PageClient
) -> None:
    nia = signed_in(app, COLLEAGUE)
    home = f"/accounts/{portal.user(COLLEAGUE)}"
    page = admin.get(f"{home}/details")
    done = page.submit({"last_name": "Evans-Jones", "hours": "Tuesdays"}).follow()
    assert "Evans-Jones" in done.h1
    assert "Tuesdays" in done.text
    page = admin.get(f"{home}/details").submit({"telephone": "12"}, status=200)
    assert page.errors[0].startswith("Enter a telephone number")
    done = admin.get(f"{home}/role").submit({"role": "auditor", "unit": ""}).follow()
    assert "Make Nia Evans-Jones an auditor" in done.text
    nia.get("/tasks", status=200)
    bo = second_administrator(portal, app)
    assert agreed_by(portal, bo, COLLEAGUE).follow().notices[0].startswith("Done: Make Nia")
    assert (nia.get("/tasks").location or "").startswith("/sign-in")
    done = admin.get(f"{home}/disable").submit(button="Disable the account").follow()
    assert "disabled" in done.notices[0]
    page = PageClient(app).get("/sign-in").submit({"email": COLLEAGUE, "password": PASSWORD})
    assert page.errors
    done = done.submit(button="Propose to enable the account").follow()
    assert "Waits for a second person" in done.text
    agreed_by(portal, bo, COLLEAGUE)
    assert "Waits" not in admin.get(home).text
    assert signed_in(app, COLLEAGUE).get("/account", status=200)


def test_why_somebody_is_not_disabled_is_said(portal: Portal, admin: PageClient) -> None:
    casework.opted_in(portal)
    home = f"/accounts/{portal.user(OFFICER)}"
    done = admin.get(f"{home}/disable").submit(button="Disable the account").follow()
    assert "open case" in done.notices[0]
    page = admin.get(f"{home}/role").submit({"role": "auditor"}, status=200)
    assert "open case" in page.errors[0]


def test_a_manager_helps_an_officer_back_in(portal: Portal, app: Flask, admin: PageClient) -> None:
    sam, manager = signed_in(app, OFFICER), signed_in(app, MANAGER)
    page = manager.get("/accounts").follow("Sam Carter").follow("Help them back in")
    assert page.submit({}, status=200).errors == ["Choose how you made sure that it is them"]
    assert "A second person must" in page.submit({"how": "in_person"}).follow().notices[0]
    what = "Help Sam Carter back into their account, a victim liaison officer"
    page = admin.get("/to-decide").follow(f"Open the account to agree ({what})")
    path = link_on(page.submit({"how": "by_video"}, status=200))
    assert sam.get("/account", status=200).location is None
    back = PageClient(app)
    page = back.get(path).submit({"password": NEW}).follow()
    assert page.h1 == "Set up a second factor"
    assert (sam.get("/account").location or "").startswith("/sign-in")


def test_pages_of_accounts_are_for_those_they_are_for(portal: Portal, app: Flask) -> None:
    manager, officer, other = (signed_in(app, one) for one in (MANAGER, OFFICER, STRANGER))
    home = f"/accounts/{portal.user(OFFICER)}"
    for path in (home, f"{home}/details", f"{home}/role", f"{home}/recovery", "/accounts"):
        officer.get(path, status=403)
    for path in (f"{home}/details", f"{home}/role", f"{home}/disable", "/accounts/new"):
        manager.get(path, status=403)
    for path in (home, f"{home}/recovery"):
        other.get(path, status=404)
    manager.get(f"/accounts/{portal.user(MANAGER)}/recovery", status=404)


def test_an_administrator_does_not_take_over_an_officers_cases(
    portal: Portal, admin: PageClient
) -> None:
    home = f"/accounts/{portal.user(OFFICER)}"
    assert "Help them back in" not in admin.get(home).links
    admin.get(f"{home}/recovery", status=404)


def test_two_administrators_for_a_third(portal: Portal, app: Flask, admin: PageClient) -> None:
    second = "bo@example.org"
    for email in (second, "cy@example.org"):
        new = NewUser(email, "Bo", "Lund", Role.ADMINISTRATOR, "", LONG)
        accounts.add_user(portal.ctx, CLI, new)
    path = f"/accounts/{portal.user('cy@example.org')}/recovery"
    done = admin.get(path).submit({"how": "by_video"}).follow()
    assert "A second person must" in done.notices[0]
    assert "A second person must do the same" in done.text
    done = admin.get(path).submit({"how": "by_video"}).follow()
    assert "You asked for this yourself" in done.notices[0]
    client = PageClient(app)
    let_in(client.get("/sign-in"), {"email": second, "password": LONG})
    assert link_on(client.get(path).submit({"how": "in_person"}, status=200))


def test_who_proposed_it_sees_who_could_agree_and_takes_it_back(
    portal: Portal, app: Flask, admin: PageClient
) -> None:
    what = "Let Ola Cole in as an auditor"
    other = {**ANA, "role": "auditor", "unit": "", "first_name": "Ola"}
    home = admin.get("/accounts/new").submit(other).follow()
    # Nobody else could: one administrator alone isn't shut out for ever.
    assert "victim-portal user agree ana@example.org" in home.text
    path = f"/accounts/{portal.user('ana@example.org')}/agreement"
    page = admin.get(path)
    assert "You proposed this" in page.text
    assert "Agree and make the link" not in page.text
    for client in (signed_in(app, MANAGER), signed_in(app, STRANGER)):
        client.get(path, status=404)
    signed_in(app, OFFICER).get(path, status=403)
    second_administrator(portal, app)
    home = admin.get(home.path)
    assert "A second administrator, not Ola Cole, can agree" in home.text
    page = home.follow("what is to be decided").submit(button=f"Take it back ({what})").follow()
    assert page.notices == ["You took it back."]
    admin.get(path, status=404)
    home = admin.get(home.path)
    assert "Disabled" in home.text
    assert "Waits" in home.submit(button="Propose to enable the account").follow().text


def test_what_somebody_else_agreed_to_meanwhile_is_not_done_twice(
    portal: Portal, app: Flask, admin: PageClient
) -> None:
    admin.get("/accounts/new").submit(ANA).follow()
    ana = portal.user(ANA["email"])
    page = signed_in(app, MANAGER).get(f"/accounts/{ana}/agreement")
    accounts.agree_to_account(portal.ctx, CLI, ana)
    assert page.submit(button="Agree and make the link").status == 404
