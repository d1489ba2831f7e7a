"""Forms that came too late and are not sent on: forged, tampered with, or somebody else's."""

import pytest
from flask import Flask

from tests.support.casework import (
    received,
    view,
)
from tests.support.lapsed import AGAIN, HOSTILE, answer, csrf_of, late
from tests.support.pages import PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import let_in, whole_session
from tests.support.web import COLLEAGUE, OFFICER, STRANGER, own_app, signed_in
from victim_portal.services import sign_in
from victim_portal.services.sign_in import IDLE
from victim_portal.web import sending_on


@pytest.fixture
def app(portal: Portal) -> Flask:
    return own_app(portal)


@pytest.fixture
def client(portal: Portal, app: Flask) -> PageClient:
    return signed_in(app, OFFICER)


def test_somebody_else_gets_nothing(portal: Portal, client: PageClient) -> None:
    reference = received(portal)
    page = late(portal, client, f"/cases/{reference}/answer", answer())
    assert HOSTILE not in page.html
    assert "alert" not in page.html
    page = let_in(page, {"email": COLLEAGUE, "password": PASSWORD})
    assert page.location == "/"
    page = client.get(f"/cases/{reference}")
    assert "Somebody else had typed something here" in page.notices[0]
    assert "alert" not in page.html
    assert view(portal, reference).steps == ()


def test_a_stolen_form_of_somebody_else_stays_shut(portal: Portal, app: Flask) -> None:
    reference = received(portal)
    page = late(portal, signed_in(app, OFFICER), f"/cases/{reference}/answer", answer())
    [token] = page.value("carried_token")
    thief = signed_in(app, STRANGER)
    csrf = csrf_of(thief.get("/tasks"))
    page = thief.post("/sign-in/again", {"csrf_token": csrf, "carried_token": token})
    assert page.location == "/"
    assert "Somebody else" in thief.get("/tasks").notices[0]


def test_somebody_elses_sign_in_makes_older_windows_useless(
    portal: Portal, client: PageClient
) -> None:
    reference = received(portal)
    other = client.get(f"/cases/{reference}/answer")
    portal.clock.move(minutes=61)
    let_in(client.get("/sign-in"), {"email": COLLEAGUE, "password": PASSWORD})
    assert other.submit(answer(), status=400).h1 == "This page was open too long"
    assert view(portal, reference).steps == ()


def test_whoever_signed_out_left_nothing_open(portal: Portal, client: PageClient) -> None:
    page = client.get(f"/cases/{received(portal)}/answer")
    client.post("/sign-out", {"csrf_token": csrf_of(page)})
    assert page.submit(answer(), status=400).h1 == "This page was open too long"


def test_a_forged_form_is_never_carried(portal: Portal, client: PageClient, app: Flask) -> None:
    reference = received(portal)
    client.get(f"/cases/{reference}/answer")
    portal.clock.move(minutes=61)
    for forged in (
        {},
        {"csrf_token": "forged"},
        {"csrf_token": csrf_of(PageClient(app).get("/sign-in"))},
    ):
        page = client.post(f"/cases/{reference}/answer", {**answer(), **forged}, status=400)
        assert not page.forms
        assert "carried_token" not in page.html


def test_the_check_against_forgery_comes_first(app: Flask) -> None:
    names = [each.__qualname__ for each in app.before_request_funcs[None]]
    assert names.index("CSRFProtect.init_app.<locals>.csrf_protect") < names.index(
        "install.<locals>.check"
    )


def test_without_the_check_nothing_is_carried(
    portal: Portal, client: PageClient, app: Flask
) -> None:
    client.get("/tasks")
    app.config["WTF_CSRF_ENABLED"] = False
    portal.clock.move(minutes=61)
    assert client.post("/referrals/new", {"a": "b"}).location == "/sign-in"


def test_a_disabled_account_gets_the_plain_sign_in(portal: Portal, client: PageClient) -> None:
    page = client.get("/referrals/new")
    _disable(portal)
    assert page.submit({"victim_last_name": "Ash"}).location == "/sign-in"


def _disable(portal: Portal) -> None:
    from victim_portal.store.models import User

    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.user(OFFICER))
        assert user is not None
        user.active = False
        uow.commit()


def test_nobody_yet_signed_in_carries_nothing(portal: Portal, app: Flask) -> None:
    client = PageClient(app)
    csrf = csrf_of(client.get("/sign-in"))
    page = client.post("/referrals/new", {"csrf_token": csrf, "victim_last_name": "Ash"})
    assert page.location == "/sign-in"


@pytest.mark.parametrize("token", ["", "x", "gAAAAA", "é", "A" * 5000, "%00"])
def test_what_was_not_sealed_here_opens_nothing(app: Flask, token: str) -> None:
    client = signed_in(app, OFFICER)
    csrf = csrf_of(client.get("/tasks"))
    page = client.post("/sign-in/again", {"csrf_token": csrf, "carried_token": token})
    assert page.location == "/"


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/tasks", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
     "/cases", "/nothing", "", "tasks", "//cases/VC-00000000/answer"],
)  # fmt: skip
def test_only_an_own_path_that_takes_forms_is_sent_on(
    portal: Portal, app: Flask, path: str
) -> None:
    with app.test_request_context("/sign-in/again", method="POST"):
        carried = sending_on.Carried(portal.user(OFFICER), path, (("a", "b"),))
        token = sending_on.sealed(carried)
        assert token
        assert sending_on.opened(token) is None


def test_a_sealed_form_cannot_be_changed_or_read(portal: Portal, app: Flask) -> None:
    with app.test_request_context("/"):
        path = "/cases/VC-00000000/answer"
        carried = sending_on.Carried(portal.user(OFFICER), path, (("note", "Her secret"),))
        token = sending_on.sealed(carried) or ""
        assert sending_on.opened(token) == carried
        assert "Her secret" not in repr(carried)
        assert "secret" not in token
        for place in range(0, len(token), 7):
            other = "A" if token[place] != "A" else "B"
            assert sending_on.opened(token[:place] + other + token[place + 1 :]) is None
        app.config["SECRET_KEY"] = "another"
        assert sending_on.opened(token) is None


def test_nothing_typed_reaches_the_log(
    portal: Portal, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    page = late(portal, client, f"/cases/{received(portal)}/answer", answer())
    let_in(page, AGAIN).submit().follow()
    assert "alert" not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_token_of_a_lapsed_session_is_still_known_for_its_person(portal: Portal) -> None:
    token = whole_session(portal.ctx, OFFICER, PASSWORD, "here")
    assert token
    portal.clock.at += IDLE * 20
    assert sign_in.staff_member(portal.ctx, token, "here") is None
    assert sign_in.whose_session(portal.ctx, token) == portal.user(OFFICER)
    sign_in.sign_out(portal.ctx, token, "here")
    assert sign_in.whose_session(portal.ctx, token) is None
    assert sign_in.whose_session(portal.ctx, "unknown") is None
