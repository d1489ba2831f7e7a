"""Every page and form of a case, with its real ids, as somebody of another unit."""

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect, select, table, text

from tests.support import casework
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, Portal
from tests.support.web import STRANGER, own_app, signed_in
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.web.permissions import ENDPOINTS

OFFICER_THERE = "ola.berg@example.org"
NOBODYS = UUID("3f0b8f0e-0000-4000-8000-000000000000")
# All that a refused request may add to.
TRAILS = {"audit_event", "staff_session", "sign_in_attempt"}
ARGUMENTS = {
    "task_id": "task",
    "channel_id": "channel",
    "update_id": "update",
    "message_id": "message",
    "flag_id": "duplicate_flag",
    "offender_id": "offender",
}
WORDS = {"note": "x", "why": "x", "decision": "different", "version": "1", "how": "spoken"}


def _rows(portal: Portal) -> dict[str, list[str]]:
    names = set(inspect(portal.engine).get_table_names()) - TRAILS
    with portal.engine.connect() as connection:
        return {
            name: sorted(
                str(row) for row in connection.execute(select(text("*")).select_from(table(name)))
            )
            for name in sorted(names)
        }


def _ids(portal: Portal, reference: str) -> dict[str, object]:
    """A real id for the arguments that addresses take."""
    found: dict[str, object] = {"reference": reference}
    with portal.engine.connect() as connection:
        for argument, name in ARGUMENTS.items():
            row = connection.execute(select(text("id")).select_from(table(name)).limit(1))
            found[argument] = UUID(str(row.scalar_one()))
    return found


def _addresses(app: Flask, method: str, ids: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        outside = rule.endpoint == "static" or rule.endpoint.startswith("hooks.")
        if outside or not rule.arguments or method not in (rule.methods or set()):
            continue
        missing = {
            name: NOBODYS if type(converter).__name__ == "UUIDConverter" else 1
            for name, converter in rule._converters.items()
        }
        values = {name: ids.get(name, missing[name]) for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        yield rule.endpoint, address


@pytest.mark.parametrize("person", [STRANGER, OFFICER_THERE])
def test_nothing_of_a_case_opens_or_changes_for_another_unit(portal: Portal, person: str) -> None:
    there = NewUser(OFFICER_THERE, "Ola", "Berg", Role.OFFICER, OTHER_UNIT, PASSWORD)
    accounts.add_user(portal.ctx, CLI, there)
    reference = casework.ready(portal)
    casework.received(portal, referral_reference="WCU-2", crn="X999999", prison_number="B1234BC")
    casework.approve(portal, reference)
    app = own_app(portal)
    app.config["WTF_CSRF_ENABLED"] = False
    http = signed_in(app, person).http
    officer = str(portal.stranger.user_id)
    ids, before = _ids(portal, reference), _rows(portal)
    role = Role.MANAGER if person == STRANGER else Role.OFFICER
    # What is kept for managers is shut to an officer whatever the case.
    kept = {name for name, roles in ENDPOINTS.items() if roles and role not in roles}
    asked = list(_addresses(app, "GET", ids))
    assert len(asked) > 20
    for endpoint, path in asked:
        answer = http.get(path)
        assert answer.status_code == (403 if endpoint in kept else 404), endpoint
        page = answer.get_data(as_text=True)
        assert "Ash" not in page, endpoint
        assert "Oak" not in page, endpoint
    for endpoint, path in _addresses(app, "POST", ids):
        answer = http.post(
            path, data={**WORDS, "officer": officer}, headers={"Origin": "http://localhost"}
        )
        # A manager may take no case at all, whosever it is.
        refused = (403, 404) if endpoint in kept | {"officer.take_case"} else (404,)
        assert answer.status_code in refused, endpoint
    assert _rows(portal) == before
    for path in ("/cases", "/cases?which=unit", "/tasks", "/referrals", "/referrals/duplicates"):
        page = http.get(path).get_data(as_text=True)
        for secret in ("Ash", "Oak", reference):
            assert secret not in page, path
