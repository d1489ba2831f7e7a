"""Twilio's reports: in any order, more than once, before the answer; and texts that come in."""

import logging
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender, accepted, not_sent
from tests.support.updates import MOBILE, Told, told
from victim_portal.domain.messages import LEASE
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, MessageState, UpdateState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services import callbacks
from victim_portal.services.callbacks import record_inbound, record_status
from victim_portal.services.delivery import deliver_due
from victim_portal.services.messages import note_receipt, requeue_held
from victim_portal.store.models import ContactLog, Incident, Message
from victim_portal.store.unit_of_work import LostUpdateError

SID = accepted(1).provider_reference or ""
UNKNOWN = HandOver(Outcome.UNCERTAIN, code="ReadTimeout", reason="Lost before it answered.")


def report(case: Told, status: str, code: str | None = None, sid: str = SID) -> None:
    form = {"MessageStatus": status, "MessageSid": sid}
    if code is not None:
        form["ErrorCode"] = code
    record_status(case.portal.ctx, case.message().id, form)


@pytest.fixture
def handed_over(portal: Portal) -> Told:
    case = told(portal).approve()
    deliver_due(portal.ctx, FakeSender().senders, "one")
    return case


@pytest.fixture
def queued(portal: Portal) -> Told:
    return told(portal).approve()


@pytest.mark.parametrize(
    "order", sorted(set(permutations(["queued", "sent", "delivered", "sent"])))
)
def test_reports_in_any_order_come_to_the_same(handed_over: Told, order: tuple[str, ...]) -> None:
    for status in order:
        report(handed_over, status)
    assert handed_over.message().state == MessageState.DELIVERED
    assert handed_over.receipts() == [
        ("delivered", f"twilio {SID} delivered"),
        ("handed_over", "answer"),
        ("handed_over", f"twilio {SID} queued"),
        ("handed_over", f"twilio {SID} sent"),
    ]
    assert len(handed_over.audit("message_handed_over")) == 1
    assert handed_over.tasks() == {}


@pytest.mark.parametrize("status", ["undelivered", "failed", "canceled"])
def test_what_was_not_delivered_is_told_by_telephone_once(handed_over: Told, status: str) -> None:
    for _ in range(2):
        report(handed_over, status, "30003")
    report(handed_over, "sent")
    message = handed_over.message()
    assert (message.state, message.why_code) == ("failed_for_good", "twilio_30003")
    assert handed_over.tasks().keys() == {"telephone"}


def test_a_delivery_after_a_failure_is_believed(handed_over: Told) -> None:
    report(handed_over, "undelivered", "30008")
    report(handed_over, "delivered")
    assert handed_over.message().state == MessageState.DELIVERED


def test_a_report_before_the_answer(queued: Told) -> None:
    sender = FakeSender(meanwhile=lambda _: report(queued, "delivered"))
    assert deliver_due(queued.portal.ctx, sender.senders, "one").handed_over == 1
    message = queued.message()
    assert (message.state, message.provider_reference) == ("delivered", SID)
    assert queued.update().state == UpdateState.SENT
    assert len(queued.audit("message_handed_over")) == 1


def test_a_failure_before_the_answer_stands(queued: Told) -> None:
    sender = FakeSender(meanwhile=lambda _: report(queued, "undelivered", "30005"))
    assert deliver_due(queued.portal.ctx, sender.senders, "one").failed == 1
    assert queued.message().state == MessageState.FAILED_FOR_GOOD


@pytest.mark.parametrize("status", ["queued", "delivered"])
def test_a_report_settles_a_doubt(queued: Told, status: str) -> None:
    deliver_due(queued.portal.ctx, FakeSender([UNKNOWN]).senders, "one")
    assert queued.tasks().keys() == {"uncertain_message"}
    report(queued, status)
    message = queued.message()
    assert message.state in {MessageState.HANDED_OVER, MessageState.DELIVERED}
    assert message.provider_reference == SID
    assert queued.tasks() == {}
    assert queued.update().state == UpdateState.SENT


