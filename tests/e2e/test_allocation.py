"""Allocation in a real browser: the queue, giving, moving, sending back, withdrawing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.allocation import conflict, distinct, queued, row_of
from tests.support.browser import Watched, serving
from tests.support.casework import OFFERED_ON, answered
from tests.support.looking import NONSENSE, assert_good, send_wrongly, sign_in
from tests.support.portal import OTHER_UNIT, Portal, portal_in
from tests.support.web import COLLEAGUE, MANAGER, OFFICER, app_for
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.allocation import take_case

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


def _waiting(portal: Portal) -> list[str]:
    """Three cases: one in Welsh, one with doubts, and one that an officer may not have."""
    long = {"victim_last_name": "Wolfeschlegelsteinhausenbergerdorff", "language": "cy"}
    references = [
        queued(portal, **distinct(1) | long, postcode="SO23 9AA", address="1 High Street"),
        queued(portal, **distinct(2), offence_category="other", court="W" * 60),
        queued(portal, **distinct(3)),
    ]
    conflict(portal, references[2], portal.officer.user_id)
    return references


def _give_by_keyboard(page: Page, references: list[str]) -> None:
    for reference in references:
        box = page.get_by_label(f"Give {reference}", exact=True)
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    page.get_by_role("button", name="Give the ticked cases").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_manager_empties_the_queue_by_keyboard(
    portal: Portal, url: str, watched: Watched
) -> None:
    page, references = watched.page, _waiting(portal)
    sign_in(page, url, MANAGER)
    page.goto(f"{url}/queue")
    assert_good(page)
    page.get_by_role("button", name="Give the ticked cases").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Tick the cases")
    assert page.title().startswith("Error: ")
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "case"
    page.get_by_label(f"Officer for {references[0]}").select_option("")
    _give_by_keyboard(page, references[:1])
    expect(page.locator(".govuk-error-summary")).to_contain_text(f"{references[0]}: Choose")
    assert_good(page)
    page.get_by_label(f"Officer for {references[0]}").select_option("Nia Evans")
    page.get_by_label(f"Officer for {references[1]}").select_option("Sam Carter")
    take_case(portal.ctx, portal.colleague, references[1])
    _give_by_keyboard(page, references[1:])
    expect(page.locator("main")).to_contain_text("was taken by Nia Evans meanwhile")
    expect(page.locator("main")).to_contain_text("2 cases given to Nia Evans.")
    expect(page.locator("main")).to_contain_text("The queue is empty")
    assert_good(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_takes_one_with_and_without_scripts(
    portal: Portal, url: str, chromium: Browser, scripts: bool
) -> None:
    references = _waiting(portal)
    watched = Watched(chromium, java_script_enabled=scripts, viewport={"width": 320, "height": 800})
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/queue")
    assert references[2] not in page.content()
    if scripts:
        assert_good(page)
    page.get_by_role("button", name=f"Take {references[0]}").click()
    expect(page.locator("main")).to_contain_text("The case is yours now.")
    assert row_of(portal, references[0]).officer_id == portal.officer.user_id
    watched.assert_quiet()
    watched.close()


def test_two_officers_at_once(portal: Portal, url: str, chromium: Browser) -> None:
    reference = queued(portal)
    both = [Watched(chromium), Watched(chromium)]
    for watched, email in zip(both, (OFFICER, COLLEAGUE), strict=True):
        sign_in(watched.page, url, email)
        watched.page.goto(f"{url}/queue")
    for watched, words in zip(
        both, ("The case is yours now.", "Sam Carter took this case before you."), strict=True
    ):
        watched.page.get_by_role("button", name=f"Take {reference}").click()
        expect(watched.page.locator("main")).to_contain_text(words)
        watched.assert_quiet()
        watched.close()


def test_a_case_moves_away(portal: Portal, url: str, watched: Watched) -> None:
    page, reference = watched.page, queued(portal)
    sign_in(page, url, OFFICER)
    move = f"{url}/cases/{reference}/move"
    for words in ("", NONSENSE):
        page.goto(move)
        assert_good(page)
        assert send_wrongly(page, words)
    page.get_by_label("Unit", exact=True).select_option(OTHER_UNIT)
    page.get_by_role("button", name="Move the case").click()
    expect(page.locator("main")).to_contain_text("You no longer see it.")
    assert_good(page)


def test_a_referral_goes_back_and_its_answer_comes(
    portal: Portal, url: str, watched: Watched
) -> None:
    page, reference = watched.page, queued(portal)
    sign_in(page, url, OFFICER)
    for words in ("", NONSENSE):
        page.goto(f"{url}/cases/{reference}/send-back")
        assert_good(page)
        assert send_wrongly(page, words)
    page.get_by_label("Details are missing").check()
    page.get_by_role("button", name="Send it back").click()
    expect(page.locator("main")).to_contain_text("Words for a secure email")
    assert_good(page)
    page.get_by_role("button", name="Record the answer").click()
    assert_good(page)
    assert send_wrongly(page, "")
    page.get_by_label("Day").fill("18")
    page.get_by_label("Month").fill("11")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("What did they answer?").fill("Flat 2, SO23 9AA")
    page.get_by_role("button", name="Save the answer").click()
    expect(page.locator("main")).to_contain_text("What next?")
    assert_good(page)


def test_a_referral_is_withdrawn_and_opened_again(
    portal: Portal, url: str, watched: Watched
) -> None:
    page, reference = watched.page, queued(portal)
    answered(portal, reference, Enrolment.OFFERED, OFFERED_ON)
    sign_in(page, url, MANAGER)
    for name, button in (("withdraw", "Withdraw the referral"), ("reopen", "Open the case again")):
        page.goto(f"{url}/cases/{reference}/{name}")
        assert_good(page)
        assert send_wrongly(page, "")
        page.get_by_role("textbox").fill(NONSENSE)
        page.get_by_role("button", name=button).click()
        page.wait_for_url(f"{url}/cases/{reference}")
    assert row_of(portal, reference).queued_since is not None
    page.goto(f"{url}/queue")
    expect(page.locator("main")).to_contain_text(reference)
