"""Reading, editing, approving and cancelling over a real database."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.casework import (
    FIRST,
    approve,
    dated,
    edited,
    email,
    mobile,
    opted_in,
    reachable,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from tests.support.senders import FakeSender
from victim_portal.domain.access import WORKER
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.updates import (
    approve_update,
    cancel_update,
    edit_update,
    update_view,
)
from victim_portal.store.models import Approval, AuditEvent, Message, Update


@pytest.fixture
def reference(portal: Portal) -> str:
    return ready(portal)


def rows(portal: Portal, kind: type[Message] | type[Approval]) -> list[Message] | list[Approval]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(kind)))  # type: ignore[return-value]  # one or the other


def test_what_is_read_is_what_goes_out(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    words = {(one.to, one.subject, one.body) for one in update.outgoing}
    approve(portal, reference)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    went = {
        (one.to, getattr(one, "subject", ""), getattr(one, "body", "") or getattr(one, "text", ""))
        for one in sender.taken
    }
    spoken = {("07700 900123" if to.startswith("+") else to, *rest) for to, *rest in went}
    assert spoken == words
    after = update_of(portal, reference, FIRST)
    assert after.state is UpdateState.SENT
    assert {(m.to, m.subject, m.body) for m in after.messages} == words


def test_words_lie_sealed_and_stay_out_of_reprs_and_the_audit(
    portal: Portal, reference: str
) -> None:
    approve(portal, reference)
    with portal.ctx.store.reading() as uow:
        stored = [
            getattr(row, column.key)
            for kind in (Update, Message)
            for row in uow.session.scalars(select(kind))
            for column in kind.__table__.columns
        ]
        trail = [event.details for event in uow.session.scalars(select(AuditEvent))]
    for text in ("Mary", "John Oak", "mary.ash"):
        assert text not in repr(stored)
        assert text not in repr(trail)
        assert text not in repr(update_of(portal, reference, FIRST))


def test_fuller_words_go_only_where_they_were_agreed(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile(), email(fuller_words=True))
    by_kind = {one.kind: one for one in update_of(portal, reference, FIRST).outgoing}
    assert "Oak" in by_kind["email"].body
    assert "Oak" not in by_kind["sms"].body
    assert approve(portal, reference) == 2


def test_an_update_is_approved_once(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    assert approve(portal, reference) == 2
    for actor in (portal.officer, portal.manager):
        with pytest.raises(ConflictError, match="approved already"):
            approve_update(portal.ctx, actor, reference, update.id, update.version)
    assert len(rows(portal, Message)) == 2
    assert len(rows(portal, Approval)) == 1


@pytest.mark.parametrize("off", [-1, 1, 99])
def test_a_version_that_doesnt_stand_is_not_approved(
    portal: Portal, reference: str, off: int
) -> None:
    update = update_of(portal, reference, FIRST)
    with pytest.raises(ConflictError):
        approve_update(portal.ctx, portal.officer, reference, update.id, update.version + off)
    assert rows(portal, Message) == []


def test_messages_open_with_their_window_and_close_with_it(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    approve(portal, reference, Stage.PRE_RELEASE)
    for message in rows(portal, Message):
        assert isinstance(message, Message)
        opens = datetime.combine(update.window_opens, time.min, LONDON).astimezone(UTC)
        assert message.next_try_at == opens
        assert message.deadline_on == update.window_closes
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert sender.taken == []


def test_without_a_channel_it_is_told_by_telephone(portal: Portal) -> None:
    reference = opted_in(portal)
    assert approve(portal, reference) == 0
    (task,) = [one for one in view(portal, reference).tasks if one.kind == "telephone"]
    assert task.due_on == update_of(portal, reference, FIRST).window_closes
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    assert "telephone" not in task_kinds(portal, reference)
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT


def test_what_is_kept_for_a_manager_is_refused_to_officers(portal: Portal, reference: str) -> None:
    today = portal.ctx.today()
    record_event(
        portal.ctx,
        portal.officer,
        reference,
        EventInput(Stage.ESCAPE_OR_RELEASE_IN_ERROR, today, "The prison"),
    )
    stage = Stage.ESCAPE_OR_RELEASE_IN_ERROR
    update = update_of(portal, reference, stage)
    assert (update.needs_manager, update.may_approve, update.urgent) == (True, False, True)
    for actor in (portal.officer, portal.colleague):
        with pytest.raises(NotAllowedError):
            approve_update(portal.ctx, actor, reference, update.id, update.version)
    assert rows(portal, Message) == []
    assert update_view(portal.ctx, portal.manager, reference, update.id).may_approve
    approve_update(portal.ctx, portal.manager, reference, update.id, update.version)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 2


def test_only_staff_with_the_case_decide(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    for act in (
        lambda: update_view(portal.ctx, portal.stranger, reference, update.id),
        lambda: approve_update(portal.ctx, portal.stranger, reference, update.id, update.version),
        lambda: approve_update(portal.ctx, WORKER, reference, update.id, update.version),
        lambda: cancel_update(portal.ctx, portal.stranger, reference, update.id, "x", 1),
        lambda: edit_update(portal.ctx, portal.stranger, reference, update.id, edited(update), 1),
        lambda: update_view(portal.ctx, portal.officer, "VC-00000000", update.id),
        lambda: update_view(
            portal.ctx, portal.officer, reference, portal.user("sam.carter@example.org")
        ),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT


@pytest.mark.parametrize(("reviewer", "goes"), [("", False), ("Dr Elin Rhys", True)])
def test_unreviewed_welsh_is_refused_in_production(
    tmp_path: Path, reviewer: str, goes: bool
) -> None:
    from dataclasses import replace

    portal = make_portal(sqlite_url(tmp_path), migrated=True, production=True)
    portal.ctx = replace(portal.ctx, welsh_reviewer=reviewer)
    reference = opted_in(portal, language="cy")
    reachable(portal, reference, mobile(language=Language.WELSH))
    assert update_of(portal, reference, FIRST).welsh_unreviewed != goes
    if goes:
        assert approve(portal, reference) == 1
    else:
        with pytest.raises(InvalidError, match="reviewer"):
            approve(portal, reference)
        assert rows(portal, Message) == []
    portal.engine.dispose()


def test_a_fact_that_moved_behind_its_back_stops_an_approval(
    portal: Portal, reference: str
) -> None:
    update = update_of(portal, reference, FIRST)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Update, update.id)
        assert row is not None
        row.facts = {**row.facts, "key_date:CRD": 7}
        uow.commit()
    shown = update_of(portal, reference, FIRST)
    assert [one.what for one in shown.rests_on if not one.stands] == ["CRD"]
    with pytest.raises(InvalidError, match="has changed"):
        approve(portal, reference)


def test_a_late_update_can_still_be_approved_and_is_held_rather_than_sent_late(
    portal: Portal, reference: str
) -> None:
    portal.clock.move(days=60)
    update = update_of(portal, reference, FIRST)
    assert update.window_closes < portal.ctx.today() - timedelta(days=30)
    approve(portal, reference)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert sender.taken == []
    assert "held_message" in task_kinds(portal, reference)
