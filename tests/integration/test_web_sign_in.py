"""The pages of signing in, of second factors, of proofs, and of one's own account."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support import casework
from tests.support.pages import PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.settings_values import PRODUCTION, read
from tests.support.signing_in import code_for, let_in, sign_in_by_page
from tests.support.web import OFFICER, app_for, client_for, signed_in
from victim_portal.store.models import StaffSession, User
from victim_portal.web import assemble
from victim_portal.web.permissions import ENDPOINTS, HALF_WAY_IN

AGAIN = {"email": OFFICER, "password": PASSWORD}
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def app(portal: Portal) -> Flask:
    return app_for(portal)


def half_in(portal: Portal, app: Flask, *, code: bool = True) -> PageClient:
    if code:
        code_for(portal.ctx, OFFICER)
    client = PageClient(app)
    assert client.get("/sign-in").submit(AGAIN).location
    return client


def test_half_way_in_opens_nothing_else(portal: Portal, app: Flask) -> None:
    reference = casework.ready(portal)
    client = half_in(portal, app)
    for path in ("/", "/cases", f"/cases/{reference}", "/tasks", "/account", "/prove", "/accounts"):
        location = client.get(path).location or ""
        assert location.partition("?")[0] == "/sign-in/confirm", path
    csrf = client.get("/sign-in/confirm").value("csrf_token")[0]
    answer = client.post(f"/cases/{reference}/take", {"csrf_token": csrf})
    assert (answer.location or "").partition("?")[0] == "/sign-in"
    assert {ENDPOINTS[name] for name in HALF_WAY_IN} == {frozenset(ENDPOINTS["account.confirm"])}


def test_a_wrong_code_is_said_and_where_to_go_on_is_kept(portal: Portal, app: Flask) -> None:
    code = code_for(portal.ctx, OFFICER)
    client = PageClient(app)
    page = client.get("/sign-in?next=/tasks").submit(AGAIN).follow()
    page = page.submit({"code": "000000"}, button="Continue", status=200)
    assert "That code isn't right" in page.errors[0]
    assert page.value("code") in ([], [""], ["000000"])
    assert page.submit({"code": code}, button="Continue").location == "/tasks"


def test_ten_minutes_later_the_page_leads_back(portal: Portal, app: Flask) -> None:
    client = half_in(portal, app)
    page = client.get("/sign-in/confirm")
    portal.clock.move(minutes=11)
    assert page.submit({"code": "123456"}, button="Continue").location == "/sign-in"


def test_what_was_typed_outlives_a_second_step_that_took_too_long(
    portal: Portal, app: Flask
) -> None:
    reference = casework.received(portal)
    client = signed_in(app, OFFICER)
    form = client.get(f"/cases/{reference}/answer")
    portal.clock.move(minutes=61)
    page = form.submit({"note": HOSTILE}, status=200).submit(AGAIN)
    portal.clock.move(minutes=11)
    page = page.submit({"code": "123456"}, button="Continue", status=200)
    assert page.h1 == "Sign in again"
    page = let_in(page, AGAIN)
    assert page.value("note") == [HOSTILE]


def test_first_factor_by_an_app(portal: Portal, app: Flask) -> None:
    import pyotp

    from victim_portal.domain.one_time_codes import step_at

    client = half_in(portal, app, code=False)
    assert client.get("/tasks").follow().h1 == "Set up a second factor"
    page = client.get("/sign-in/set-up").follow("Set up an app")
    picture = client.http.get("/account/codes/picture")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert b"<script" not in picture.data
    key = page.text.partition("Key: ")[2].partition(" The key")[0].replace(" ", "")
    assert key not in "".join(client.http.get("/account/codes").headers.values())
    page = page.submit({"code": "000000"}, status=200)
    assert "not the code that the app shows" in page.errors[0]
    code = pyotp.HOTP(key).at(step_at(portal.clock.now()))
    assert page.submit({"code": code}).location == "/"
    assert client.get("/account", status=200).h1 == "Your account"
    client.http.get("/account/codes/picture")
    assert client.get("/account/codes/picture", status=404).status == 404


def test_a_secret_being_set_up_is_gone_after_a_quarter_of_an_hour(
    portal: Portal, app: Flask
) -> None:
    client = signed_in(app, OFFICER)
    client.get("/account/codes")
    assert client.http.get("/account/codes/picture").status_code == 200
    other = signed_in(app, "nia.evans@example.org")
    assert other.http.get("/account/codes/picture").status_code == 404


@pytest.mark.parametrize("target", ["//evil.example.org", "https://evil.example.org", "/\\evil"])
def test_no_way_leads_off_the_site(portal: Portal, app: Flask, target: str) -> None:
    code = code_for(portal.ctx, OFFICER)
    client = PageClient(app)
    page = client.get("/sign-in", query={"next": [target]}).submit(AGAIN).follow()
    assert page.submit({"code": code}, button="Continue").location == "/"


def test_failed_tries_are_told(portal: Portal, app: Flask) -> None:
    signed_in(app, OFFICER)
    portal.clock.move(minutes=1)
    stranger = PageClient(app)
    for _ in range(2):
        stranger.get("/sign-in").submit({**AGAIN, "password": "wrong horse battery"})
    client = signed_in(app, OFFICER)
    [told] = client.get("/tasks").notices
    assert "2 tries to sign in as you that failed" in told


def test_refusals_read_the_same_byte_for_byte(portal: Portal, app: Flask) -> None:
    import re

    pages = set()
    for email, password in (
        ("aa@example.org", PASSWORD),
        (OFFICER, "wrong horse battery"),
        ("nia.evans@example.org", ""),
    ):
        if not password:
            password = "x"
        page = PageClient(app).get("/sign-in").submit({"email": email, "password": password})
        plain = re.sub(r'name="csrf_token" value="[^"]+"', "", page.html).replace(email, "")
        pages.add(plain)
    assert len(pages) == 1


def test_the_demo_code_is_shown_for_demo_accounts_alone(portal: Portal, app: Flask) -> None:
    code = code_for(portal.ctx, OFFICER)
    client = half_in(portal, app)
    assert code not in client.get("/sign-in/confirm").text
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.user(OFFICER))
        assert user is not None
        user.demo = True
        uow.commit()
    assert f"The code of this moment is {code}" in client.get("/sign-in/confirm").text


def test_on_https_the_cookie_is_bound_to_its_host(portal: Portal, tmp_path: Path) -> None:
    app = assemble(read(PRODUCTION, tmp_path), portal.ctx, None)
    http = app.test_client()
    answer = http.get("/sign-in", base_url="https://staff.example.org")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-staff=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_ones_own_account_is_shown_and_looked_after(portal: Portal, app: Flask) -> None:
    first = signed_in(app, OFFICER)
    portal.clock.move(minutes=2)
    client = signed_in(app, OFFICER)
    page = client.get("/account")
    assert len(page.rows) == 2
    assert any("(this one)" in row[0] for row in page.rows)
    [theirs] = [label for form in page.forms for label in form.buttons if "session" in label][1:]
    page = page.submit(button=theirs).follow()
    assert page.notices == ["That session was ended."]
    assert (first.get("/account").location or "").startswith("/sign-in")
    form = page.follow("Change password")
    page = form.submit({"current": "wrong", "new": "a new quiet password"}, status=200)
    assert "This is not your password" in page.errors[0]
    assert PASSWORD not in page.html
    done = page.submit({"current": PASSWORD, "new": "a new quiet password"}).follow()
    assert "Your password was changed." in done.notices[0]


def test_ending_the_present_session_signs_out(portal: Portal, app: Flask) -> None:
    client = signed_in(app, OFFICER)
    page = client.get("/account")
    [label] = [label for form in page.forms for label in form.buttons if "session" in label]
    assert page.submit(button=label).location == "/sign-in"
    with portal.ctx.store.reading() as uow:
        [session] = uow.session.query(StaffSession).all()
        assert session.ended_why == "ended_by_owner"


def test_staying_says_how_long(portal: Portal, app: Flask) -> None:
    client = signed_in(app, OFFICER)
    portal.clock.move(minutes=20)
    assert client.http.get("/account/stay").get_data(as_text=True) == str(30 * 60)
    for _ in range(18):
        portal.clock.move(minutes=25)
        client.http.get("/account/stay")
    assert client.http.get("/account/stay").get_data(as_text=True) == str(10 * 60)


def test_an_export_asks_who_is_there_and_loses_nothing(portal: Portal) -> None:
    reference = casework.ready(portal)
    [channel, *_] = casework.view(portal, reference).channels
    client = client_for(portal)
    form = client.get(f"/cases/{reference}/channels/{channel.id}")
    portal.clock.move(minutes=11)
    page = form.submit({"who_else": HOSTILE, "agreed": "telephone"}, status=200)
    assert page.h1 == "Show that it is you"
    assert "What you typed is kept" in page.text
    assert HOSTILE not in page.html
    assert casework.view(portal, reference).channels[0].who_else != HOSTILE
    code = code_for(portal.ctx, OFFICER)
    wrong = {"password": "wrong horse battery", "code": code}
    page = page.submit(wrong, button="Continue", status=200)
    assert "isn't right" in page.errors[0]
    page = page.submit({"password": PASSWORD, "code": code}, button="Continue", status=200)
    assert page.value("who_else") == [HOSTILE]
    page.submit(button="Send it now").follow()
    assert casework.view(portal, reference).channels[0].who_else == HOSTILE


def test_a_page_that_needs_a_proof_is_gone_on_to(portal: Portal, app: Flask) -> None:
    client = signed_in(app, OFFICER)
    portal.clock.move(minutes=11)
    page = client.get("/account/codes").follow()
    code = code_for(portal.ctx, OFFICER)
    done = page.submit({"password": PASSWORD, "code": code}, button="Continue")
    assert done.location == "/account/codes"
    assert done.follow().h1 == "Set up an app for codes"


def test_an_unverified_channel_may_be_typed_freely(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    client = client_for(portal)
    client.get(f"/cases/{reference}/channels/new?kind=email")
    portal.clock.move(minutes=11)
    given = {"value": "mary@example.org", "uses": ["email"], "hours": "any", "language": "en"}
    page = client.get(f"/cases/{reference}/channels/new?kind=email")
    assert page.submit({**given, "agreed": "telephone"}).location
    [channel, *_] = casework.view(portal, reference).channels
    page = client.get(f"/cases/{reference}/channels/{channel.id}")
    assert page.submit({"who_else": "Nobody", "agreed": "telephone"}).location


def test_whoever_is_signed_in_goes_on(portal: Portal, app: Flask) -> None:
    client = signed_in(app, OFFICER)
    assert client.get("/sign-in").location == "/"
    assert client.get("/sign-in/confirm").location == "/"
    sign_in_by_page(PageClient(app), OFFICER, PASSWORD)
