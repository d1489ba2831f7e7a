"""Choosing and filling in licence conditions, in a browser with a script and without one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Watched, assert_summary_leads_into_fields, serving
from tests.support.casework import opted_in
from tests.support.licence_policy import INVENTED, invented
from tests.support.looking import NONSENSE, assert_good, sign_in
from tests.support.portal import CLI, Portal
from tests.support.web import OFFICER, app_for
from victim_portal.services.licence_policy import import_licence_policy

pytestmark = pytest.mark.browser


@pytest.fixture
def url(town: Portal) -> Iterator[str]:
    """Where a case can be asked for conditions, with the invented policy in use."""
    import_licence_policy(town.ctx, CLI, INVENTED.read_bytes())
    reference = opted_in(town, sentence_type="LIFE")
    with serving(app_for(town)) as address:
        yield f"{address}/cases/{reference}"


def begin(page: Page, url: str) -> None:
    sign_in(page, url.partition("/cases")[0], OFFICER)
    page.goto(f"{url}/representations/condition")


def say(page: Page) -> None:
    """When and how the victim said it, and what."""
    for part, text in (("day", "12"), ("month", "11"), ("year", "2026")):
        page.locator(f"[name=heard_on-{part}]").fill(text)
    page.get_by_label("Visit").check()
    page.get_by_label("What the victim asks for").fill(NONSENSE)


def test_from_the_wish_to_the_wording(url: str, watched: Watched) -> None:
    page = watched.page
    begin(page, url)
    assert_good(page)
    page.get_by_role("button", name="Search").click()
    assert_summary_leads_into_fields(page)
    assert_good(page)
    page.get_by_label("Words of the condition").fill("named person")
    page.get_by_role("button", name="Search").click()
    assert_good(page)
    page.get_by_role("link", name="No contact with a named person").click()
    say(page)
    page.get_by_role("button", name="Ask for this one instead").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("without names")
    assert page.get_by_label("What the victim asks for").input_value() == NONSENSE
    assert_good(page)
    page.get_by_role("link", name="Choose another condition").click()
    page.get_by_role("link", name="No contact with a named person").click()
    say(page)
    page.get_by_label("Enter who is to be left alone").fill("mary ash")
    page.get_by_role("button", name="Add one more person").click()
    page.get_by_label("Enter who is to be left alone (2)").fill("Tom Ash")
    page.get_by_role("button", name="Show the wording").click()
    expect(page.locator("#wording")).to_be_in_viewport()
    expect(page.locator("#wording")).to_contain_text("Mary Ash or Tom Ash")
    expect(page.locator("#wording")).to_contain_text("anybody whom you harmed")
    assert_good(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The request was recorded.")).to_be_visible()
    expect(page.get_by_text("no recorded agreement to be named")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Change request 1").click()
    page.get_by_label("The victim agrees to be named").check()
    assert_good(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Put forward request 1").click()
    assert_good(page)


def test_every_kind_of_input_is_accessible_empty_and_refused(url: str, watched: Watched) -> None:
    page = watched.page
    begin(page, url)
    for condition in invented().conditions.values():
        page.goto(f"{url}/representations/condition/{condition.short_code}")
        for radio in page.locator(".portal-reveal ~ .govuk-radios__item input").all():
            radio.check()
        assert_good(page)
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.title().startswith("Error: ")
        assert_summary_leads_into_fields(page)
        assert_good(page)


def test_without_a_script(url: str, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    begin(page, url)
    page.get_by_role("link", name="Curfew").click()
    say(page)
    page.get_by_label("Two spans").check()
    hours = {
        "First span \u2013 enter the start time": "7pm",
        "First span \u2013 enter the end time": "10pm",
    }
    hours |= {
        "Second span \u2013 enter the start time": "1am",
        "Second span \u2013 enter the end time": "6",
    }
    for label, text in hours.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".govuk-error-summary a")).to_have_text("Enter a time, like 7pm or 19:00.")
    page.get_by_label("Second span \u2013 enter the end time").fill("6am")
    page.get_by_role("button", name="Show the wording").click()
    expect(page.locator("#wording")).to_contain_text(
        "between 7pm and 10pm, and 1am and 6am each day"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The request was recorded.")).to_be_visible()
    watched.assert_quiet()
    watched.close()
