"""The page that gathers what managers, administrators and auditors keep an eye on."""

import pytest

from tests.support import casework, html
from tests.support.pages import PageClient
from tests.support.portal import OTHER_UNIT, PASSWORD, Portal
from tests.support.signing_in import sign_in_by_page
from tests.support.walls import person
from tests.support.web import MANAGER, OFFICER, STRANGER, app_for, signed_in
from victim_portal.domain.vocabulary import Role

MARKED = {
    *("/to-decide", "/broken-glass", "/incidents", "/reading", "/forgetting"),
    *("/parked", "/campaigns", "/wrong-news", "/reconciliation", "/silent-cases", "/leaving"),
    *("/restricted-case", "/accounts", "/policy", "/templates"),
    *("/correspondence", "/licence-policy"),
}
BROKEN = {"reason": "danger", "why": "He is at her door."}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_each_entry_opens_and_leads_back(portal: Portal, role: Role) -> None:
    person(portal, role)
    client = PageClient(app_for(portal))
    long = f"{PASSWORD} {PASSWORD}" if role is Role.ADMINISTRATOR else PASSWORD
    sign_in_by_page(client, f"ada.{role.value}@example.org", long)
    page = client.get("/oversight")
    rooms = [one.get("href", "") for one in html.elements(page.main, "a")]
    assert set(rooms) <= MARKED | {"/break-glass", "/cover"}
    assert len(rooms) >= 2
    for href in rooms:
        room = client.get(href)
        current = [one for one in room.tree.iter() if one.get("aria-current") == "true"]
        assert len(current) == 1, href
        if href != "/cover":
            assert room.links["Oversight"] == "/oversight", href


def test_it_counts_what_waits_for_the_reader_and_nothing_of_another_unit(portal: Portal) -> None:
    reference = casework.ready(portal)
    app = app_for(portal)
    person(portal, Role.MANAGER, OTHER_UNIT, "Olga")
    other = signed_in(app, "olga.manager@example.org")
    manager = signed_in(app, MANAGER)
    assert "1 waits" not in manager.get("/oversight").text
    stranger = signed_in(app, STRANGER)
    stranger.get("/break-glass").submit({**BROKEN, "reference": reference}).follow()
    assert "1 waits" in manager.get("/oversight").text
    incident = manager.get("/incidents/new")
    incident.submit({"kind": "lost_paper", "happened": "A notebook is missing."}).follow()
    assert manager.get("/oversight").text.count("1 waits") == 2
    seen = other.get("/oversight").text
    assert reference not in seen
    assert seen.count("1 waits") <= 1


def test_an_officer_has_no_such_page_and_no_link_to_it(portal: Portal) -> None:
    client = signed_in(app_for(portal), OFFICER)
    assert "Oversight" not in client.get("/cases").links
    client.get("/oversight", status=403)
