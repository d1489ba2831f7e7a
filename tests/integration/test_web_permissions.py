"""Every page is on the map of permissions, shut to whoever isn't signed in, and only reads."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect, select, table, text

from tests.support import casework
from tests.support.pages import PageClient
from tests.support.portal import CLI, PASSWORD, UNIT, Portal
from tests.support.signing_in import sign_in_by_page
from tests.support.web import MANAGER, OFFICER, own_app, signed_in
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.web.permissions import ENDPOINTS
from victim_portal.web.permissions.roles import (
    ANYBODY,
    AUDITORS,
    CASEWORK,
    FORGETTING,
    HELPERS,
    OVERSEERS,
    READERS,
    SECONDS,
    STAFF,
    WATCHERS,
)

NOBODYS = UUID("3f0b8f0e-0000-4000-8000-000000000000")
FILLED = {"UUIDConverter": NOBODYS, "IntegerConverter": 1}
# Without a provider of the organisation's, and without a link that counts.
GONE = ("/welcome/", "/sign-in/provider", "/metrics")
# A view of personal data is recorded.
AUDIT = {"audit_event"}


class Tray:
    """A post tray in which nothing lies."""

    def items(self, limit: int = 100) -> list[object]:
        return []


@pytest.fixture
def app(portal: Portal) -> Flask:
    """The whole staff web."""
    return own_app(portal, Tray())  # type: ignore[arg-type]  # an empty one is enough


def _addresses(
    app: Flask, method: str, there: Mapping[str, object] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Endpoint and an address of each page; arguments that aren't `there` lead nowhere."""
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        values = {
            name: there.get(name, FILLED.get(type(converter).__name__, "VC-00000000"))
            for name, converter in rule._converters.items()
        }
        built = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        yield rule.endpoint, built


def test_the_map_and_the_pages_are_the_same_list(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert pages - set(ENDPOINTS) == set()
    assert set(ENDPOINTS) - pages == set()


def test_only_sign_in_call_backs_machines_and_assets_are_open_to_anybody() -> None:
    opened = {name for name, roles in ENDPOINTS.items() if roles is ANYBODY}
    assert opened == {
        "static",
        "account.sign_in",
        "account.sign_out",
        "account.send_on",
        "account.ask_provider",
        "account.come_back",
        "account.welcome",
        "hooks.record_twilio_status",
        "hooks.record_twilio_inbound",
        "reports.record_policy_report",
        "checking.check",
        "watch.show_live",
        "watch.show_ready",
        # Who has no token meets no such page.
        "watch.show_figures",
    }
    alone = {
        frozenset({role}) for role in (Role.MANAGER, Role.ADMINISTRATOR, Role.PAROLE_CASE_MANAGER)
    }
    shared = {CASEWORK, STAFF, SECONDS, CASEWORK | {Role.AUDITOR}, AUDITORS, WATCHERS, FORGETTING}
    assert {roles for roles in ENDPOINTS.values() if roles} == shared | alone | {
        *(HELPERS, OVERSEERS, READERS)
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_sign_in_every_page_leads_to_sign_in(app: Flask, method: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    http = app.test_client()
    shut = [(name, path) for name, path in _addresses(app, method) if ENDPOINTS[name] != ANYBODY]
    assert shut
    for name, path in shut:
        answer = http.open(path, method=method)
        location = answer.headers.get("Location", "")
        assert (answer.status_code, location.partition("?")[0]) == (302, "/sign-in"), name


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.PAROLE_CASE_MANAGER])
def test_casework_is_shut_to_other_staff(portal: Portal, app: Flask, role: Role) -> None:
    email = f"{role.value}@example.org"
    accounts.add_user(
        portal.ctx, CLI, NewUser(email, "Ada", "Ross", role, UNIT, f"{PASSWORD} {PASSWORD}")
    )
    client = PageClient(app)
    sign_in_by_page(client, email, f"{PASSWORD} {PASSWORD}")
    for name, path in _addresses(app, "GET"):
        if ENDPOINTS[name] is CASEWORK:
            client.get(path, status=403)
    first = {
        Role.PAROLE_CASE_MANAGER: "Submissions released to you",
        Role.AUDITOR: "Audit of a case",
    }
    assert client.get("/").follow().h1 == first.get(role, "Tasks")


def test_a_forged_form_is_refused_everywhere_but_at_the_call_backs(
    portal: Portal, app: Flask
) -> None:
    client = signed_in(app, OFFICER)
    posts = [
        (name, path)
        for name, path in _addresses(app, "POST")
        if not name.startswith(("hooks.", "reports."))
    ]
    for name, path in posts:
        assert client.post(path, {}).status == 400, name


def _rows(portal: Portal) -> dict[str, set[str]]:
    """Everything that the database holds but the audit, table by table."""
    names = set(inspect(portal.engine).get_table_names()) - AUDIT
    with portal.engine.connect() as connection:
        return {
            name: {
                str(row) for row in connection.execute(select(text("*")).select_from(table(name)))
            }
            for name in sorted(names)
        }


@pytest.mark.parametrize("person", [OFFICER, MANAGER])
def test_opening_pages_writes_nothing_but_the_audit(
    portal: Portal, app: Flask, person: str
) -> None:
    # Under 18, so that the page about that is there too.
    reference = casework.ready(portal, victim_date_of_birth="2016-05-01")
    case = casework.view(portal, reference)
    there = {"channel_id": case.channels[0].id, "update_id": case.updates[0].id}
    there |= {"table": "glass", "name": "glass", "stage": "released", "code": "d5998ca1"}
    there["version"] = NOBODYS
    there |= {"kind": "summary"}
    there["key"] = str(NOBODYS)
    client = signed_in(app, person)
    before = _rows(portal)
    assert len(before["case"]) == 1
    for endpoint, path in _addresses(app, "GET", there):
        missing = str(NOBODYS) in path or "/1/" in f"{path}/" or path.startswith(GONE)
        roles = ENDPOINTS[endpoint]
        kept = (
            roles is not ANYBODY
            and (Role.OFFICER if person == OFFICER else Role.MANAGER) not in roles
        )
        expected = 403 if kept else 404 if missing else 200
        path = path.replace("VC-00000000", reference)
        client.get(path.replace("/templates/glass", "/templates/notice-news.sms"), status=expected)
        assert _rows(portal) == before, endpoint
