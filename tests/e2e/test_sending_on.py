"""A form that was open for an hour, in a real browser: what was typed is saved all the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, serving
from tests.support.casework import mobile, opted_in, reachable, received, view
from tests.support.databases import sqlite_url
from tests.support.looking import assert_good, sign_in
from tests.support.portal import PASSWORD, Portal, make_portal
from tests.support.signing_in import confirm_in_browser, sign_in_by_browser
from tests.support.web import COLLEAGUE, OFFICER, app_for

pytestmark = pytest.mark.browser

WORDS = "She rang back:\n\n“Yes, tell me” <b>and</b> 😀 שלום\nlast line"


class Town:
    """A served portal whose clock stands in the test's hand."""

    def __init__(self, portal: Portal, url: str) -> None:
        self.portal = portal
        self.url = url

    def an_hour_later(self) -> None:
        """Longer than a session lasts without use."""
        self.portal.clock.move(minutes=61)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    portal.clock.set(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    with serving(app_for(portal)) as url:
        yield Town(portal, url)
    portal.engine.dispose()


def test_an_answer_typed_for_an_hour_is_saved(town: Town, watched: Watched) -> None:
    page, reference = watched.page, received(town.portal)
    sign_in(page, town.url, OFFICER)
    page.goto(f"{town.url}/cases/{reference}/answer")
    _fill_answer(page)
    town.an_hour_later()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in again")
    expect(page.get_by_text("What you typed is kept for an hour")).to_be_visible()
    assert_good(page)
    assert "She rang back" not in page.content()
    _sign_in_here(page, "not the password")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_good(page)
    _sign_in_here(page, PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    page.get_by_text("What you had typed", exact=True).click()
    expect(page.get_by_text("She rang back:")).to_be_visible()
    assert_good(page)
    assert view(town.portal, reference).steps == ()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Recorded:")).to_be_visible()
    (step,) = view(town.portal, reference).steps
    assert step.note == WORDS


def test_a_changed_plan_is_saved_after_an_hour_by_keyboard_alone_without_javascript(
    town: Town, chromium: Browser
) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page, reference = watched.page, opted_in(town.portal)
    [channel_id] = reachable(town.portal, reference, mobile())
    sign_in(page, town.url, OFFICER)
    page.goto(f"{town.url}/cases/{reference}/channels/{channel_id}")
    page.get_by_label("Who else can see or hear it?").fill(WORDS)
    page.locator("[name=agreed][value=telephone]").check()
    town.an_hour_later()
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_label("Email address").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    confirm_in_browser(page, OFFICER)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in again")
    page.get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_text("The plan was saved.")).to_be_visible()
    (channel,) = view(town.portal, reference).channels
    assert channel.who_else == WORDS
    watched.assert_quiet()
    watched.close()


def test_a_whole_statement_survives(town: Town, watched: Watched) -> None:
    page, reference = watched.page, opted_in(town.portal)
    sign_in(page, town.url, OFFICER)
    page.goto(f"{town.url}/cases/{reference}/answer")
    # The note takes fewer, so the form comes back with all that arrived.
    page.get_by_label("Note").fill("語" * 199_990 + "the end")
    town.an_hour_later()
    page.get_by_role("button", name="Save").click()
    _sign_in_here(page, PASSWORD)
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    value = page.get_by_label("Note").input_value()
    assert len(value) == 199_997
    assert value.endswith("語the end")


def test_another_window_that_signed_in_saves_this_one_too(town: Town, watched: Watched) -> None:
    page, reference = watched.page, received(town.portal)
    sign_in(page, town.url, OFFICER)
    page.goto(f"{town.url}/cases/{reference}/answer")
    _fill_answer(page)
    town.an_hour_later()
    other = watched.context.new_page()
    sign_in(other, town.url, OFFICER)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Recorded:")).to_be_visible()
    assert len(view(town.portal, reference).steps) == 1


def test_somebody_else_at_the_same_desk_gets_nothing(town: Town, watched: Watched) -> None:
    page, reference = watched.page, received(town.portal)
    sign_in(page, town.url, OFFICER)
    page.goto(f"{town.url}/cases/{reference}/answer")
    _fill_answer(page)
    town.an_hour_later()
    page.get_by_role("button", name="Save").click()
    _sign_in_here(page, PASSWORD, COLLEAGUE)
    expect(page.get_by_text("Somebody else had typed something here")).to_be_visible()
    assert "She rang back" not in page.content()
    assert_good(page)
    assert view(town.portal, reference).steps == ()


def _fill_answer(page: Page) -> None:
    page.locator("[name=state][value=offered]").check()
    page.get_by_label("Telephone", exact=True).check()
    for part, value in (("day", "13"), ("month", "11"), ("year", "2026")):
        page.locator(f"[name=on-{part}]").fill(value)
    page.get_by_label("Note").fill(WORDS)


def _sign_in_here(page: Page, password: str, email: str = OFFICER) -> None:
    if password == PASSWORD:
        sign_in_by_browser(page, email, password)
    else:
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
