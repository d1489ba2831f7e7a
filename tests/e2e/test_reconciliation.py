"""A list of sentences in a real browser: missed, late, never offered, and worked to an end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, assert_accessible, assert_fits, serving
from tests.support.casework import received
from tests.support.databases import sqlite_url
from tests.support.lists import list_of, listed_row
from tests.support.portal import PASSWORD, Portal, make_portal
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import MANAGER, OFFICER, app_for
from victim_portal import worker
from victim_portal.services.reconciliation import follow_lists

pytestmark = pytest.mark.browser

MISSED = listed_row()
LATE = listed_row(
    source_reference="T2026-2",
    prison_number="B7654CD",
    crn="Y654321",
    offender_first_name="Gethin",
    offender_last_name="Prys",
    offender_date_of_birth="1966-12-24",
    sentenced_on="2026-10-01",
)
UNOFFERED = listed_row(
    source_reference="T2026-3",
    prison_number="C1111CC",
    crn="Z111111",
    offender_first_name="Ivor",
    offender_last_name="Quince",
    offender_date_of_birth="1971-02-03",
    sentenced_on="2026-09-01",
)
WRONG = listed_row(source_reference="T2026-4", sentenced_on="soon", offender_last_name="=1+1")


def _referral_of(row: dict[str, str], received_on: str) -> dict[str, str]:
    """A referral of somebody else about the offender of a row."""
    same = ("prison_number", "crn", "sentenced_on", "offender_first_name", "offender_last_name")
    return {
        **{name: row[name] for name in (*same, "offender_date_of_birth")},
        "referral_reference": f"WCU-{row['source_reference']}",
        "received_on": received_on,
        "victim_last_name": f"Victim of {row['offender_last_name']}",
        "victim_date_of_birth": "",
    }


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Portal]:
    """One who was referred late, and one who was referred in time and never offered."""
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    received(portal, **_referral_of(LATE, "2026-11-16"))
    received(portal, **_referral_of(UNOFFERED, "2026-09-08"))
    yield portal
    portal.engine.dispose()


def _signed_in(url: str, chromium: Browser, email: str) -> Watched:
    watched = Watched(chromium)
    watched.page.goto(f"{url}/sign-in")
    sign_in_by_browser(watched.page, email, PASSWORD)
    return watched


def test_a_reconciliation(town: Portal, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(list_of(MISSED, LATE, UNOFFERED, WRONG))
    with serving(app_for(town)) as url:
        manager = _signed_in(url, chromium, MANAGER)
        page = manager.page
        _bring_in(page, url, file)
        _missing(page, "never_referred", "John Oak")
        _missing(page, "referred_late", "Gethin Prys")
        _missing(page, "never_offered", "Ivor Quince")
        page.goto(f"{url}/reconciliation?gap=never_referred")
        page.get_by_role("link", name=re.compile("John Oak")).click()
        listed = page.url
        assert_accessible(page)
        assert_fits(page, 320)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.get_by_label("Who sees to it?").select_option(label="Sam Carter")
        page.get_by_role("button", name="Give it to them").click()
        _said(page, "It has an owner now")
        _chased(url, chromium)
        page.goto(f"{url}/reconciliation?state=chased")
        expect(page.get_by_text("Chased", exact=False).first).to_be_visible()
        # The referral comes in by the usual way, and nobody has to tidy up.
        received(town, received_on="2026-11-18")
        page.goto(listed)
        expect(page.locator("main")).to_contain_text("The referral came")
        expect(page.locator("main")).to_contain_text("Rang witness care")
        assert_accessible(page)
        _explain(page, url)
        # The same list again adds nothing, and opens nothing.
        _again(page, url, file)
        assert follow_lists(town.ctx) == 0
        page.goto(f"{url}/reconciliation?state=open")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("Never offered")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download these (CSV)").click()
        assert "Quince" in download.value.path().read_text("utf-8-sig")
        manager.close()
    assert any(ask is follow_lists for _, ask in worker.ASKS)


def _bring_in(page: Page, url: str, file: Path) -> None:
    page.goto(f"{url}/oversight")
    page.locator("main").get_by_role("link", name="Nobody missed").click()
    page.get_by_role("button", name="Import a list of sentences").click()
    page.get_by_label("List of sentences").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("h1")).to_have_text("Sentences imported")
    expect(page.get_by_text("Write the date as year-month-day")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the refused rows").click()
    assert "'=1+1" in download.value.path().read_text("utf-8-sig")
    page.get_by_role("button", name="See what is missing").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_accessible(page)
    assert_fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})


def _missing(page: Page, gap: str, who: str) -> None:
    page.get_by_label("What is missing").select_option(gap)
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(who)


def _chased(url: str, chromium: Browser) -> None:
    """The owner finds it among their tasks, rings, and writes down when they ring again."""
    officer = _signed_in(url, chromium, OFFICER)
    page = officer.page
    page.goto(f"{url}/tasks")
    page.get_by_role("link", name=re.compile("Open the listed sentence")).click()
    page.get_by_label("Whom did you ask").fill("Rang witness care: they send it today.")
    for part, value in (("Day", "25"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Record the chase").click()
    _said(page, "The chase is recorded")
    assert_accessible(page)
    officer.close()


def _explain(page: Page, url: str) -> None:
    page.goto(f"{url}/reconciliation?gap=referred_late")
    page.get_by_role("link", name=re.compile("Gethin Prys")).click()
    page.get_by_label("It is known why the referral was late").check()
    page.get_by_label("Why, and who said so?").fill("They had no address: says the unit.")
    page.get_by_role("button", name="Record it").click()
    _said(page, "Recorded: it is settled.")


def _again(page: Page, url: str, file: Path) -> None:
    page.goto(f"{url}/reconciliation/import")
    page.get_by_label("List of sentences").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("h1")).to_have_text("No new sentences")


def _said(page: Page, words: str) -> None:
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)
