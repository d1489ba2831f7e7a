"""What machines ask: is it alive, can it serve, how does it fare; and nothing about anybody."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.updates import told
from tests.support.web import own_app
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import deliver_due
from victim_portal.services.seals import Sealer
from victim_portal.services.watching import figures, is_ready
from victim_portal.store import watching as store
from victim_portal.store.models import Message

TOKEN = "0123456789abcdef0123456789abcdef-watch"
DOWN = HandOver(Outcome.NOT_SENT, code="connect", reason="Unreachable.", providers_fault=True)


def client_of(portal: Portal, token: str | None = TOKEN) -> FlaskClient:
    app = own_app(portal)
    app.extensions["metrics_token"] = token
    return app.test_client()


def read(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        sample.name + "".join(f":{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_whoever_asks_hears_one_word(portal: Portal) -> None:
    client = client_of(portal)
    for path, word in (("/health/live", "alive\n"), ("/health/ready", "ready\n")):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, word)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_without_its_database_it_lives_and_is_not_ready(
    portal: Portal, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(portal)

    def gone(_: object) -> None:
        raise ConnectionError("postgresql://somebody:secret@db.example.org/portal")

    monkeypatch.setattr(store, "answers", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert client.get("/health/live").status_code == 200
    assert "ConnectionError" in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


def test_a_database_that_really_is_gone(tmp_path: Path, portal: Portal) -> None:
    from tests.support.portal import keyring
    from victim_portal.store.engine import make_engine
    from victim_portal.store.unit_of_work import Store

    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    elsewhere = Store(engine, keyring(), portal.clock, portal.ctx.tokens)
    assert is_ready(portal.ctx)
    assert not is_ready(replace(portal.ctx, store=elsewhere))
    engine.dispose()


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer ",
        f"bearer {TOKEN}",
        "é",
    ],
)
def test_the_figures_are_for_whoever_knows_the_token(portal: Portal, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given.encode().decode("latin-1")}
    assert client_of(portal).get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer None"])
def test_without_the_setting_there_are_no_figures(portal: Portal, given: str) -> None:
    client = client_of(portal, None)
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_the_victims_site_has_none_of_it(portal: Portal) -> None:
    from tests.support.web import victims_app

    client = victims_app(portal).test_client()
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert client.get(path).status_code == 404


def test_an_empty_portal_has_nothing_to_tell(portal: Portal) -> None:
    found = read(client_of(portal))
    assert found.pop("victim_portal_rows_unsealed") >= 0
    assert len(found) == 13
    assert set(found.values()) == {0.0}


def test_what_waits_is_counted_until_it_went(town: Portal) -> None:
    [told(town, number=number).approve() for number in range(3)]
    town.clock.move(minutes=7)
    found = figures(town.ctx)
    assert (found.messages_due, found.oldest_due) == (3, 420.0)
    assert deliver_due(town.ctx, FakeSender([not_sent()]).senders, "one").handed_over == 2
    found = figures(town.ctx)
    assert (found.messages_due, found.oldest_due) == (0, 0.0)
    town.clock.move(hours=1)
    assert figures(town.ctx).messages_due == 1


def test_what_needs_somebody_is_told(town: Portal) -> None:
    cases = [told(town, number=number).approve() for number in range(8)]
    ids = [case.message().id for case in cases]
    now = town.ctx.now()
    lapsed, soon = now - timedelta(seconds=1), now + timedelta(minutes=5)
    cases[0].change(Message, ids[0], state=MessageState.CLAIMED.value, lease_until=lapsed)
    cases[1].change(Message, ids[1], state=MessageState.UNCERTAIN.value, ask_at=soon)
    assert deliver_due(town.ctx, FakeSender([DOWN] * 5).senders, "one", 5).failed == 5
    cases[0].change(Message, ids[0], state=MessageState.CLAIMED.value, lease_until=lapsed)
    found = figures(town.ctx)
    assert (found.messages_lapsed, found.messages_asked_after) == (1, 1)
    assert dict(found.providers_down) == {"email": False, "sms": True}
    nobody = {"officer_id": None, "officer_active": None}
    cases[2].change_case(**nobody, queued_since=now, queue_due_on=town.ctx.today())
    town.clock.move(days=3)
    found = figures(town.ctx)
    assert (found.cases_queued, found.oldest_queued) == (1, 3 * 86400.0)


def test_a_plan_that_nobody_looked_through_is_noticed(portal: Portal) -> None:
    from victim_portal.store import planning

    case = told(portal)
    assert figures(portal.ctx).cases_unplanned == 0
    with portal.ctx.store.writing() as uow:
        past = portal.ctx.today() - timedelta(days=2)
        planning.note_planned(uow, [case.case_id], past, portal.ctx.planned_by)
        uow.commit()
    assert figures(portal.ctx).cases_unplanned == 1


def test_the_trail_that_stands_under_no_seal_is_counted(portal: Portal) -> None:
    told(portal).approve()
    assert figures(portal.ctx).rows_unsealed > 0
    Sealer(portal.ctx).seal()
    assert figures(portal.ctx).rows_unsealed == 0


def test_counting_ends_where_the_number_would_say_no_more(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    [told(portal, number=number).approve() for number in range(3)]
    monkeypatch.setattr(store, "MOST", 2)
    assert figures(portal.ctx).messages_due == 2


def test_nothing_of_anybody_stands_in_it(portal: Portal) -> None:
    case = told(portal).approve()
    answer = client_of(portal).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert not re.search(rf"{case.reference}|[0-9a-f-]{{32,}}|Ana|Doe|077009|@", answer.text)
