"""Signing in as a person does: password, then the code of an app that the test holds.

Each test account gets an app with a secret that is known here, the first time it is needed.
Codes are spent once; a test that signs in twice within half a minute has it forgotten.
"""

from collections.abc import Mapping

import pyotp
from flask import Flask
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from tests.support.browser import SERVED
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.one_time_codes import open_steps, step_at
from victim_portal.services import sign_in
from victim_portal.services.context import Context
from victim_portal.services.sign_in.codes import keep_secret, spend_code
from victim_portal.store.sign_in import code_of
from victim_portal.store.staff import by_email

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_for(ctx: Context, email: str) -> str:
    """A code that the account's app shows now and that was not used."""
    with ctx.store.writing() as uow:
        user = by_email(uow, email)
        if user is None:
            return "000000"
        app = code_of(uow, user.id)
        if app is None:
            keep_secret(ctx, uow, user.id, SECRET)
            uow.flush()
            app = code_of(uow, user.id)
        assert app is not None
        app.last_step = None
        secret = app.secret or ""
        uow.commit()
    return pyotp.HOTP(secret).at(step_at(ctx.now()))


def codes_that_count(portal: Portal, actor: Actor) -> list[bool]:
    """Whether each code that an app could show is taken: now, and after each half-minute of two."""
    assert actor.user_id is not None
    counted = []
    for wait in (0, 30, 30):
        portal.clock.move(seconds=wait)
        for step in open_steps(portal.ctx.now(), None):
            with portal.ctx.store.writing() as uow:
                code = pyotp.HOTP(SECRET).at(step)
                counted.append(spend_code(portal.ctx, uow, actor.user_id, code))
                uow.commit()
    return counted


def whole_session(ctx: Context, email: str, password: str, came_from: str = "192.0.2.7") -> str:
    """The token of a confirmed session."""
    code = code_for(ctx, email)
    token = sign_in.sign_in(ctx, email, password, came_from)
    assert token is not None, f"{email} was not let in"
    confirmed = sign_in.confirm_with_code(ctx, token, code, came_from)
    assert confirmed is not None, f"the code of {email} was not taken"
    return confirmed.token


def ctx_of(app: Flask) -> Context:
    """The portal behind an app."""
    ctx: Context = app.extensions["victim_portal"]
    return ctx


def let_in(page: Page, given: Mapping[str, str]) -> Page:
    """Send a sign-in page and its second step: what comes of both, a redirect or a page."""
    ctx = ctx_of(page.client.http.application)
    code = code_for(ctx, given["email"])
    following = page.submit(given)
    if following.location is not None:
        assert following.location.startswith("/sign-in/confirm"), following.location
        following = following.follow()
    if following.h1 != "Confirm that it is you":
        return following
    return following.submit({"code": code}, button="Continue")


def sign_in_by_page(client: PageClient, email: str, password: str) -> Page:
    """Through the pages; the redirect to where the person goes on."""
    page = let_in(client.get("/sign-in"), {"email": email, "password": password})
    assert page.location is not None, f"{email} was not let in: {page.errors}"
    return page


def confirm_in_browser(page: BrowserPage, email: str) -> None:
    """Enter the code on the page that a browser shows after the password."""
    app = next(app for url, app in SERVED.items() if page.url.startswith(url))
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Code from your app").fill(code_for(ctx_of(app), email))
    page.get_by_role("button", name="Continue").click()


def sign_in_by_browser(page: BrowserPage, email: str, password: str) -> None:
    """Fill the sign-in page that a browser shows, and the one after it."""
    # The app must be there before the password: without one the page would ask to set it up.
    app = next(app for url, app in SERVED.items() if page.url.startswith(url))
    code_for(ctx_of(app), email)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    confirm_in_browser(page, email)
