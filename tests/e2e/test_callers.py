"""Somebody rings: found, checked, recorded, in a real browser and by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.support.browser import Watched, serving
from tests.support.callers import talked
from tests.support.casework import mobile, received
from tests.support.looking import assert_good, send_wrongly, sign_in
from tests.support.portal import Portal, portal_in
from tests.support.supporters import add
from tests.support.web import MANAGER, OFFICER, app_for
from victim_portal.services.channels import add_channel
from victim_portal.services.offenders import ConflictInput, declare_conflict
from victim_portal.store.models import Case

pytestmark = pytest.mark.browser
NUMBER = "07700 900123"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = portal_in(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case with a code word, a supporter, and a likely double with the same number."""
    made = received(portal, mobile=NUMBER, address="1 High Street", postcode="SO14 1AA")
    received(portal, referral_reference="WCU-4", victim_date_of_birth="", mobile=NUMBER)
    spoken = mobile(value="07700 900777", code_word="Bluebell", who_else="Her brother reads it")
    add_channel(portal.ctx, portal.officer, made, spoken)
    add(portal, made, may_hear_news=False)
    talked(portal, made)
    return made


@pytest.fixture
def url(portal: Portal) -> Iterator[str]:
    with serving(app_for(portal)) as address:
        yield address


def test_a_caller_is_found_by_number_and_checked_by_keyboard(
    url: str, reference: str, watched: Watched
) -> None:
    page, keys = watched.page, watched.page.keyboard
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/find")
    assert_good(page)
    page.get_by_label("What did the caller give you?").focus()
    keys.type(NUMBER)
    keys.press("Enter")
    expect(page.get_by_text("More than one case has this number")).to_be_visible()
    assert page.url == f"{url}/find"
    assert_good(page)
    page.get_by_role("link", name=f"Check who is calling for case {reference}").focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Check who is calling")).to_be_visible()
    assert_good(page)
    page.get_by_label("Yes, they gave the code word").focus()
    keys.press("Space")
    page.get_by_label("Mary Ash", exact=True).focus()
    keys.press("Space")
    page.get_by_role("button", name="Record it").focus()
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("they gave the code word")


def test_each_state_of_a_check_is_good(url: str, reference: str, watched: Watched) -> None:
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/cases/{reference}/caller")
    assert send_wrongly(page, "")
    assert_good(page)
    page.get_by_label("No, something isn't").check()
    expect(page.get_by_text("What isn't right or safe any more?")).to_be_visible()
    assert_good(page)
    page.get_by_label("Somebody else rang").check()
    page.get_by_label("I didn't ask").check()
    page.get_by_label("Number they rang from").select_option(index=1)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("used a number that we have")
    assert_good(page)
    page.goto(f"{url}/find")
    assert send_wrongly(page, "")
    page.get_by_label("What did the caller give you?").fill("Nobody Here")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator(".portal-empty")).to_be_visible()
    assert_good(page)


def test_without_javascript_nothing_is_hidden(url: str, reference: str, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/find")
    page.get_by_label("What did the caller give you?").fill("Ash")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name=f"Check who is calling for case {reference}").click()
    page.get_by_label("Yes, they gave two right answers").check()
    page.get_by_label("Mary Ash", exact=True).check()
    page.get_by_label("No, something isn't").check()
    page.get_by_label("Mobile number: 07700 900123").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("they gave two right answers")).to_be_visible()
    watched.assert_quiet()
    watched.close()


def test_the_offender_and_a_conflict_of_interest(
    portal: Portal, url: str, reference: str, watched: Watched
) -> None:
    page = watched.page
    there = f"{url}/offenders/{_offender(portal, reference)}"
    sign_in(page, url, MANAGER)
    page.goto(there)
    assert_good(page)
    page.goto(f"{there}/conflict")
    assert_good(page)
    assert send_wrongly(page, "")
    page.get_by_label("Nia Evans").check()
    page.get_by_label("What is it?").fill("A neighbour of his")
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("alert")).to_contain_text("is recorded")
    expect(page.get_by_text("A neighbour of his")).to_be_visible()
    assert_good(page)


def test_an_officers_own_conflict_takes_everything_away(
    portal: Portal, url: str, reference: str, watched: Watched
) -> None:
    page = watched.page
    offender_id = _offender(portal, reference)
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/offenders/{offender_id}/conflict")
    assert_good(page)
    declare_conflict(
        portal.ctx, portal.officer, offender_id, ConflictInput(why="Went to school with him")
    )
    page.get_by_label("What is it?").fill("He is my cousin")
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def _offender(portal: Portal, reference: str) -> UUID:
    with portal.ctx.store.reading() as uow:
        query = select(Case.offender_id).where(Case.reference == reference)
        return uow.session.scalars(query).one()
