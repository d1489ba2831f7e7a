"""The whole of a parole review, from listing to decision, as the officer and the victim live it.

A deferral in the middle, a passage to be kept from the prisoner, a statement that is taken back
when it lies with those who decide already, and a refused condition that is explained.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import casework
from tests.support import door as opened
from tests.support.browser import Watched
from tests.support.portal import PASSWORD, Portal
from tests.support.review_browser import (
    WORST,
    ask_for_two_things,
    list_the_hearing,
    look,
    ring_her,
    said,
    save,
    summary,
    write_and_sign,
)
from tests.support.reviews import ring_first, tasks
from tests.support.signing_in import sign_in_by_browser
from tests.support.voice_browser import enter, good
from tests.support.walls import person
from tests.support.web import OFFICER
from tests.support.world import fill_date
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role, SubmissionPart
from victim_portal.services import door, submissions

pytestmark = pytest.mark.browser

KEPT_BACK = "The full reasons: his sister lives in that street."
PLAIN = "The panel found a smaller rule enough: no contact at all."


@pytest.fixture
def reference(town: Portal) -> str:
    """A case whose victim is in the scheme, has words of her own, and is rung first."""
    made = casework.ready(town, sentence_type="EDS")
    casework.dated(town, made, PED="2027-03-01", CRD="2029-05-01", SLED="2031-02-01")
    door.agree_passphrase(town.ctx, town.officer, made, opened.WORDS)
    ring_first(town, made)
    return made


@pytest.fixture
def sam(url: str, chromium: Browser) -> Iterator[Page]:
    """The officer, signed in."""
    watched = Watched(chromium)
    watched.page.goto(f"{url}/sign-in")
    sign_in_by_browser(watched.page, OFFICER, PASSWORD)
    yield watched.page
    watched.assert_quiet()
    watched.close()


@pytest.fixture
def board(town: Portal) -> Actor:
    """Who prepares the papers at the Board."""
    return person(town, Role.PAROLE_CASE_MANAGER)


def test_from_listing_to_decision(
    town: Portal,
    url: str,
    own: str,
    reference: str,
    sam: Page,
    board: Actor,
    watched: Watched,
) -> None:
    case, hers = f"{url}/cases/{reference}", watched.page
    hearing = town.ctx.today() + timedelta(days=120)
    list_the_hearing(sam, case, hearing)
    _tell(town, reference, Stage.HEARING_LISTED)
    enter(hers, own, town, reference)
    ask_for_two_things(hers, own)
    write_and_sign(hers, own)
    _read_and_put_forward(town, sam, case)
    made = submissions.export_submission(
        town.ctx, town.officer, reference, for_whom="The Parole Board"
    )
    assert {one.part for one in made.files} == set(SubmissionPart)
    _opened_at_the_board(town, reference, made, board)
    _put_off(town, sam, case, reference, hearing, hearing + timedelta(days=35))
    _take_it_back(town, hers, own, reference, board)
    _who_had_it(town, sam, case)
    town.clock.move(days=165)
    sam.goto(f"{url}/sign-in")
    sign_in_by_browser(sam, OFFICER, PASSWORD)
    _decide(town, sam, case)
    _not_before_she_was_told(town, hers, own, reference)
    ring_her(sam, case)
    _she_reads_why(town, hers, own, reference)
    summary(town, sam, case)


def _tell(town: Portal, reference: str, stage: Stage) -> None:
    """What was planned is approved, and goes out where it may."""
    casework.approve(town, reference, stage)
    casework.delivered(town)
    town.clock.move(minutes=1)


def _read_and_put_forward(town: Portal, page: Page, case: str) -> None:
    page.goto(f"{case}/representations")
    statement = page.locator("section", has=page.locator("#statement"))
    expect(statement).to_contain_text("To be kept from the prisoner")
    expect(statement).to_contain_text(WORST)
    expect(statement).to_contain_text("My sister beside me.")
    expect(statement).to_contain_text("No files of it were made yet.")
    # That she wants to observe was asked for as she signed.
    assert len(tasks(town, "pass_ask_on")) == 1
    page.locator("a[href$='/review/asks/observe']").click()
    look(page)
    save(page)
    said(page, "it was passed on")
    for words, code, inputs in (
        ("Not in Mill Lane.", "42f71b40", {"place": "Mill Lane"}),
        ("No letters and no calls.", "d5998ca1", {}),
    ):
        page.goto(f"{case}/representations")
        wish = page.locator(".govuk-summary-card", has_text=words)
        wish.get_by_role("button", name="Choose a condition for the wish").click()
        page.locator(f"[name=code][value='{code}']").check()
        for name, text in inputs.items():
            page.locator(f"[name=input_{code}_{name}]").fill(text)
        page.locator("[name=necessity]").fill("He waited for her there.")
        save(page)
        said(page, "The request was recorded.")
    expect(page.locator("main")).to_contain_text("Put condition request 1 forward")
    for number in (1, 2):
        page.get_by_role("button", name=f"Put forward request {number}").click()
        page.locator("[name=to]").fill("Public Protection Casework Section")
        save(page)
        said(page, f"Request {number} was put forward.")
    look(page)


def _opened_at_the_board(
    town: Portal, reference: str, made: submissions.Exported, board: Actor
) -> None:
    assert board.user_id is not None
    submissions.release_submission(
        town.ctx, town.officer, reference, made.submission_id, board.user_id
    )
    [released] = submissions.list_released(town.ctx, board)
    file = next(one for one in released.files if one.part is SubmissionPart.STATEMENT)
    submissions.released_file(town.ctx, board, released.release_id, file.document_id)


def _put_off(
    town: Portal, page: Page, case: str, reference: str, before: date, after: date
) -> None:
    page.goto(f"{case}/review")
    fill_date(page, "hearing_on", after)
    save(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "Choose what happened to the hearing"
    )
    look(page)
    page.locator("[name=change][value=moved]").check()
    save(page)
    said(page, "The hearing was put off. Ring the victim today")
    changed = page.get_by_role("table", name="What this changed")
    expect(changed).to_contain_text("Last day to send the statement")
    for day in (before - timedelta(days=28), after - timedelta(days=28)):
        expect(changed).to_contain_text(f"{day.day} {day:%b %Y}")
    look(page)
    [ring] = tasks(town, "hearing_put_off")
    assert ring.due_on == town.ctx.today()
    draft = casework.update_of(town, reference, Stage.HEARING_DEFERRED)
    assert draft.window_closes == town.ctx.today()


def _take_it_back(town: Portal, page: Page, own: str, reference: str, board: Actor) -> None:
    enter(page, own, town, reference)
    page.goto(f"{own}/words/take-back")
    expect(page.locator("main")).to_contain_text("It went to those who decide on:")
    expect(page.locator("main")).to_contain_text("Somebody there opened it on:")
    expect(page.locator("main")).to_contain_text("What was read can not be unread.")
    good(page)
    page.click("form button")
    page.wait_for_url("**/words?said=withdrawn")
    [released] = submissions.list_released(town.ctx, board)
    assert {one.part for one in released.files} == {SubmissionPart.CONDITIONS}


def _who_had_it(town: Portal, page: Page, case: str) -> None:
    assert len(tasks(town, "own_withdrawal")) == 1
    assert any("was withdrawn" in task.what for task in tasks(town, "tell_recipients"))
    page.goto(f"{case}/representations")
    statement = page.locator("section", has=page.locator("#statement"))
    expect(statement).to_contain_text("No earlier version takes its place.")
    statement.get_by_text("Earlier versions (1)").click()
    expect(statement).to_contain_text("Made for The Parole Board")
    expect(statement).to_contain_text("Opened by Ada")
    look(page)


def _decide(town: Portal, page: Page, case: str) -> None:
    today = town.ctx.today()
    page.goto(f"{case}/representations")
    expect(page.locator("main")).to_contain_text("The hearing has been.")
    page.get_by_role("button", name="Record the decision", exact=True).click()
    look(page)
    page.locator("[name=outcome][value=release]").check()
    fill_date(page, "on", today)
    page.locator("[name=request_1_state][value=refused]").check()
    page.locator("[name=request_2_state][value=granted]").check()
    page.locator("[name=request_1_plain]").fill(PLAIN)
    save(page)
    expect(page.locator(".govuk-error-summary a")).to_have_text(
        "Enter the reason that was given: a refusal or a change is never without one."
    )
    look(page)
    page.locator("[name=request_1_reason]").fill(KEPT_BACK)
    save(page)
    said(page, "Ring the victim first, as they asked")
    main = page.locator("main")
    expect(main).to_contain_text("Last day to ask for a summary")
    expect(main).to_contain_text("Last day to ask for reconsideration")
    expect(main).to_contain_text("Saturday 1 February 2031, with the licence")
    expect(main).to_contain_text("Planned from")
    look(page)
    assert {one.what[:10] for one in tasks(town, "tell_request_outcome")} == {"Ring them "}


def _not_before_she_was_told(town: Portal, page: Page, own: str, reference: str) -> None:
    enter(page, own, town, reference)
    page.goto(f"{own}/wishes")
    expect(page.locator("main")).to_contain_text("Somebody tells you first.")
    assert PLAIN not in page.inner_text("main")
    good(page)


def _she_reads_why(town: Portal, page: Page, own: str, reference: str) -> None:
    enter(page, own, town, reference)
    page.goto(f"{own}/wishes")
    main = page.locator("main")
    expect(main).to_contain_text("No. It was not agreed")
    expect(main).to_contain_text(PLAIN)
    expect(main).to_contain_text("Yes. It was agreed")
    expect(main).to_contain_text("As things stand it ends in February 2031.")
    assert "sister lives in that street" not in page.content()
    good(page)
