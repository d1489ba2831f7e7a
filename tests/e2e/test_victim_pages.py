"""The victims' own pages in a real browser: no script, a small telephone, both languages."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, expect

from tests.support import casework
from tests.support import door as opened
from tests.support.browser import (
    Watched,
    assert_accessible,
    assert_fits,
    assert_summary_leads_into_fields,
    serving,
    tab_order,
)
from tests.support.door import WORDS
from tests.support.portal import Portal
from tests.support.web import demo_settings, keep_templates
from victim_portal.web import victim
from victim_portal.web.victim import pages

pytestmark = pytest.mark.browser

LARGEST = 100_000


@pytest.fixture
def own_app(town: Portal) -> Flask:
    made = victim.assemble(demo_settings(), town.ctx)
    keep_templates(made)
    return made


@pytest.fixture
def own(own_app: Flask) -> Iterator[str]:
    """Where the victims' own site is served."""
    with serving(own_app) as address:
        yield address


@pytest.fixture
def token(town: Portal) -> str:
    """The link of a text about the first update of a case."""
    reference = opened.with_words(town)
    casework.approve(town, reference)
    return opened.token_of(town, opened.sent(town)[0])


def good(page: Page) -> None:
    """What every page of the site must be."""
    assert page.locator("h1").count() == 1, page.url
    assert_accessible(page)
    assert_fits(page)


def prove(page: Page, own: str, token: str) -> None:
    """The second act: give the proof."""
    page.goto(f"{own}/m/{token}")
    page.fill("#words", WORDS)
    page.press("#words", "Enter")
    page.wait_for_url("**/before-you-start")


@pytest.fixture
def weather(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the exit leads, without asking anybody outside for it."""
    site = Flask("weather")
    site.add_url_rule("/", view_func=lambda: "<title>Weather</title>Rain later")
    with serving(site) as address:
        monkeypatch.setattr(pages, "ELSEWHERE", f"{address}/")
        yield address


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_in_both_languages(
    watched: Watched, own: str, token: str, language: str
) -> None:
    page = watched.page
    for path in ("/", "/safety", "/closed", "/m/AAAAAAAAAAAAAAAAAAAAAA", "/nowhere"):
        page.goto(f"{own}{path}?lang={language}")
        good(page)
        assert page.locator("html").get_attribute("lang") == language
    page.goto(f"{own}/m/{token}")
    good(page)
    page.click("main button")
    assert_summary_leads_into_fields(page)
    good(page)
    page.fill("#words", "not these")
    page.click("main button")
    good(page)
    prove(page, own, token)
    good(page)
    page.click("main button")
    page.wait_for_url("**/messages")
    good(page)
    page.click(".own-list__link")
    good(page)
    page.click("form[action$='/read'] button")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    good(page)
    page.click("form[action$='/ring'] button")
    good(page)
    page.click(".govuk-back-link")
    page.click("form[action='/ring'] button")
    good(page)
    page.goto(f"{own}/choices")
    good(page)
    page.click("form[action$='/stop'] button >> nth=0")
    good(page)
    page.click("a[href$='/changed'] >> nth=1")
    good(page)
    page.fill("#value", "nonsense")
    page.click("main button")
    assert_summary_leads_into_fields(page)
    good(page)
    page.fill("#value", "")
    page.click("main button")
    good(page)
    for path in ("/looked", "/choices/nothing-more"):
        page.goto(f"{own}{path}")
        good(page)
    page.goto(f"{own}/m/{token}")
    good(page)
    page.click("main button")
    good(page)
    page.goto(f"{own}/choices/nothing-more")
    page.click("main button")
    good(page)


def test_without_script_and_by_keyboard_alone(
    chromium: Browser, own: str, token: str, weather: str
) -> None:
    plain = Watched(chromium, java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = plain.page
    prove(page, own, token)
    page.keyboard.press("Tab")
    page.locator("main button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages")
    page.locator(".own-list__link").press("Enter")
    page.wait_for_url("**/messages/*")
    assert "John Oak" in page.inner_text("main")
    page.locator("form[action$='/read'] button").press("Enter")
    assert "We know that you have read this" in page.inner_text("main")
    leave = page.locator(".govuk-exit-this-page__button")
    assert leave.get_attribute("href") == "/leave"
    leave.press("Enter")
    page.wait_for_url(f"{weather}/")
    page.go_back()
    assert "John Oak" not in page.content()
    assert "This page is closed" in page.inner_text("main")
    plain.assert_quiet()
    plain.close()


def test_shift_three_times_and_back_shows_nothing(
    watched: Watched, own: str, token: str, weather: str
) -> None:
    page = watched.page
    prove(page, own, token)
    page.click("main button")
    page.wait_for_url("**/messages")
    page.click(".own-list__link")
    assert "John Oak" in page.inner_text("main")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{weather}/")
    page.go_back()
    page.wait_for_load_state()
    assert "John Oak" not in page.content()


def test_exit_from_every_page(watched: Watched, own: str, token: str, weather: str) -> None:
    page = watched.page
    prove(page, own, token)
    page.click("main button")
    page.wait_for_url("**/messages")
    inside = page.locator(".own-list__link").get_attribute("href") or ""
    for path in ("/messages", inside, "/safety", "/closed", "/", "/nowhere", f"/m/{token}"):
        page.goto(f"{own}{path}")
        assert page.locator(".govuk-exit-this-page__button").count() == 1, path
        assert "a:Leave this page" in tab_order(page)[:5], path
    page.goto(f"{own}/safety")
    page.click(".govuk-exit-this-page__button")
    page.wait_for_url(f"{weather}/")


def test_a_scanner_opens_the_link_first_and_it_still_works(
    watched: Watched, own: str, own_app: Flask, token: str
) -> None:
    scanner = own_app.test_client()
    for _ in range(5):
        assert scanner.get(f"/m/{token}").status_code == 200
        assert scanner.head(f"/m/{token}").status_code == 200
    prove(watched.page, own, token)


def test_the_warning_before_the_end_and_staying(watched: Watched, own: str, token: str) -> None:
    page = watched.page
    prove(page, own, token)
    page.click("main button")
    page.wait_for_url("**/messages")
    page.clock.install()
    page.reload()
    page.clock.run_for(12 * 60 * 1000 + 2000)
    dialog = page.locator("#timeout")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    page.click("[data-stay-button]")
    expect(dialog).to_be_hidden()
    page.clock.run_for(16 * 60 * 1000)
    page.wait_for_url("**/closed")


def test_a_page_is_small(watched: Watched, own: str, token: str) -> None:
    """Under 100 kB in all, as it moved: the server compresses what holds no secret."""
    page = watched.page
    moved: dict[str, int] = {}

    def weigh(request: Request) -> None:
        sizes = request.sizes()
        moved[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]

    page.on("requestfinished", weigh)
    prove(page, own, token)
    page.click("main button")
    page.wait_for_url("**/messages")
    page.click(".own-list__link")
    page.wait_for_load_state("networkidle")
    assert any("govuk-frontend.min.css" in url for url in moved), moved
    assert 0 < sum(moved.values()) < LARGEST, moved
    assert sum(moved.values()) < LARGEST / 2, "three pages and all they need, with room to spare"
