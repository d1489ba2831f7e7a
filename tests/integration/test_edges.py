"""Who is believed about where a request came from, and what answers tell of the machine."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.settings_values import PRODUCTION, read, refused
from tests.support.web import OFFICER, client_for, demo_settings
from victim_portal.store.models import AuditEvent
from victim_portal.web import assemble

FORGED, OUTER, NEAR = "192.0.2.66", "192.0.2.7", "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "believed"), [(0, NEAR), (1, OUTER), (2, FORGED)], ids=["none", "one", "two"]
)
def test_a_senders_address_is_believed_as_far_as_our_proxies_reach(
    portal: Portal, proxies: int, believed: str
) -> None:
    app = assemble(replace(demo_settings(), trusted_proxies=proxies), portal.ctx, None)
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', page)
    assert token
    client.post(
        "/sign-in",
        data={"csrf_token": token[1], "email": OFFICER, "password": "wrong wrong wrong"},
        headers={"X-Forwarded-For": f"{FORGED}, {OUTER}"},
        environ_overrides={"REMOTE_ADDR": NEAR},
    )
    with portal.ctx.store.reading() as uow:
        last = uow.session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert last is not None
    assert (last.what, last.came_from) == ("sign_in_refused", believed)


@pytest.mark.parametrize("given", ["-1", "6", "two", "1.0", "٢"])
def test_a_number_of_proxies_that_cannot_be(given: str, tmp_path: Path) -> None:
    assert "TRUSTED_PROXIES" in refused({"TRUSTED_PROXIES": given}, tmp_path)


def test_production_answers_to_its_own_name_alone(portal: Portal) -> None:
    app = assemble(read(PRODUCTION), portal.ctx, None)
    client = app.test_client()
    own, other = "https://staff.example.org", "https://evil.example.org"
    assert client.get("/sign-in", base_url=own).status_code == 200
    answer = client.get("/sign-in", base_url=other)
    assert answer.status_code == 400
    assert "evil" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/static/css/portal.css", "/hooks/x"])
def test_no_answer_names_what_runs_here(portal: Portal, path: str) -> None:
    app = assemble(demo_settings(), portal.ctx, None)
    with app.test_client().get(path) as answer:
        told = str(answer.headers)
    assert not re.search(r"werkzeug|flask|gunicorn|python|typst", told, re.IGNORECASE)


def test_signing_out_clears_the_browser(portal: Portal) -> None:
    client = client_for(portal)
    token = client.get("/find").value("csrf_token")[0]
    answer = client.post("/sign-out", {"csrf_token": token})
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/cases").location is not None
