"""From an approved update to a posted letter, in a browser without a script of its own."""

import pytest

from tests.support.browser import Watched
from tests.support.looking import assert_good, sign_in
from tests.support.portal import Portal
from tests.support.updates import told
from tests.support.web import OFFICER
from victim_portal.domain.vocabulary import ChannelKind, Language

pytestmark = pytest.mark.browser
ALL = (ChannelKind.MOBILE, ChannelKind.EMAIL, ChannelKind.POST)


def test_news_becomes_a_letter_that_is_posted(town: Portal, url: str, watched: Watched) -> None:
    case = told(town, kinds=ALL, language=Language.WELSH)
    case.change_channel("post", who_else="Her brother fetches the post.")
    page = watched.page
    sign_in(page, url, OFFICER)
    update = f"{url}/cases/{case.reference}/updates/{case.update_id}"
    page.goto(update)
    page.get_by_role("link", name="See it as they will").click()
    assert_good(page)
    assert page.locator("figure").count() == 5
    assert page.locator(".portal-paper[lang=cy]").count() == 1
    page.get_by_role("link", name="The update").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("link", name="Make a letter with this news").click()
    assert_good(page)
    page.get_by_role("button", name="Make the letter").click()
    assert page.title().startswith("Error: ")
    assert_good(page)
    page.get_by_label("I agreed with them").check()
    page.get_by_role("button", name="Make the letter").click()
    assert_good(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download to print").click()
    assert started.value.suggested_filename.startswith("letter-")
    page.get_by_role("button", name="It was posted").click()
    page.get_by_role("button", name="Save").click()
    assert page.url.startswith(update)
    assert "Recorded: the letter was posted." in page.inner_text("main")
    assert_good(page)
