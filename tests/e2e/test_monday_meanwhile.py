"""What else happens on such a morning: a caller, a name put right after a letter went out, and
two officers at the same case. It is the night in which the clocks go back, which changes nothing.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, assert_accessible, assert_fits
from tests.support.morning import (
    HOUR_GIVEN_BACK,
    brought_home,
    case_of,
    morning,
    name_of,
)
from tests.support.referral_files import many
from tests.support.signing_in import sign_in_by_browser
from tests.support.world import World, fill_date

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A unit with a manager, two officers and twelve referrals that came since Friday."""
    with morning(tmp_path_factory.mktemp("monday"), HOUR_GIVEN_BACK) as made:
        yield made


@pytest.fixture
def sam(monday: World, chromium: Browser) -> Iterator[Page]:
    """Sam's browser."""
    watched = monday.signed_in(chromium, "Sam")
    yield watched.page
    watched.assert_quiet()
    watched.close()


def test_two_officers_at_once(monday: World, sam: Page, chromium: Browser) -> None:
    nia = monday.signed_in(chromium, "Nia")
    rows = []
    for page in (sam, nia.page):
        page.goto(f"{monday.url}/queue")
        rows.append(page.locator("tr", has_text=name_of(10)))
    rows[0].get_by_role("button", name="Take").click()
    expect(sam.locator(".govuk-notification-banner--success")).to_be_visible()
    rows[1].get_by_role("button", name="Take").click()
    expect(nia.page.get_by_text("Sam Carter took this case before you.")).to_be_visible()
    assert_accessible(nia.page)
    nia.assert_quiet()
    nia.close()


def test_a_correction_after_a_letter_went_out(monday: World, sam: Page) -> None:
    case = case_of(monday, sam, 3)
    sam.goto(f"{case}/first-contact")
    assert_accessible(sam)
    sam.goto(f"{case}/letters/new?kind=first")
    sam.locator("[name=channel]").first.check()
    sam.locator("[name=neutral]").first.check()
    sam.locator("[name=checked]").check()
    assert_accessible(sam)
    sam.locator("main form button[type=submit]").last.click()
    print_it = sam.get_by_role("button", name="Download to print")
    expect(print_it).to_be_visible()
    assert_accessible(sam)
    with sam.expect_download() as download:
        print_it.click()
    assert re.fullmatch(r"letter-[0-9a-f]{8}\.pdf", download.value.suggested_filename)
    sam.get_by_role("button", name="It was posted").click()
    fill_date(sam, "on", monday.today)
    sam.locator("main form button[type=submit]").last.click()
    sam.goto(case)
    expect(sam.locator("h1 + p")).to_contain_text("Offered")
    # A letter that nobody answered is no contact: the clock runs on.
    expect(sam.locator("#clocks ~ table")).to_contain_text("Running")
    sam.goto(f"{case}/correct")
    expect(sam.locator("main")).to_contain_text("First letter")
    sam.get_by_label("Last name").fill("Penhallow")
    sam.locator("[name=why]").fill("She spelt it on the telephone.")
    sam.locator("main form button[type=submit]").last.click()
    sam.goto(case)
    expect(sam.locator("h1")).to_contain_text("Penhallow")
    expect(sam.locator("#to-do ~ ul")).to_contain_text("before this was put right")
    sam.goto(f"{case}/corrections")
    expect(sam.locator("main")).to_contain_text(many(12)[3]["victim_last_name"])
    assert_accessible(sam)


def test_a_caller_found_by_their_number(monday: World, sam: Page) -> None:
    case = case_of(monday, sam, 4)
    sam.goto(f"{monday.url}/find")
    sam.locator("[name=text]").fill("+44 7700 900004")
    sam.get_by_role("button", name="Find").click()
    assert "900004" not in sam.url
    expect(sam.get_by_text("1 case found")).to_be_visible()
    expect(sam.locator("main table")).to_contain_text(name_of(4))
    assert_accessible(sam)
    sam.get_by_role("link", name=re.compile("Check who is calling")).click()
    expect(sam).to_have_url(f"{case}/caller")
    expect(sam.locator("main")).to_contain_text("First, the code word")
    assert_accessible(sam)
    assert_fits(sam)


def test_without_javascript(monday: World, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    page.goto(f"{monday.url}/sign-in")
    sign_in_by_browser(page, "sam@example.org", "correct horse battery")
    brought_home(monday, page, 5)
    watched.assert_quiet()
    watched.close()
