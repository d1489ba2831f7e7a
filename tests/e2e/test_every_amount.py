"""Lists in a real browser when they hold nothing, one thing, or hundreds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Watched
from tests.support.looking import assert_good, sign_in
from tests.support.tour import MANAGER, OFFICER, Town, town

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def day_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One referral that just came, and nothing else."""
    with town(tmp_path_factory.mktemp("day-one"), cases=1) as made:
        yield made


@pytest.fixture(scope="module")
def hundreds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """250 referrals that nobody has yet."""
    with town(tmp_path_factory.mktemp("long"), cases=250) as made:
        yield made


def test_an_empty_portal(tmp_path: Path, watched: Watched) -> None:
    with town(tmp_path, cases=0) as empty:
        sign_in(watched.page, empty.url, OFFICER)
        for path in (
            "/cases",
            "/cases?list=closed",
            "/queue",
            "/tasks",
            "/post-tray",
            "/referrals/duplicates",
        ):
            watched.page.goto(empty.url + path)
            expect(watched.page.locator(".portal-empty")).to_be_visible()
            assert_good(watched.page)
        watched.page.goto(f"{empty.url}/find")
        assert_good(watched.page)
        watched.page.get_by_label("What did the caller give you?").fill("Mary Ashdown")
        watched.page.get_by_role("button", name="Find").click()
        expect(watched.page.locator(".portal-empty")).to_be_visible()
        assert_good(watched.page)


@pytest.mark.parametrize("page", ["", "contacts", "first-contact", "corrections"])
def test_a_case_on_its_first_day(day_one: Town, watched: Watched, page: str) -> None:
    sign_in(watched.page, day_one.url, OFFICER)
    watched.page.goto(f"{day_one.url}/cases?list=queue")
    watched.page.locator("tbody th a").first.click()
    watched.page.goto(f"{watched.page.url}/{page}".rstrip("/"))
    if page != "first-contact":
        expect(watched.page.locator(".portal-empty").first).to_be_visible()
    assert_good(watched.page)


def test_a_long_list_is_paged(hundreds: Town, watched: Watched) -> None:
    page, seen = watched.page, set[str]()
    sign_in(page, hundreds.url, OFFICER)
    page.goto(f"{hundreds.url}/cases?list=queue")
    assert_good(page)
    while True:
        here = set(page.locator("tbody th a").all_inner_texts())
        assert here
        assert not here & seen, "a case is on two pages"
        seen |= here
        older = page.get_by_role("link", name="Older")
        if not older.count():
            break
        older.click()
        page.wait_for_load_state()
    assert len(seen) == 250
    assert_good(page)
    page.get_by_role("link", name="Newest").click()
    expect(page.get_by_role("link", name="Newest")).to_have_count(0)


@pytest.mark.parametrize("email", [OFFICER, MANAGER])
def test_a_long_queue_shows_the_most_urgent(hundreds: Town, watched: Watched, email: str) -> None:
    page = watched.page
    sign_in(page, hundreds.url, email)
    page.goto(f"{hundreds.url}/queue")
    expect(page.get_by_text("250 cases wait for an officer.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(100)
    assert_good(page)
