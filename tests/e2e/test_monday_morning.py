"""Monday morning: twelve new referrals, from the queue to verified channels and stopped clocks.

Ten of them get there. At one a wrong number answers and at another somebody else: those stand
with their task and their running clock.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.morning import (
    VERIFIED,
    WELSH,
    agree,
    brought_home,
    call,
    card,
    case_of,
    morning,
    name_of,
    newest_code,
    read_back,
    say_yes,
    verify,
)
from tests.support.world import World

pytestmark = pytest.mark.browser

CHECKED, WRONG_NUMBER, SOMEBODY_ELSE = 0, 1, 2
GIVEN = (WELSH, 8, 9)
STUCK = {WRONG_NUMBER: "number", SOMEBODY_ELSE: "Somebody else answered: find a safe way"}


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A unit with a manager, two officers and twelve referrals that came since Friday."""
    with morning(tmp_path_factory.mktemp("monday")) as made:
        yield made


def test_twelve_referrals(monday: World, chromium: Browser) -> None:
    moira, sam, nia = (monday.signed_in(chromium, name) for name in ("Moira", "Sam", "Nia"))
    given_away(monday, moira.page)
    for place in range(12):
        if place == CHECKED:
            both_channels(monday, sam.page)
        elif place == WRONG_NUMBER:
            wrong_number(monday, sam.page)
        elif place == SOMEBODY_ELSE:
            somebody_else(monday, sam.page)
        elif place == WELSH:
            brought_home(monday, nia.page, place)
        else:
            brought_home(monday, sam.page, place, "email" if place % 2 else "sms")
    queue_is_empty(monday, moira.page)
    for place in range(12):
        stands_as_it_should(monday, moira.page, place)
    assert_accessible(moira.page)
    for each in (moira, sam, nia):
        each.assert_quiet()
        each.close()


def given_away(monday: World, page: Page) -> None:
    """The manager gives three of the queue to the officers who were proposed."""
    page.goto(f"{monday.url}/queue")
    expect(page.get_by_text("12 cases wait")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    expect(page.locator("tr", has_text=name_of(WELSH))).to_contain_text("Proposed: Nia Carter")
    for place in GIVEN:
        page.locator("tr", has_text=name_of(place)).locator("[name=case]").check()
    page.get_by_role("button", name="Give the ticked cases").click()
    expect(page.get_by_text("9 cases wait")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{monday.url}/cases?list=unit")
    page.locator("tr", has_text=name_of(WELSH)).locator("th a").click()
    expect(page.locator("#elsewhere + dl")).to_contain_text("Nia Carter")


def both_channels(monday: World, page: Page) -> None:
    """The first of them on the way with a code misread, a look at each page, and an e-mail too."""
    case = case_of(monday, page, CHECKED)
    expect(contact_clock(page)).to_contain_text("Running")
    call(page, case, "spoke")
    page.goto(case)
    expect(contact_clock(page)).to_contain_text("Done in time")
    say_yes(page, case, monday.today)
    verify(monday, page, case, "Mobile number", "sms")
    agree(page, case, "Email address", "email")
    page.goto(case)
    page.get_by_role("link", name="Send a code (Email address").click()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Send")).click()
    monday.work()
    code = newest_code(monday, "email")
    read_back(page, str((int(code) + 1) % 1000000).zfill(6))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)
    assert code not in page.content()
    read_back(page, f"{code[:3]} {code[3:]}")
    expect(page).to_have_url(case)
    assert VERIFIED in card(page, "Email address")
    assert_accessible(page)
    assert_fits(page)


def wrong_number(monday: World, page: Page) -> None:
    """A stranger answers, whose number it is."""
    case = case_of(monday, page, WRONG_NUMBER)
    call(page, case, "wrong_number")
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()


def somebody_else(monday: World, page: Page) -> None:
    """Somebody answers whom the victim hadn't told of."""
    case = case_of(monday, page, SOMEBODY_ELSE)
    call(page, case, "someone_else_answered", telephone_expected="no")
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()


def queue_is_empty(monday: World, page: Page) -> None:
    """Nobody waits, and the list of the unit's cases says who was reached."""
    page.goto(f"{monday.url}/queue")
    expect(page.locator("main")).to_contain_text("The queue is empty")
    page.goto(f"{monday.url}/cases?list=unit")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(12)
    for place in range(12):
        row = rows.filter(has_text=name_of(place))
        expect(row).to_have_count(1)
        expect(row).not_to_contain_text("Nobody has it")
        expect(row).to_contain_text("Not offered" if place in STUCK else "Opted in")
        reached = row.locator("[data-label='First contact']")
        expect(reached).to_contain_text("Due" if place in STUCK else "Made")


def stands_as_it_should(monday: World, page: Page, place: int) -> None:
    """A verified channel and a stopped clock, or a task and a clock that runs on."""
    page.goto(f"{monday.url}/cases?list=unit")
    page.locator("tr", has_text=name_of(place)).locator("th a").click()
    expect(page.locator("h1")).to_contain_text(name_of(place))
    expect(page.locator("#elsewhere + dl")).to_contain_text(re.compile("(Sam|Nia) Carter"))
    if place in STUCK:
        assert "Stopped" in card(page, "Mobile number")
        expect(page.locator("#to-do ~ ul")).to_contain_text(STUCK[place])
        expect(contact_clock(page)).to_contain_text("Running")
        assert VERIFIED not in page.inner_text("main")
    else:
        expect(contact_clock(page)).to_contain_text("Done in time")
        assert VERIFIED in page.inner_text("main")


def contact_clock(page: Page) -> Locator:
    """The row of the clock of first contact."""
    return page.locator("#clocks ~ table tr", has_text="First contact")
