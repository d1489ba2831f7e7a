"""What an officer sees of a victim's own pages: wishes, and that a draft was begun."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support import voice
from tests.support.browser import Watched, serving
from tests.support.looking import assert_good, sign_in
from tests.support.portal import Portal
from tests.support.web import OFFICER, app_for
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wishes import WishKind
from victim_portal.services import own_wishes

pytestmark = pytest.mark.browser


@pytest.fixture
def url(town: Portal) -> Iterator[str]:
    with serving(app_for(town)) as address:
        yield address


def test_from_a_wish_to_its_condition(watched: Watched, url: str, town: Portal) -> None:
    reference = voice.with_review(town)
    here = voice.inside(town, reference)
    words = "Not in <b>Mill Lane</b>, " + "where we all live " * 20
    for kind in (WishKind.PLACE, WishKind.NO_CONTACT):
        own_wishes.ask_for(town.ctx, here, kind, words, "They play there.", Language.ENGLISH)
    voice.write(town, here, then="Zephyrine was there.")
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/cases/{reference}/representations")
    assert_good(page)
    assert "began a draft on their own pages on Wednesday 18 November 2026" in page.inner_text(
        "main"
    )
    assert "Zephyrine" not in page.content()
    page.get_by_role("button", name="Choose a condition for the wish").first.click()
    assert_good(page)
    expect(page.locator("#wish")).to_have_value(f"{words.strip()}\n\nThey play there.")
    page.locator("[name=code][value=d5998ca1]").check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert_good(page)
    assert "Choose another condition for the wish" in page.inner_text("main")
    assert len(voice.tasks(town, "own_wish")) == 1
