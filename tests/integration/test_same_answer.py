"""Another person's case and one that doesn't exist: the same answer after the same queries."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support import casework
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.walls import Statements, person, restricted
from tests.support.web import own_app, signed_in
from victim_portal.domain.vocabulary import Role
from victim_portal.web import context
from victim_portal.web.permissions import ENDPOINTS

NOBODYS = "3f0b8f0e-0000-4000-8000-000000000000"
NO_CASE = "VC-00000000"
PASSING = re.compile(r'value="[^"]{30,}"')


def _addresses(app: Flask, there: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """Method, endpoint and address of everything about one case, for an officer."""
    for rule in app.url_map.iter_rules():
        roles = ENDPOINTS.get(rule.endpoint, frozenset())
        if "reference" not in rule.arguments or Role.OFFICER not in roles:
            continue
        values = {name: there.get(name, NOBODYS) for name in rule.arguments}
        values["reference"] = NO_CASE
        values |= dict.fromkeys({"number", "area"} & rule.arguments, 1)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            yield method, rule.endpoint, address


def _told(response: TestResponse, asked: str = NO_CASE) -> tuple[object, ...]:
    """All of an answer, the reference that was asked about made the same."""
    headers = sorted(
        (name, value.replace(asked, NO_CASE))
        for name, value in response.headers.items()
        if name != "Set-Cookie"
    )
    body = response.get_data(as_text=True).replace(asked, NO_CASE)
    return response.status, headers, PASSING.sub("", body)


@pytest.mark.parametrize("wall", ["unit", "restricted", "conflict"])
def test_out_of_reach_and_not_there_are_one(
    portal: Portal, wall: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = casework.ready(portal)
    case = casework.view(portal, reference)
    if wall == "unit":
        person(portal, Role.OFFICER, OTHER_UNIT)
        email = "ada.officer@example.org"
    else:
        email = "nia.evans@example.org"
    if wall == "restricted":
        restricted(portal, reference)
    if wall == "conflict":
        from tests.support.conflicts import declare

        declare(portal, reference, portal.manager, portal.colleague)
    # How the providers stand is asked every few seconds, for whatever page comes then.
    monkeypatch.setattr(context, "KEEP_DOWN", timedelta(days=365))
    app = own_app(portal)
    app.config["WTF_CSRF_ENABLED"] = False
    http = signed_in(app, email).http
    there = {"channel_id": case.channels[0].id, "update_id": case.updates[0].id}
    http.get("/tasks")
    checked = 0
    for method, endpoint, missing in _addresses(app, dict(there)):
        found = missing.replace(NO_CASE, reference)
        with Statements(portal) as first:
            told = _told(http.open(missing, method=method))
        # The banner of a form that was refused stands on the next page, whichever that is.
        http.get("/tasks")
        with Statements(portal) as second:
            told_too = _told(http.open(found, method=method), reference)
        http.get("/tasks")
        # A form that is filled wrongly may be refused before anybody asks whose case it is.
        assert told[0] == "404 NOT FOUND" or method == "POST", f"{endpoint} gave {told[0]}"
        assert told == told_too, endpoint
        assert first.asked == second.asked, endpoint
        checked += 1
    assert checked > 60
