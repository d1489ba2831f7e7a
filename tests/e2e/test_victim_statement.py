"""A statement in a real browser: kept while it is typed, in two places at once, past a time-out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.support import door as opened
from tests.support import voice
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
from victim_portal.domain.own_statement import StatementPart
from victim_portal.services import own_wishes
from victim_portal.web import victim

pytestmark = pytest.mark.browser

NINE_HUNDRED = " ".join(f"word{number}" for number in range(900))
HOSTILE = '<script>alert(1)</script> {0} %s & "</textarea>'


@pytest.fixture
def own(town: Portal) -> Iterator[str]:
    """Where the victims' own site is served."""
    app: Flask = victim.assemble(demo_settings(), town.ctx)
    keep_templates(app)
    with serving(app) as address:
        yield address


@pytest.fixture
def reference(town: Portal) -> str:
    return voice.with_review(town)


def enter(page: Page, own: str, town: Portal, reference: str, language: str = "en") -> None:
    """Open a new link and give the proof; at the list of messages."""
    page.goto(f"{own}/m/{opened.link(town, reference)}?lang={language}")
    page.fill("#words", WORDS)
    page.click("main button")
    if page.url.endswith("/before-you-start"):
        page.click("main button")
    page.wait_for_url("**/messages")


def begin(page: Page, own: str) -> None:
    """At the first part of a new draft."""
    page.goto(f"{own}/words")
    page.click("form[action$='/begin'] button")
    page.wait_for_url("**/words/1")


