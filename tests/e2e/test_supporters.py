"""Supporters and needs in a real browser: every state readable, by keyboard, at 320 px."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, serving
from tests.support.callers import change
from tests.support.casework import mobile, opted_in, reachable
from tests.support.looking import NONSENSE, assert_good, send_wrongly, sign_in
from tests.support.portal import Portal, portal_in
from tests.support.supporters import add, beside, with_channel
from tests.support.web import OFFICER, app_for
from victim_portal.services.needs import NeedsInput, needs_for_form, record_needs

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = portal_in(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def url(portal: Portal) -> Iterator[str]:
    with serving(app_for(portal)) as address:
        yield address


def _fill(page: Page, last_name: str) -> None:
    page.get_by_label("First name").fill("Ruth")
    page.get_by_label("Last name").fill(last_name)
    page.locator("[name=role][value=supporter]").check()
    page.locator("[name=hears][value=news]").check()
    page.get_by_label("The words in which the victim agreed").fill("Yes, tell my sister.")
    page.locator("[name=how][value=telephone]").check()


def test_a_supporter_from_the_first_to_the_last_day(
    portal: Portal, url: str, watched: Watched
) -> None:
    page, reference = watched.page, opted_in(portal)
    add(portal, reference)
    sign_in(page, url, OFFICER)
    new = f"{url}/cases/{reference}/supporters/new"
    for words in ("", NONSENSE):
        page.goto(new)
        assert_good(page)
        assert send_wrongly(page, words)
    page.goto(new)
    _fill(page, "Oak")
    page.get_by_role("button", name="Add the supporter").click()
    expect(page.get_by_label("I checked that this isn't the offender")).to_be_visible()
    assert_good(page)
    page.get_by_label("Last name").fill("Birch")
    page.get_by_role("button", name="Add the supporter").click()
    expect(page.get_by_label("This is another person of the same name")).to_be_visible()
    assert_good(page)
    page.get_by_label("This is another person of the same name").check()
    page.get_by_role("button", name="Add the supporter").click()
    expect(page.get_by_text("Added. To reach them")).to_be_visible()

    number = with_channel(portal, beside(portal, reference)[0].person_id)
    change(portal, number, danger="Her husband reads it")
    page.goto(f"{url}/cases/{reference}")
    expect(page.get_by_role("heading", name="07700 900555 (Ruth Birch", level=4)).to_be_visible()
    assert_good(page)

    end = f"{url}/cases/{reference}/supporters/{beside(portal, reference)[0].id}/end"
    page.goto(end)
    assert_good(page)
    assert send_wrongly(page, "")
    page.goto(end)
    page.get_by_role("button", name="End it now").press("Enter")
    expect(page.get_by_text("Ended. Nothing goes to them any more.")).to_be_visible()
    page.goto(end)
    assert_good(page)
    expect(page.get_by_role("button", name="End it now")).to_have_count(0)


def test_needs_without_javascript_and_a_change_in_between(
    portal: Portal, url: str, chromium: Browser
) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile())
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/cases/{reference}/needs")
    page.get_by_label("Interpreter", exact=True).check()
    expect(page.get_by_label("Which language?")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the language")
    page.get_by_label("Which language?").fill("Polish")
    seen = needs_for_form(portal.ctx, portal.colleague, reference).needs.version
    record_needs(portal.ctx, portal.colleague, reference, NeedsInput(called="Molly"), seen)
    page.get_by_label("What do they like to be called?").fill("Mary Ann")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Molly")).to_be_visible()
    expect(page.get_by_label("What do they like to be called?")).to_have_value("Mary Ann")
    page.get_by_role("button", name="Save over what stands now").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    needs = needs_for_form(portal.ctx, portal.officer, reference).needs
    assert (needs.called, needs.interpreter) == ("Mary Ann", "Polish")
    watched.assert_quiet()
    watched.close()


def test_every_state_of_the_needs_is_good(portal: Portal, url: str, watched: Watched) -> None:
    page, reference = watched.page, opted_in(portal)
    reachable(portal, reference, mobile())
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/cases/{reference}/needs")
    assert_good(page)
    page.get_by_label("Interpreter", exact=True).check()
    page.get_by_label("Advocate", exact=True).check()
    assert_good(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_good(page)
    seen = needs_for_form(portal.ctx, portal.colleague, reference).needs.version
    record_needs(portal.ctx, portal.colleague, reference, NeedsInput(called="Molly"), seen)
    page.get_by_label("Which language?").fill("Polish")
    page.get_by_label("Who is the advocate?").fill("Pat Yew " * 20)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="Molly")).to_be_visible()
    assert_good(page)
