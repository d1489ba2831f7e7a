"""A statement past a time-out, and what a page that was left in a hurry shows of it."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.support import voice
from tests.support.browser import (
    Watched,
    serving,
    tab_order,
)
from tests.support.portal import Portal
from tests.support.voice_browser import begin, enter, good
from victim_portal.web import victim

pytestmark = pytest.mark.browser

NINE_HUNDRED = " ".join(f"word{number}" for number in range(900))
HOSTILE = '<script>alert(1)</script> {0} %s & "</textarea>'


@pytest.fixture
def reference(town: Portal) -> str:
    return voice.with_review(town)


def test_900_words_survive_a_time_out_with_script(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    page.fill("#words", NINE_HUNDRED)
    expect(page.locator("#kept")).to_have_text("It is kept.")
    town.clock.move(minutes=16)
    page.fill("#words", f"{NINE_HUNDRED} and the last")
    page.wait_for_url("**/closed?kept=yes")
    assert "What you typed last is kept for you." in page.inner_text("main")
    assert "word12" not in page.content()
    page.go_back()
    assert "word12" not in page.content()
    enter(page, own, town, reference)
    page.goto(f"{own}/words")
    page.click("a[href$='/words/1/both']")
    good(page)
    page.check("#choice-1")
    page.click("form button")
    expect(page.locator("#words")).to_have_value(f"{NINE_HUNDRED} and the last")


def test_900_words_survive_a_time_out_without_script(
    chromium: Browser, own: str, town: Portal, reference: str
) -> None:
    plain = Watched(chromium, java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = plain.page
    enter(page, own, town, reference)
    begin(page, own)
    page.fill("#words", NINE_HUNDRED)
    town.clock.move(minutes=40)
    page.locator("button[value=stay]").press("Enter")
    page.wait_for_url("**/closed?kept=yes")
    assert "word12" not in page.content()
    enter(page, own, town, reference)
    page.goto(f"{own}/words/1")
    page.locator("a[href$='/words/1/both'] >> nth=0").press("Enter")
    assert "word899" in page.inner_text("main")
    page.check("#choice-1")
    page.locator("main form button").press("Enter")
    expect(page.locator("#words")).to_have_value(NINE_HUNDRED)
    plain.assert_quiet()
    plain.close()


def test_writing_is_a_sign_of_life(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    page.clock.install()
    page.reload()
    page.clock.run_for(12 * 60 * 1000 + 2000)
    expect(page.locator("#timeout")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#timeout")).to_be_hidden()
    page.fill("#words", "Still here.")
    with page.expect_response("**/words/1/keep"):
        page.clock.run_for(4000)
    page.clock.run_for(11 * 60 * 1000)
    expect(page.locator("#timeout")).to_be_hidden()


def test_leaving_in_a_hurry_shows_nothing_of_it(
    watched: Watched, own: str, town: Portal, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Flask("weather")
    site.add_url_rule("/", view_func=lambda: "<title>Weather</title>Rain later")
    with serving(site) as address:
        monkeypatch.setattr(victim.pages, "ELSEWHERE", f"{address}/")
        page = watched.page
        enter(page, own, town, reference)
        begin(page, own)
        page.fill("#words", "I was afraid of him.")
        assert "a:Leave this page" in tab_order(page)[:5]
        page.click(".govuk-exit-this-page__button")
        page.wait_for_url(f"{address}/")
        page.go_back()
        page.wait_for_load_state()
        assert "afraid" not in page.content()