def good(page: Page) -> None:
    """What every page of the site must be, and a picture of it where one is asked for."""
    assert page.locator("h1").count() == 1, page.url
    assert_accessible(page)
    assert_fits(page)
    if folder := os.environ.get("PICTURES"):
        name = page.url.split("/", 3)[3].replace("/", "-").split("?")[0] or "start"
        language = page.locator("html").get_attribute("lang")
        count = len(list(Path(folder).glob("*.png")))
        page.screenshot(path=f"{folder}/{count:03}-{name}-{language}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 700})
        page.screenshot(path=f"{folder}/{count:03}-{name}-{language}-320.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def kept(town: Portal, reference: str, part: StatementPart = voice.THEN) -> str:
    """What the portal holds of a part."""
    draft = voice.seen(town, voice.inside(town, reference)).draft
    assert draft is not None
    return draft.parts[part].words


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_in_both_languages(
    watched: Watched, own: str, town: Portal, reference: str, language: str
) -> None:
    page = watched.page
    enter(page, own, town, reference, language)
    good(page)
    for kind in ("contact", "place", "other"):
        page.goto(f"{own}/wishes/new/{kind}")
        good(page)
    page.click("form button")
    assert_summary_leads_into_fields(page)
    good(page)
    page.fill("#words", "Not in Mill Lane. " + HOSTILE)
    page.fill("#why", "My children play there.")
    page.click("form button")
    page.wait_for_url("**/wishes?said=asked")
    good(page)
    page.click("a[href$='/back']")
    good(page)
    page.click("form button")
    page.wait_for_url("**/wishes?said=dropped")
    good(page)
    page.goto(f"{own}/words")
    good(page)
    page.click("form[action$='/begin'] button")
    page.wait_for_url("**/words/1")
    good(page)
    page.fill("#words", "He hit me.\nI was afraid of him. He should never be released.\n" + HOSTILE)
    page.click("button[value=stay]")
    page.wait_for_url("**/words/1?said=saved")
    expect(page.locator(".own-note")).to_be_visible()
    good(page)
    page.fill("#words", "x" * 20_001)
    page.click("button[value=stay]")
    assert_summary_leads_into_fields(page)
    good(page)
    page.goto(f"{own}/words/2")
    good(page)
    page.fill("#words", "I moved to Mill Lane in Netherby.\n\nI can not sleep.")
    page.click("button[value=next]")
    page.wait_for_url("**/words/3")
    good(page)
    page.click("button[value=next]")
    page.wait_for_url("**/words/heard")
    page.click("form button")
    assert_summary_leads_into_fields(page)
    good(page)
    page.goto(f"{own}/words/seen")
    good(page)
    page.click("a[href*='/2/worry?at=0']")
    good(page)
    page.fill("#passage", "something else")
    page.click("form button")
    assert_summary_leads_into_fields(page)
    good(page)
    page.fill("#passage", "Mill Lane in Netherby")
    page.fill("#reason", "He would find me.")
    page.click("form button")
    page.wait_for_url("**/words/seen?said=marked")
    assert "Mill Lane" not in page.inner_text("#theirs + .own-paper")
    good(page)
    page.goto(f"{own}/words/sign")
    good(page)
    page.goto(f"{own}/words/heard")
    page.check("input[value=video_link]")
    page.click("form button")
    page.wait_for_url("**/words/sign")
    good(page)
    page.goto(f"{own}/words")
    good(page)
    page.goto(f"{own}/words/throw-away")
    good(page)
    page.goto(f"{own}/words/sign")
    page.click("form button")
    page.wait_for_url("**/words?said=signed")
    good(page)
    for path in ("signed", "take-back"):
        page.goto(f"{own}/words/{path}")
        good(page)
    page.click("form button")
    page.wait_for_url("**/words?said=withdrawn")
    good(page)
    page.click("form[action$='/tell-us'] button")
    good(page)
    assert own_wishes.own_wishes(town.ctx, voice.inside(town, reference))


def test_it_is_kept_within_five_seconds_and_goes_on_elsewhere(
    watched: Watched, own: str, town: Portal, reference: str, chromium: Browser
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    with page.expect_response("**/words/1/keep", timeout=20_000):
        page.locator("#words").press_sequentially("I was afraid. ")
    expect(page.locator("#kept")).to_have_text("It is kept.")
    page.locator("#words").press_sequentially("He should never be released.")
    expect(page.locator(".own-note")).to_be_visible()
    elsewhere = Watched(chromium)
    enter(elsewhere.page, own, town, reference)
    elsewhere.page.goto(f"{own}/words/1")
    expect(elsewhere.page.locator("#words")).to_have_value(
        "I was afraid. He should never be released."
    )
    elsewhere.assert_quiet()
    elsewhere.close()


def test_the_reading_time_is_live(watched: Watched, own: str, town: Portal, reference: str) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    expect(page.locator("#reading")).to_contain_text("about 0 of 10")
    page.fill("#words", NINE_HUNDRED)
    expect(page.locator("#reading")).to_contain_text("about 6 of 10")
    expect(page.locator("#too-long")).to_be_hidden()
    page.fill("#words", f"{NINE_HUNDRED} {NINE_HUNDRED}")
    expect(page.locator("#reading")).to_contain_text("about 12 of 10")
    expect(page.locator("#too-long")).to_be_visible()


def test_two_places_never_overwrite_each_other(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    other = watched.context.new_page()
    other.goto(f"{own}/words/1")
    page.fill("#words", "From the first place.")
    expect(page.locator("#kept")).to_have_text("It is kept.")
    other.fill("#words", "From the second place.")
    expect(other.locator("#both")).to_be_visible()
    other.fill("#words", "From the second place, and more.")
    expect(other.locator("#kept")).to_have_text("It is kept.")
    page.fill("#words", "From the first place, and on.")
    page.click("button[value=stay]")
    page.wait_for_url("**/words/1?said=saved")
    other.click("button[value=stay]")
    other.wait_for_url("**/words/1/both")
    good(other)
    assert "From the first place, and on." in other.inner_text("main")
    assert "From the second place, and more." in other.inner_text("main")
    other.click("form button")
    assert_summary_leads_into_fields(other)
    good(other)
    other.check("#choice")
    other.click("form button")
    other.wait_for_url("**/words/1?said=chosen")
    both = "From the first place, and on.\n\nFrom the second place, and more."
    expect(other.locator("#words")).to_have_value(both)
    assert kept(town, reference) == both


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


def test_a_page_is_small(watched: Watched, own: str, town: Portal, reference: str) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    page.fill("#words", NINE_HUNDRED)
    page.click("button[value=stay]")
    page.wait_for_load_state("networkidle")
    size = page.evaluate("performance.getEntriesByType('resource').map(one => one.decodedBodySize)")
    assert len(page.content()) + sum(size) < 400_000
