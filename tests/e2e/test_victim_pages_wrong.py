"""What was told and was wrong, on its reader's own pages in a real browser."""

import pytest

from tests.e2e.test_victim_pages import good, prove
from tests.support import casework
from tests.support import door as opened
from tests.support.browser import Watched
from tests.support.portal import Portal
from tests.support.walls import person
from tests.support.wrong_news import GIVEN, send
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.services import wrong_news

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_checked_and_then_put_right(
    watched: Watched, town: Portal, own: str, language: str, width: int
) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    reference = opened.with_words(town)
    casework.approve(town, reference)
    token = opened.token_of(town, opened.sent(town)[0])
    update = casework.update_of(town, reference, Stage.SENTENCE_EXPLAINED)
    wrong_id = wrong_news.put_right(town.ctx, town.manager, reference, update.id, GIVEN)
    prove(page, own, token)
    page.click("main button")
    page.wait_for_url("**/messages")
    page.goto(f"{own}/messages?lang={language}")
    good(page)
    page.click(".own-list__link")
    good(page)
    assert "John Oak" not in page.content()
    assert page.locator("form[action$='/read']").count() == 0
    wrong_news.release(town.ctx, person(town, Role.MANAGER, first_name="Ben"), wrong_id)
    send(town)
    page.reload()
    good(page)
    assert GIVEN.truth in page.inner_text("main")
    # Wrong words stand apart from all else, in their own box.
    wrong, whole = page.inner_text(".govuk-inset-text"), page.inner_text("main")
    first = (update.content or "").split("\n\n")[1]
    assert first in wrong
    assert whole.count(first) == 1
    page.goto(f"{own}/messages?lang={language}")
    good(page)