def test_a_report_about_what_was_thought_unsent_keeps_it_from_going_twice(queued: Told) -> None:
    sender = FakeSender([not_sent()])
    deliver_due(queued.portal.ctx, sender.senders, "one")
    report(queued, "sent")
    queued.portal.clock.move(seconds=LEASE.total_seconds())
    assert deliver_due(queued.portal.ctx, sender.senders, "one").moved == 0
    assert len(sender.taken) == 1


def test_messages_that_are_not_ours_are_passed_over(handed_over: Told) -> None:
    form = {"MessageStatus": "delivered", "MessageSid": SID}
    record_status(handed_over.portal.ctx, UUID(int=7), form)
    assert handed_over.message().state == MessageState.HANDED_OVER


def test_an_e_mail_takes_no_reports_of_texts(portal: Portal) -> None:
    case = told(portal, kinds=(ChannelKind.EMAIL,)).approve()
    deliver_due(portal.ctx, FakeSender().senders, "one")
    form = {"MessageStatus": "delivered", "MessageSid": SID}
    record_status(portal.ctx, case.message("email").id, form)
    assert case.message("email").state == MessageState.HANDED_OVER


@pytest.mark.parametrize("status", ["", "lost_in_space", "received"])
def test_a_status_that_says_nothing_changes_nothing_and_is_loud_if_unknown(
    handed_over: Told, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    report(handed_over, status)
    assert handed_over.message().state == MessageState.HANDED_OVER
    loud = any(record.levelno == logging.ERROR for record in caplog.records)
    assert loud == (status != "received")


def test_a_second_text_under_one_id_is_loud_and_decides_nothing(
    handed_over: Told, caplog: pytest.LogCaptureFixture
) -> None:
    second = "SM" + "f" * 32
    for status in ("sent", "undelivered", "undelivered"):
        report(handed_over, status, sid=second)
    assert handed_over.message().state == MessageState.HANDED_OVER
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    # Whoever got it twice is rung, and how it came about is an incident: once.
    assert handed_over.tasks().keys() == {"sent_twice", "incident"}
    with handed_over.portal.ctx.store.reading() as uow:
        [incident] = uow.session.scalars(select(Incident))
        assert (incident.kind, incident.due_at) == ("sent_twice", NOON + timedelta(hours=72))
        assert second in (incident.note or "")


def test_an_answer_about_a_second_text_is_no_less_loud(queued: Told) -> None:
    first = "SM" + "f" * 32
    sender = FakeSender(meanwhile=lambda _: report(queued, "sent", sid=first))
    deliver_due(queued.portal.ctx, sender.senders, "one")
    assert queued.message().provider_reference == first
    assert {"sent_twice", "incident"} <= queued.tasks().keys()


def test_a_lost_race_is_run_again(handed_over: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = [LostUpdateError("case")]

    def once(*args: object, **more: object) -> None:
        if lost:
            raise lost.pop()
        note_receipt(*args, **more)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(callbacks, "note_receipt", once)
    report(handed_over, "delivered")
    assert handed_over.message().state == MessageState.DELIVERED


def contacts(case: Told) -> list[tuple[str, str | None]]:
    with case.portal.ctx.store.reading() as uow:
        rows = uow.session.scalars(select(ContactLog).where(ContactLog.case_id == case.case_id))
        return [(row.outcome, row.note) for row in rows]


@pytest.mark.parametrize("body", ["STOP", "Stop it please", "STOPIO", "unsubscribe"])
def test_stop_suspends_the_channel_and_holds_what_waits(queued: Told, body: str) -> None:
    sender = FakeSender()
    record_inbound(queued.portal.ctx, MOBILE, body)
    assert queued.channel().suspended_at == NOON
    message = queued.message()
    assert (message.state, message.why_code) == ("held", "channel_stopped")
    # News of a release is a manager's to decide, and nobody waits for it in silence.
    asked = {"confirm_channel", "held_message", "reply_received", "urgent_but_stopped"}
    assert queued.tasks().keys() == asked
    assert "no other channel" in queued.tasks()["confirm_channel"].what
    assert contacts(queued) == [("received", body)]
    assert deliver_due(queued.portal.ctx, sender.senders, "one").moved == 0
    requeue_held(queued.portal.ctx, queued.portal.officer, message.id)
    assert deliver_due(queued.portal.ctx, sender.senders, "one").held == 1
    assert sender.taken == []


def test_stop_ends_one_channel_and_not_the_scheme(portal: Portal) -> None:
    case = told(portal, kinds=(ChannelKind.MOBILE, ChannelKind.EMAIL)).approve()
    record_inbound(portal.ctx, "07700 900123", "stop")
    assert "keep in touch" in case.tasks()["confirm_channel"].what
    assert deliver_due(portal.ctx, FakeSender().senders, "one").handed_over == 1
    assert case.message("email").state == MessageState.HANDED_OVER
    assert case.message("sms").state == MessageState.HELD


@pytest.mark.parametrize(
    "stage", [Stage.RECALLED, Stage.RELEASED, Stage.PRE_RELEASE, Stage.LICENCE_VARIED]
)
@pytest.mark.parametrize("held_before", [True, False])
def test_stop_before_news_they_must_hear_is_a_managers_decision(
    portal: Portal, stage: Stage, held_before: bool
) -> None:
    case = told(portal, stage=stage).approve(portal.manager)
    if held_before:
        case.change(Message, case.message().id, state="held", why_code="heads_up_due")
    record_inbound(portal.ctx, MOBILE, "STOP")
    task = case.tasks()["urgent_but_stopped"]
    assert (task.for_role, task.due_on) == ("manager", portal.ctx.today())


def test_stop_before_a_yearly_word_asks_no_manager(portal: Portal) -> None:
    case = told(portal, stage=Stage.ANNUAL_CONTACT).approve()
    record_inbound(portal.ctx, MOBILE, "STOPIO")
    assert "urgent_but_stopped" not in case.tasks()


@pytest.mark.parametrize("body", ["START", "UNSTOP", "Dechrau", "wrong number", "Rhif anghywir"])
def test_start_lifts_no_stop_and_goes_to_the_officer(portal: Portal, body: str) -> None:
    """A carrier lets texts through again; that it is safe is agreed on by telephone."""
    case = told(portal).approve()
    record_inbound(portal.ctx, MOBILE, "STOP")
    record_inbound(portal.ctx, MOBILE, body)
    assert case.channel().suspended_at == NOON
    assert contacts(case) == [("received", "STOP"), ("received", body)]
    assert "reply_received" in case.tasks()
    assert deliver_due(portal.ctx, FakeSender().senders, "one").handed_over == 0


def test_every_other_reply_is_kept_and_asks_the_officer_to_ring(queued: Told) -> None:
    record_inbound(queued.portal.ctx, MOBILE, "Wrong number, who is this?", sid="SM1")
    record_inbound(queued.portal.ctx, MOBILE, "Wrong number, who is this?", sid="SM1")
    record_inbound(queued.portal.ctx, MOBILE, "Hello?", sid="SM2")
    assert [note for _, note in contacts(queued)] == ["Wrong number, who is this?", "Hello?"]
    assert queued.tasks().keys() == {"reply_received"}
    assert queued.channel().suspended_at is None
    assert queued.message().state == MessageState.QUEUED


@pytest.mark.parametrize("sender", ["+447700900999", "Bank", "", "anonymous"])
def test_a_text_from_nobody_we_know_changes_nothing(queued: Told, sender: str) -> None:
    record_inbound(queued.portal.ctx, sender, "STOP")
    assert queued.channel().suspended_at is None
    assert queued.tasks() == {}


def test_logs_hold_no_number_and_no_words(queued: Told, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="victim_portal")
    record_inbound(queued.portal.ctx, MOBILE, "STOP Ana")
    assert caplog.records
    assert MOBILE not in caplog.text
    assert "Ana" not in caplog.text


def test_a_message_that_was_sent_stays_sent_after_stop(handed_over: Told) -> None:
    record_inbound(handed_over.portal.ctx, MOBILE, "STOP")
    assert handed_over.message().state == MessageState.HANDED_OVER
    with handed_over.portal.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(Message)))) == 1


def test_stop_on_a_channel_that_ended_is_kept_and_stops_nothing_else(queued: Told) -> None:
    queued.change_channel(ended_at=NOON)
    record_inbound(queued.portal.ctx, MOBILE, "STOP")
    assert queued.channel().suspended_at is None
    assert queued.tasks().keys() == {"reply_received"}
