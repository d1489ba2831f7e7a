"""The pages of the catalogue's versions in a browser, with two versions brought in."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import Watched
from tests.support.licence_policy import INVENTED, as_file, newer
from tests.support.looking import assert_good, sign_in
from tests.support.portal import CLI, Portal
from tests.support.web import OFFICER
from victim_portal.services.licence_policy import import_licence_policy

pytestmark = pytest.mark.browser


def test_from_the_list_to_what_changed(town: Portal, url: str, watched: Watched) -> None:
    import_licence_policy(town.ctx, CLI, INVENTED.read_bytes())
    import_licence_policy(town.ctx, CLI, as_file(newer()))
    page = watched.page
    sign_in(page, url, OFFICER)
    page.goto(f"{url}/licence-policy")
    assert_good(page)
    page.get_by_role("link", name="What version 1.1 changed").click()
    expect(page.get_by_text("Compared with version 1.0")).to_be_visible()
    assert_good(page)
    page.go_back()
    page.get_by_role("link", name="What version 1.0 changed").click()
    assert_good(page)
    page.get_by_role("link", name="See them").click()
    assert_good(page)
