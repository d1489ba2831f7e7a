"""What a failure may say: no value reaches a log or an error page, and no form works twice."""

import logging
import threading
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.databases import postgres_database
from tests.support.portal import Portal, make_portal
from tests.support.web import app_for, signed_in
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.services import cases
from victim_portal.services.events import EventInput, record_event
from victim_portal.store.models import Event, User
from victim_portal.store.unit_of_work import ConstraintError

SECRET = "Zqx-canary"


def test_an_errors_words_reach_neither_the_log_nor_the_page(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"Invalid isoformat string: {SECRET!r}")

    app = app_for(portal)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = signed_in(app, "sam.carter@example.org")
    monkeypatch.setattr(cases, "list_cases", broken)
    caplog.set_level(logging.DEBUG)
    answer = client.http.get(f"/cases?after={SECRET}")
    assert answer.status_code == 500
    assert SECRET not in answer.get_data(as_text=True)
    said = "\n".join(
        f"{one.getMessage()}{one.exc_text or ''}{one.exc_info}" for one in caplog.records
    )
    assert SECRET not in said
    assert "ValueError" in said
    assert "cases.py:" in said


def test_a_databases_error_holds_no_value(portal: Portal) -> None:
    with portal.ctx.store.writing() as uow:
        user = uow.session.scalars(select(User)).first()
        assert user is not None
        other = uow.session.scalars(select(User).where(User.id != user.id)).first()
        assert other is not None
        other.email = user.email
        other.last_name = SECRET
        with pytest.raises(ConstraintError) as refused:
            uow.flush()
    assert SECRET not in str(refused.value.__cause__)


@pytest.fixture
def on_postgres(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


@pytest.mark.postgres
def test_a_double_click_gets_the_first_answer_on_postgres(on_postgres: Portal) -> None:
    portal = on_postgres
    reference, once = casework.opted_in(portal), uuid4()
    given = EventInput(Stage.RECALLED, date(2026, 11, 18), "The prison", month=YearMonth(2027, 1))
    found: list[object] = []

    def click() -> None:
        try:
            found.append(record_event(portal.ctx, portal.officer, reference, given, once))
        except Exception as error:  # the test names whatever came
            found.append(error)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(set(found)) == 1, found
    with portal.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(Event)))) == 1
