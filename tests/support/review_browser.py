"""A browser that takes a case through a parole review: the officer's steps and the victim's."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.portal import Portal
from tests.support.reviews import tasks
from tests.support.voice_browser import begin, good
from tests.support.world import fill_date

WORST = "He knows the school in Netherby."


def look(page: Page) -> None:
    """What every page of staff must be."""
    assert_accessible(page)
    assert_fits(page)


def save(page: Page, button: str = "Save") -> None:
    """Press the button of a form."""
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def said(page: Page, words: str) -> None:
    """The banner says what was done."""
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)


def list_the_hearing(page: Page, case: str, hearing: date) -> None:
    """Record a first review with its hearing."""
    page.goto(f"{case}/review")
    look(page)
    page.locator("[name=kind][value=first]").check()
    page.locator("[name=target_month]").fill("March 2027")
    fill_date(page, "hearing_on", hearing)
    page.locator("[name=panel_reference]").fill("PB-2026-004417")
    save(page)
    said(page, "The hearing is listed. Its deadlines stand below.")
    rows = page.locator("#review ~ table")
    expect(rows.first).to_contain_text("92 days left")
    expect(rows.first).to_contain_text("Last day to apply for non-disclosure")
    look(page)


def ask_for_two_things(page: Page, own: str) -> None:
    """On her own pages: no contact, and a place."""
    for kind, words in (("contact", "No letters and no calls."), ("place", "Not in Mill Lane.")):
        page.goto(f"{own}/wishes/new/{kind}")
        page.fill("#words", words)
        page.click("form button")
        page.wait_for_url("**/wishes?said=asked")


def write_and_sign(page: Page, own: str) -> None:
    """A statement of hers, a passage of which is kept from the prisoner, to the signature."""
    begin(page, own)
    page.fill("#words", f"I was afraid for a year.\n{WORST}")
    page.click("button[value=next]")
    page.wait_for_url("**/words/2")
    page.goto(f"{own}/words/1/worry")
    page.fill("#passage", WORST)
    page.fill("#reason", "He would wait for my children there.")
    page.click("form button")
    page.wait_for_url("**/words/seen?said=marked")
    page.goto(f"{own}/words/heard")
    good(page)
    page.check("input[name=preference][value=video_link]")
    page.check("input[name=watching][value=yes]")
    page.fill("#support", "My sister beside me.")
    page.click("form button")
    page.wait_for_url("**/words/sign")
    expect(page.locator("main")).to_contain_text("You want to watch the hearing.")
    good(page)
    page.locator("form button").click()
    page.wait_for_url("**/words?said=signed")


def ring_her(page: Page, case: str) -> None:
    """Record of both requests that she was told: a letter alone isn't enough."""
    for number in (1, 2):
        page.goto(f"{case}/representations")
        page.get_by_role(
            "button", name=f"Record that the victim was told about request {number}"
        ).click()
        page.locator("[name=how][value=letter]").check()
        save(page)
        expect(page.locator(".govuk-error-summary")).to_contain_text("They asked to be rung")
        look(page)
        page.locator("[name=how][value=telephone]").check()
        save(page)
        said(page, "Recorded: the victim was told.")


def summary(town: Portal, page: Page, case: str) -> None:
    """She asks for a summary of the decision, and gets it."""
    page.goto(f"{case}/review/asks/summary")
    look(page)
    page.locator("[name=how][value=telephone]").check()
    save(page)
    said(page, "Pass it on")
    page.goto(f"{case}/review/asks/summary")
    save(page)
    page.goto(f"{case}/review/asks/summary")
    page.locator("[name=to][value=granted]").check()
    save(page)
    page.goto(f"{case}/review/asks/summary")
    page.locator("[name=how][value=visit]").check()
    save(page)
    said(page, "Recorded: the victim was told.")
    look(page)
    assert tasks(town, "pass_ask_on", "tell_ask_answer") == []
