"""Every form in a real browser: filled wrongly, without JavaScript, by keyboard alone."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, focused
from tests.support.looking import FORMS, NONSENSE, send_wrongly, sign_in
from tests.support.portal import PASSWORD
from tests.support.tour import ADMINISTRATOR, AUDITOR, MANAGER, OFFICER, Faces, Town
from victim_portal.domain.calendar import london_date

pytestmark = [pytest.mark.browser, pytest.mark.long]

# These ask only for a yes, or bring all that is needed: sending them changes things.
ONLY_A_YES = {
    "administrator.agree_to_account",
    "administrator.disable_account",
    "officer.choose_tranche",
    "officer.discard_letter",
    "officer.end_channel",
    "officer.export_submission",
    "officer.send_code",
    "officer.send_link",
    "officer.withdraw_request",
    "officer.withdraw_statement",
}
# Whatever is written there is an answer.
ANY_WORDS = {
    "account.add_passkey",
    "officer.change_request",
    "checking.check",
    "officer.choose_condition",
    "officer.cancel_update",
    "officer.declare_conflict",
    "officer.edit_update",
    "officer.propose_thaw",
    "officer.record_family_note",
    "officer.take_back_wrong_news",
    "officer.end_capacity",
    "officer.find_caller",
    "officer.open_withdrawn",
    "officer.reopen_case",
    "officer.send_once_more",
    "officer.show_own_pages",
    "officer.suspend_channel",
    "officer.undo_answer",
    "officer.undo_contact",
    "officer.withdraw_referral",
}


@pytest.mark.parametrize(
    ("email", "words", "at_least"),
    [
        (OFFICER, "", 35),
        (OFFICER, NONSENSE, 30),
        (MANAGER, "", 4),
        (ADMINISTRATOR, "", 2),
        (AUDITOR, "", 2),
    ],
    ids=[
        *("officer-empty", "officer-nonsense"),
        *("manager-empty", "administrator-empty", "auditor-empty"),
    ],
)
def test_every_form_says_what_is_wrong(
    demo: Town, pages: dict[str, Faces], watched: Watched, email: str, words: str, at_least: int
) -> None:
    page = watched.page
    page.goto(f"{demo.url}/sign-in")
    assert send_wrongly(page, words)
    sign_in(page, demo.url, email)
    accepted, refused = set[str](), set[str]()
    for endpoint in sorted(pages[email].keys() - ONLY_A_YES - (ANY_WORDS if words else set())):
        if "POST" in demo.methods(endpoint):
            page.goto(demo.url + pages[email][endpoint][-1])
            if page.locator(FORMS).count():
                (refused if send_wrongly(page, words) else accepted).add(endpoint)
    assert accepted == set(), "these took it for an answer"
    assert len(refused) >= at_least, refused


def test_without_javascript(demo: Town, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    sign_in(page, demo.url, OFFICER)
    case = _case(page, demo, "Joan Fairley")
    for form in ("answer", "channels/new?kind=mobile", "events/new", "key-dates", "review"):
        page.goto(f"{case}/{form}")
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator(".govuk-error-summary a").first, form).to_be_visible()
        expect(page).to_have_title(re.compile("^Error: "))
    page.goto(f"{demo.url}/tasks")
    page.locator("summary").first.click()
    expect(page.get_by_label("What was done").first).to_be_visible()
    page.goto(f"{case}/answer")
    page.get_by_label("Letter").check()
    page.locator("[name=state][value=offered]").check()
    _today(page, "on")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Recorded:")).to_be_visible()
    watched.assert_quiet()
    watched.close()


def test_keyboard_alone_does_the_job(demo: Town, watched: Watched) -> None:
    page, keys = watched.page, watched.page.keyboard
    page.goto(f"{demo.url}/sign-in")
    keys.press("Tab")
    assert focused(page).endswith("Skip to main content")
    keys.press("Enter")
    _tab_to(page, "input#email")
    keys.type(OFFICER)
    _tab_to(page, "input#password")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    code = page.locator("[data-demo-code]").inner_text()
    _tab_to(page, "input#code")
    keys.type(code)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Today").first).to_be_visible()
    _tab_to(page, "a:Cases")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()
    reference = page.locator("tr", has_text="Hannah Lister").locator("th a").inner_text()
    _tab_to(page, f"a:{reference}")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Hannah Lister")).to_be_visible()
    _tab_to(page, "a:Record an answer")
    # A link that looks like a button answers Space, as buttons do.
    keys.press("Space")
    expect(page.get_by_role("heading", name="Record the offer")).to_be_visible()
    _tab_to(page, "input#state")
    _arrow_to(page, "declined")
    _tab_to(page, "input#how")
    _arrow_to(page, "telephone")
    for part in ("day", "month", "year"):
        _tab_to(page, f"input#on-{part}")
        keys.type(str(getattr(london_today(), part)))
    _tab_to(page, "button:Save")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Recorded:")


def _case(page: Page, demo: Town, name: str) -> str:
    page.goto(f"{demo.url}/cases?list=unit")
    return demo.url + str(page.locator("tr", has_text=name).locator("th a").get_attribute("href"))


def _today(page: Page, name: str) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}-{part}]").fill(str(getattr(london_today(), part)))


def _tab_to(page: Page, wanted: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            return
    pytest.fail(f"Tab never reaches {wanted} on {page.url}")


def _arrow_to(page: Page, value: str) -> None:
    """Choose among radios as a keyboard does: Space for the first, arrows for the others."""
    page.keyboard.press("Space")
    for _ in range(12):
        chosen = page.evaluate("[document.activeElement.value, document.activeElement.checked]")
        if chosen == [value, True]:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no arrow reaches {value}")


def london_today() -> date:
    """The portal's own day: it is London's, wherever the tests run."""
    return london_date(datetime.now(UTC))
