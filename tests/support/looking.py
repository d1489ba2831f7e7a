"""What every page must be in a real browser, and how a form of it is filled wrongly."""

from playwright.sync_api import Page

from tests.support.browser import assert_accessible, assert_fits, assert_summary_leads_into_fields
from tests.support.portal import PASSWORD
from tests.support.signing_in import sign_in_by_browser

NONSENSE = "zz 99 <b>ŵ</b> 😀"
FORMS = "main form[method=post]:not([action*='/done'])"
# Fills every control of a form wrongly; gives what was typed, by the control's place.
FILL = """(form, words) => {
  const typed = {};
  [...form.elements].forEach((it, place) => {
    if (it.type === 'hidden' || it.type === 'submit' || it.type === 'file') return;
    if (it.type === 'checkbox' || it.type === 'radio') { it.checked = false; return; }
    if (it.tagName === 'SELECT') { it.selectedIndex = 0; return; }
    if (it.tagName !== 'INPUT' && it.tagName !== 'TEXTAREA') return;
    it.value = words;
    typed[place] = it.name;
  });
  return Object.values(typed);
}"""
STILL = """(form, [names, words]) => names.filter(
  name => ![...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some(
    it => it.value === words))"""


def sign_in(page: Page, url: str, email: str) -> None:
    """Through the page, as a person does."""
    page.goto(f"{url}/sign-in")
    sign_in_by_browser(page, email, PASSWORD)
    page.wait_for_url(lambda address: "sign-in" not in address)


def assert_good(page: Page) -> None:
    """Accessible, no wider than a small telephone, with one heading and a title of its own."""
    assert page.locator("h1").count() == 1, page.url
    title = page.title()
    assert title.endswith(" - Victim Portal"), f"{page.url}: {title!r}"
    assert_accessible(page)
    assert_fits(page)


def send_wrongly(page: Page, words: str) -> bool:
    """Send the page's form filled with these words; True when it was refused, as it should be.

    A refused form says so in its title and summary, leads into its fields, and shows what
    was typed.
    """
    form = page.locator(FORMS).last
    names = form.evaluate(FILL, words)
    form.evaluate("form => form.noValidate = true")
    # Buttons that send the form elsewhere or add a box to it save nothing.
    saves = "button[type=submit]:not([aria-label]):not([formaction]):not([name=add])"
    form.locator(saves).first.click()
    page.wait_for_load_state()
    if not page.locator(".govuk-error-summary").count():
        return False
    assert page.title().startswith("Error: "), page.url
    secret = page.locator("main [type=password]").count()
    if not secret:
        lost = page.locator(FORMS).last.evaluate(STILL, [names, words])
        assert lost == [], f"{page.url} lost what was typed in {lost}"
    assert_summary_leads_into_fields(page)
    if not words:
        # The marks of an error are the same whatever was typed; axe takes its time.
        assert_good(page)
    return True
