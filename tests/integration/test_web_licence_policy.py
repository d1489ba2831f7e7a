"""The pages of the catalogue's versions, and whether a stored one can still be read."""

import json

import pytest
from sqlalchemy import text

from tests.support.licence_policy import INVENTED, as_file, document, newer
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.representations import new_case
from tests.support.web import MANAGER, client_for
from victim_portal.services.errors import NotFoundError
from victim_portal.services.licence_policy import (
    import_licence_policy,
    unreadable_versions,
    version_changes,
    version_view,
)


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """An officer, with two versions brought in."""
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    import_licence_policy(portal.ctx, CLI, as_file(newer()))
    return client_for(portal)


def broken(portal: Portal) -> None:
    """A version that an older release took and this one can't read."""
    found = document()
    found["version"] = "0.9"
    found["additionalConditions"]["AP"][0]["newField"] = "x"
    with portal.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO licence_policy (id, number, version, digest, document, imported_by,"
                " imported_at) VALUES ('00000000000000000000000000000009', 9, '0.9', 'd', :doc,"
                " 'cli:tester', '2026-11-18 12:00:00')"
            ),
            {"doc": json.dumps(found)},
        )


def test_every_version_is_listed_the_newest_first(client: PageClient) -> None:
    rows = client.get("/licence-policy").rows
    assert [row[0] for row in rows] == ["Version 1.1 In use", "Version 1.0"]
    assert [row[2] for row in rows] == ["14", "14"]


def test_without_an_official_policy_the_summaries_are_shown(portal: Portal) -> None:
    client = client_for(portal)
    page = client.get("/licence-policy")
    assert "No official policy was brought in" in page.text
    page = page.follow("The portal\u2019s own plain summaries")
    assert "In use" in page.text
    assert "Exclusion zone" in page.text
    assert "The roads that bound the area" in page.text
    assert "A map" in page.text


def test_a_version_shows_its_conditions_and_what_they_ask_for(client: PageClient) -> None:
    page = client.get("/licence-policy").follow("Version 1.0")
    assert "It isn\u2019t in use any more." in page.text
    for condition in document()["additionalConditions"]["AP"]:
        assert condition["code"][:8].lower() in page.text
    assert "Standard conditions" in page.text


def test_what_a_version_changed_is_shown_before_and_after(client: PageClient) -> None:
    page = client.get("/licence-policy").follow("What version 1.1 changed")
    assert "Compared with version 1.0: 1 added, 1 removed, 1 changed" in page.text
    assert "In its place: aa000009" in page.text
    assert "Enter who is not to be rung" in page.text
    assert "Behave." in page.text
    first = client.get("/licence-policy/1.0/changes")
    assert "There was no version before it" in first.text


def test_hostile_words_of_a_policy_are_shown_as_typed(portal: Portal) -> None:
    found = document()
    found["additionalConditions"]["AP"][0]["text"] = "<script>alert(1)</script> & more"
    import_licence_policy(portal.ctx, CLI, as_file(found))
    page = client_for(portal).get("/licence-policy/1.0")
    assert "<script>alert(1)</script> & more" in page.text


@pytest.mark.parametrize("path", ["9.9", "9.9/changes", "summaries-1/changes", "..%2f", "1.0'"])
def test_there_is_no_other_version(client: PageClient, path: str) -> None:
    assert client.http.get(f"/licence-policy/{path}").status_code == 404


def test_it_is_found_among_the_oversight_and_where_conditions_are_chosen(
    portal: Portal, client: PageClient
) -> None:
    manager = client_for(portal, MANAGER)
    page = manager.get("/oversight").follow("Licence conditions policy")
    assert page.links["Oversight"] == "/oversight"
    reference = new_case(portal)
    page = client.get(f"/cases/{reference}/representations/condition")
    page = page.follow("Its versions, and what changed")
    assert page.links["Cases"] == "/cases"


def test_a_version_that_this_release_cannot_read_is_said(
    portal: Portal, client: PageClient
) -> None:
    assert unreadable_versions(portal.ctx) == []
    broken(portal)
    ((version, why),) = unreadable_versions(portal.ctx)
    assert version == "0.9"
    assert "newField" in why
    page = client.get("/licence-policy")
    assert "This release can\u2019t read it" in page.text
    assert "Version 0.9" not in page.links
    for path in ("/licence-policy/0.9", "/licence-policy/0.9/changes"):
        assert client.http.get(path).status_code == 404
    with pytest.raises(NotFoundError):
        version_view(portal.ctx, portal.officer, "0.9")
    with pytest.raises(NotFoundError):
        version_changes(portal.ctx, portal.officer, "0.9")
