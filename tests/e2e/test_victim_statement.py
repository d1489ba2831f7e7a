"""A statement in a real browser: kept while it is typed, in two places at once, past a time-out."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support import voice
from tests.support.browser import (
    Watched,
    assert_summary_leads_into_fields,
)
from tests.support.portal import Portal
from tests.support.voice_browser import begin, enter, good
from victim_portal.domain.own_statement import StatementPart
from victim_portal.domain.vocabulary import Language
from victim_portal.services import own_statement, own_wishes

pytestmark = pytest.mark.browser

NINE_HUNDRED = " ".join(f"word{number}" for number in range(900))
HOSTILE = '<script>alert(1)</script> {0} %s & "</textarea>'


@pytest.fixture
def reference(town: Portal) -> str:
    return voice.with_review(town)


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


def test_a_page_is_small(watched: Watched, own: str, town: Portal, reference: str) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    page.fill("#words", NINE_HUNDRED)
    page.click("button[value=stay]")
    page.wait_for_load_state("networkidle")
    size = page.evaluate("performance.getEntriesByType('resource').map(one => one.decodedBodySize)")
    assert len(page.content()) + sum(size) < 400_000


def test_a_page_that_outlived_its_draft_keeps_its_words_when_she_says_so(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    other = watched.context.new_page()
    other.goto(f"{own}/words/throw-away")
    other.click("main form button")
    page.fill("#words", "Still wanted.")
    expect(page.locator("#kept")).to_contain_text("closed in another place")
    assert voice.seen(town, voice.inside(town, reference)).draft is None
    page.click("button[value=stay]")
    page.wait_for_url("**/words/1?said=saved")
    assert kept(town, reference) == "Still wanted."


def test_a_page_of_a_draft_that_was_signed_overwrites_nothing_in_the_next(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    here = voice.inside(town, reference)
    voice.write(town, here, then="A whole evening.")
    voice.sign(town, here)
    own_statement.begin_draft(town.ctx, here, Language.ENGLISH)
    for words in ("From before.", "From before, and more."):
        page.fill("#words", words)
        expect(page.locator("#both")).to_be_visible()
        expect(page.locator("#kept")).to_have_text("It is kept.")
    assert kept(town, reference) == "A whole evening."
    page.click("button[value=stay]")
    page.wait_for_url("**/words/1/both")
    assert "From before, and more." in page.inner_text("main")
    page.check("#choice")
    page.click("form button")
    page.wait_for_url("**/words/1?said=chosen")
    assert kept(town, reference) == "A whole evening.\n\nFrom before, and more."


def test_words_that_came_into_the_next_draft_by_themselves_go_on_there(
    watched: Watched, own: str, town: Portal, reference: str
) -> None:
    page = watched.page
    enter(page, own, town, reference)
    begin(page, own)
    page.goto(f"{own}/words/2")
    here = voice.inside(town, reference)
    voice.write(town, here, then="I was afraid.")
    voice.sign(town, here)
    own_statement.begin_draft(town.ctx, here, Language.ENGLISH)
    for words in ("I still am.", "I still am, and more."):
        page.fill("#words", words)
        expect(page.locator("#kept")).to_have_text("It is kept.")
    expect(page.locator("#both")).to_be_hidden()
    page.click("button[value=stay]")
    page.wait_for_url("**/words/2?said=saved")
    assert kept(town, reference, StatementPart.SINCE) == "I still am, and more."
