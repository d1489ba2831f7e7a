"""Monday morning without a mouse: every page by the links and buttons that Tab reaches.

After signing in nothing opens a page by its address. It is the night of New Year, a bank
holiday, which changes nothing.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.morning import (
    NEW_YEAR,
    VERIFIED,
    card,
    choose,
    follow,
    jump,
    morning,
    name_of,
    newest_code,
    pick,
    tab_to,
    tick,
    type_date,
)
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Twelve referrals that came in the last days."""
    with morning(tmp_path_factory.mktemp("monday"), NEW_YEAR) as made:
        yield made


@pytest.fixture
def sam(monday: World, chromium: Browser) -> Iterator[Page]:
    """Sam's browser, at the page on which signing in ends."""
    watched = monday.signed_in(chromium, "Sam")
    yield watched.page
    watched.assert_quiet()
    watched.close()


def test_from_the_queue_to_a_verified_number(monday: World, sam: Page) -> None:
    reference = taken(sam, 6)
    call_by_keys(sam, "no_answer")
    call_by_keys(sam, "spoke")
    answer_by_keys(monday, sam)
    # The page that says what comes next leads to the plan.
    follow(sam, "a:Make the safe-contact plan", name_of(6))
    follow(sam, "a:Change the plan", "plan", inside="Mobile number")
    tick(sam, "uses", "sms")
    choose(sam, "hours", "any")
    choose(sam, "agreed", "telephone")
    save(sam)
    jump(sam, "Safe-contact plan")
    follow(sam, "a:Send a code", "code", inside="Mobile number")
    tab_to(sam, "button:Send")
    sam.keyboard.press("Enter")
    expect(sam.locator("[name=code]")).to_be_visible()
    monday.work()
    tab_to(sam, "input#code")
    sam.keyboard.type(newest_code(monday, "sms"))
    tab_to(sam, "input#how")
    sam.keyboard.press("Space")
    tab_to(sam, "button:Check the code")
    sam.keyboard.press("Enter")
    expect(sam).to_have_url(f"{monday.url}/cases/{reference}")
    assert VERIFIED in card(sam, "Mobile number")


def test_a_caller_found_by_their_number(monday: World, sam: Page) -> None:
    follow(sam, "a:Find", "Find a caller")
    tab_to(sam, "input#text")
    sam.keyboard.type("07700 900004")
    sam.keyboard.press("Enter")
    expect(sam.get_by_text("1 case found")).to_be_visible()
    follow(sam, "a:Check who is calling", "Check who is calling", inside=name_of(4))
    choose(sam, "outcome", "not_passed")
    tab_to(sam, "button:Record it")
    sam.keyboard.press("Enter")
    expect(sam.locator(".govuk-notification-banner").first).to_be_visible()


def test_a_wrong_number(monday: World, sam: Page) -> None:
    reference = taken(sam, 9)
    call_by_keys(sam, "wrong_number")
    follow(sam, f"a:{reference}", name_of(9))
    assert "Stopped" in card(sam, "Mobile number")
    # What is to be done about it is a list of its own, which leads back to the case.
    follow(sam, "a:Tasks", "Tasks")
    follow(sam, f"a:Case {reference}", name_of(9))


def taken(page: Page, place: int) -> str:
    """A case taken out of the queue; its reference. The page of the case stands open."""
    follow(page, "a:Queue", "Queue")
    reference = page.locator("tr", has_text=name_of(place)).locator("th a").inner_text()
    follow(page, "button:Take", name_of(place), inside=reference)
    return str(reference)


def call_by_keys(page: Page, outcome: str) -> None:
    """A call to their mobile, from a page on which contacts are recorded."""
    follow(page, "a:Record a contact", "Record a contact")
    choose(page, "method", "telephone")
    pick(page, "telephone_channel", "07700 900")
    choose(page, "telephone_outcome", outcome)
    save(page)


def answer_by_keys(monday: World, page: Page) -> None:
    """They join, in the words that they said, from the log in which the call stands."""
    follow(page, "a:Record the offer or its answer", "Record the offer or its answer")
    choose(page, "state", "opted_in")
    choose(page, "level", "key_stages")
    tab_to(page, "input#shown")
    page.keyboard.press("Space")
    tab_to(page, "textarea#consent_words")
    page.keyboard.type("Yes please.")
    choose(page, "how", "telephone")
    type_date(page, "on", monday.today)
    save(page)


def save(page: Page) -> None:
    """The button of a form; what was entered is right."""
    tab_to(page, "button:Save")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()
