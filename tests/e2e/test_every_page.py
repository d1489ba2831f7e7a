"""Every page in a real browser: readable by everybody, at every width, in every state.

That each is valid HTML is seen to by the walk that finds it.
"""

from itertools import chain

import pytest
from playwright.sync_api import Page

from tests.support.browser import Watched
from tests.support.looking import assert_good, sign_in
from tests.support.tour import EVERY_ROLE, MANAGER, OFFICER, ON_THE_WAY, WELSH, Faces, Town, walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

OTHERS = EVERY_ROLE[1:]
# Of a page with many faces (a case in each state), so many are looked at.
MOST = 4


def test_links_lead_to_every_page(demo: Town, pages: dict[str, Faces]) -> None:
    shut = demo.shut_for_officers()
    assert set(chain.from_iterable(pages[email] for email in OTHERS)) == shut
    assert not shut & set(pages[OFFICER]), "a link that officers can't follow"
    assert demo.pages() - shut - set(pages[OFFICER]) <= ON_THE_WAY


@pytest.mark.parametrize("email", [OFFICER, *OTHERS])
def test_every_page_is_good(
    demo: Town, pages: dict[str, Faces], watched: Watched, email: str
) -> None:
    page = watched.page
    page.goto(f"{demo.url}/sign-in")
    assert_good(page)
    sign_in(page, demo.url, email)
    paths = list(chain.from_iterable(faces[:MOST] for faces in pages[email].values()))
    assert paths
    faults = [fault for path in paths for fault in _faults(page, demo, path)]
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("email", [MANAGER, WELSH])
def test_what_others_see_is_good(
    demo: Town, walks: dict[str, Faces], watched: Watched, email: str
) -> None:
    wanted = {
        "officer.list_cases",
        "officer.show_case",
        "officer.show_update",
        "officer.list_tasks",
    }
    theirs = walks[email] if email in walks else walk(demo, email)
    sign_in(watched.page, demo.url, email)
    paths = [path for endpoint in wanted for path in theirs[endpoint][:2]]
    faults = [fault for path in paths for fault in _faults(watched.page, demo, path)]
    assert not faults, "\n\n".join(faults)


def _faults(page: Page, demo: Town, path: str) -> list[str]:
    """All of them at once, since a page's fault is seldom its only one."""
    page.goto(demo.url + path)
    try:
        assert_good(page)
    except AssertionError as error:
        return [f"{path}: {error}"]
    return []
