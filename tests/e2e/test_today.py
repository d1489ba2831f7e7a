"""A day of work on 250 cases in a real browser: read, put off, done, by keyboard, on paper."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests.support.browser import Watched
from tests.support.looking import assert_good, sign_in
from tests.support.portal import CLI, Portal
from tests.support.web import MANAGER, OFFICER
from victim_portal.domain.access import WORKER
from victim_portal.services.planning import ask_for_unread
from victim_portal.services.seeding import plan_caseload, seed_caseload
from victim_portal.services.tasks import raise_for_case
from victim_portal.store.models import Case, Message, Task, User
from victim_portal.store.staff import by_email

pytestmark = [pytest.mark.browser, pytest.mark.long]

MINE = 250


@pytest.fixture
def caseload(town: Portal) -> Portal:
    """Sam with 250 open cases of an invented caseload, planned, and something on some of them."""
    seed_caseload(town.ctx, CLI, 330, 1)
    with town.ctx.store.writing() as uow:
        sam = by_email(uow, OFFICER)
        assert sam is not None
        query = select(Case).where(Case.closed_at.is_(None), Case.restricted.is_(False))
        mine = list(uow.session.scalars(query.order_by(Case.id).limit(MINE)))
        assert len(mine) == MINE
        for case in mine:
            _give(case, sam)
        uow.flush()
        for task in uow.session.scalars(select(Task).where(Task.case_id.in_([c.id for c in mine]))):
            task.for_user_id, task.for_role, task.unit_id = sam.id, None, sam.unit_id
        due = town.ctx.today() + timedelta(days=4)
        joined = [case for case in mine if case.enrolment == "opted_in"]
        for case in joined[:2]:
            raise_for_case(uow, WORKER, case, "next_step", "Send the leaflet", "Agreed", due)
        raise_for_case(uow, WORKER, joined[2], "read_note", "Read the note", "Noted", due)
        uow.commit()
    plan_caseload(town.ctx, CLI)
    ask_for_unread(town.ctx)
    return town


def _give(case: Case, officer: User) -> None:
    case.officer_id, case.officer_active, case.unit_id = officer.id, True, officer.unit_id
    case.queued_since = case.queue_due_on = None


def test_a_days_work(caseload: Portal, url: str, watched: Watched, chromium: Browser) -> None:
    page = watched.page
    sign_in(page, url, OFFICER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    assert_good(page)
    # 250 cases, and no more lines than somebody takes in.
    assert page.locator(".portal-day__line").count() < 60
    _put_off(page)
    _done(page)
    _together(page, caseload)
    page.goto(url)
    page.get_by_role("link", name=re.compile(r"^Show the \d+")).first.click()
    assert page.locator(".portal-day__line").count() > 4
    assert_good(page)
    _on_paper(page, url)
    theirs = Watched(chromium)
    sign_in(theirs.page, url, MANAGER)
    expect(theirs.page.locator("#put-off")).to_be_visible()
    expect(theirs.page.get_by_text("She is away until then.")).to_be_visible()
    theirs.page.goto(f"{url}/told")
    assert_good(theirs.page)
    theirs.assert_quiet()
    theirs.close()


def _put_off(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"^Later\s?: Send the leaflet")).first.click()
    page.get_by_role("button", name="Put off").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Day").fill("30")
    page.get_by_label("Month").fill("11")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Why can it wait?").fill("She is away until then.")
    page.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("Put off. It comes back by itself.")).to_be_visible()
    expect(page.get_by_text("She is away until then.")).to_be_visible()


def _done(page: Page) -> None:
    line = page.locator(".portal-day__line", has_text="Read the note")
    line.locator("summary").click()
    line.get_by_label("What was done").fill("Read, and rang her.")
    line.get_by_role("button", name=re.compile("^Done")).click()
    expect(page.get_by_text("The task is done.")).to_be_visible()
    expect(page.locator(".portal-day__line", has_text="Read the note")).to_have_count(0)


def _together(page: Page, portal: Portal) -> None:
    page.goto(page.url.partition("/today")[0] + "/today/annual")
    assert_good(page)
    boxes = page.locator("input[name=chosen]")
    waiting = boxes.count()
    assert waiting > 1
    page.get_by_role("button", name="Approve those that are ticked").click()
    expect(page.get_by_text("Tick those that are to go.").first).to_be_visible()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Approve those that are ticked").click()
    page.wait_for_load_state()
    page.goto(page.url.partition("/today")[0] + "/today/annual")
    assert boxes.count() < waiting
    with portal.ctx.store.reading() as uow:
        states = set(uow.session.scalars(select(Message.state).where(Message.cause == "plan")))
    assert "handed_over" not in states


def _on_paper(page: Page, url: str) -> None:
    page.goto(url)
    page.emulate_media(media="print")
    expect(page.locator(".portal-day__ways").first).to_be_hidden()
    expect(page.locator(".portal-day__what").first).to_be_visible()
    page.emulate_media(media="screen")


def test_by_keyboard_alone(caseload: Portal, url: str, watched: Watched) -> None:
    page = watched.page
    sign_in(page, url, OFFICER)
    link = page.get_by_role("link", name=re.compile(r"^Late, or can.t wait"))
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#now"
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = "document.activeElement.closest('section')?.getAttribute('aria-labelledby')"
        if page.evaluate(inside) == "now":
            break
    assert page.evaluate(inside) == "now"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/today" not in page.url or "kind=" in page.url


def test_small_and_without_script(caseload: Portal, url: str, chromium: Browser) -> None:
    plain = Watched(chromium, java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = plain.page
    sign_in(page, url, OFFICER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    line = page.locator(".portal-day__line", has_text="Read the note")
    line.locator("summary").click()
    line.get_by_label("What was done").fill("Read.")
    line.get_by_role("button", name=re.compile("^Done")).click()
    expect(page.get_by_text("The task is done.")).to_be_visible()
    plain.assert_quiet()
    plain.close()
