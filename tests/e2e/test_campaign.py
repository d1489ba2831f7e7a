"""A date-change campaign over 200 offenders, in a real browser, by two managers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from tests.support.browser import Watched, assert_accessible, assert_fits, serving
from tests.support.campaigns import joined, moving
from tests.support.casework import delivered
from tests.support.conflicts import second
from tests.support.databases import sqlite_url
from tests.support.portal import PASSWORD, Portal, make_portal
from tests.support.signing_in import sign_in_by_browser
from tests.support.web import MANAGER, app_for
from victim_portal.domain.stages import Stage
from victim_portal.store.models import Message, Update

pytestmark = pytest.mark.browser

OFFENDERS = 200
TRANCHE = 60


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Portal]:
    """A unit with two managers, and a victim of each offender who knows the month of release."""
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    second(portal)
    joined(portal, OFFENDERS, OFFENDERS, reachable=True)
    yield portal
    portal.engine.dispose()


def _signed_in(url: str, chromium: Browser, email: str) -> Watched:
    watched = Watched(chromium)
    watched.page.set_default_timeout(180_000)
    watched.page.goto(f"{url}/sign-in")
    sign_in_by_browser(watched.page, email, PASSWORD)
    return watched


def test_a_campaign_over_200_offenders(town: Portal, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "dates.csv"
    file.write_bytes(moving(OFFENDERS) + b"A1000BC,CRD,soon,\r\n")
    with serving(app_for(town)) as url:
        first = _signed_in(url, chromium, MANAGER)
        campaign = _brought_in(first.page, url, file)
        _told(first.page, campaign, 0, OFFENDERS)
        assert_accessible(first.page)
        assert_fits(first.page, 320)
        first.page.set_viewport_size({"width": 1280, "height": 900})
        _propose(first.page)
        assert _messages(town) == 0
        assert delivered(town) == []
        other = _signed_in(url, chromium, "ada.ross@example.org")
        _agree(other.page, url)
        assert _messages(town) == TRANCHE
        assert _delivered(town) == TRANCHE
        _told(first.page, campaign, TRANCHE, OFFENDERS - TRANCHE)
        assert _sent(town) == {"sent": TRANCHE, "draft": OFFENDERS - TRANCHE}
        first.close()
        other.close()


def _brought_in(page: Page, url: str, file: Path) -> str:
    page.goto(f"{url}/oversight")
    page.locator("main").get_by_role("link", name="Date-change campaigns").click()
    page.get_by_role("button", name="Import a file of dates").click()
    page.get_by_label("Name of the campaign").fill("Release dates of January")
    page.get_by_label("The law changed").check()
    page.get_by_label("File of dates").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("h1")).to_contain_text("Dates imported")
    expect(page.get_by_text("It isn't a real date")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="See whom it concerns").click()
    return page.url


def _told(page: Page, campaign: str, told: int, not_told: int) -> None:
    page.goto(campaign)
    words = re.sub(r"\s+", " ", page.locator("#told").locator("..").inner_text())
    assert f"Told {told} Not told yet {not_told} " in words


def _propose(page: Page) -> None:
    page.get_by_role("button", name="Read drafts and propose a tranche").click()
    page.get_by_label("How many at most?").fill(str(TRANCHE))
    page.get_by_role("button", name="Show these drafts").click()
    expect(page.locator("#drafts")).to_contain_text(f"{TRANCHE} drafts")
    words = page.locator("main").inner_text()
    assert words.count("May 2030") >= TRANCHE
    assert "1 May 2030" not in words
    assert_accessible(page)
    page.get_by_role("button", name=f"Propose these {TRANCHE} drafts").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Proposed")


def _agree(page: Page, url: str) -> None:
    page.goto(f"{url}/to-decide")
    page.get_by_role("button", name=re.compile("Read the updates to agree")).click()
    assert_accessible(page)
    page.get_by_role("button", name=f"Agree, and approve these {TRANCHE} updates").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(
        f"Approved: {TRANCHE}."
    )


def _delivered(portal: Portal) -> int:
    """How many messages the worker sends until nothing is due."""
    sent = 0
    while some := len(delivered(portal)):
        sent += some
    return sent


def _messages(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count(Message.id))) or 0


def _sent(portal: Portal) -> dict[str, int]:
    """How many of the campaign's updates stand in each state, by the database."""
    query = (
        select(Update.state, func.count(Update.id))
        .where(Update.stage == Stage.DATE_CHANGED.value)
        .group_by(Update.state)
    )
    with portal.ctx.store.reading() as uow:
        return {row.state: row[1] for row in uow.session.execute(query)}
