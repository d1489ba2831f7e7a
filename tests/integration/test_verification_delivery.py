"""Messages that carry codes go the same way as all others, and their failures are somebody's."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.support import supporters
from tests.support.casework import email, mobile, opted_in, task_kinds
from tests.support.codes import (
    about_channels,
    added,
    channel_of,
    code_messages,
    codes_of,
    entered,
    newest_code,
    refused,
    sent,
    worked,
)
from tests.support.portal import Portal
from tests.support.senders import FakeSender, KillAt, Killed, not_sent
from victim_portal.domain.messages import LEASE
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.callbacks import record_status
from victim_portal.services.channels import suspend_channel
from victim_portal.services.delivery import FaultPoint, deliver_due
from victim_portal.services.errors import ConflictError
from victim_portal.services.messages import requeue_held
from victim_portal.store.models import AuditEvent, Case, Channel, Message, Verification

REFUSED = HandOver(Outcome.REFUSED, code="21211", reason="No such number.")
STOPPED = HandOver(Outcome.REFUSED, code="21610", reason="They stopped texts.")
UNKNOWN = HandOver(Outcome.UNCERTAIN, code="ReadTimeout", reason="Lost.")


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def _change(portal: Portal, kind: type[Any], row_id: Any, **values: Any) -> None:
    """Change a row behind the services' back, as a rule that was forgotten would."""
    with portal.ctx.store.writing() as uow:
        row = uow.get(kind, row_id)
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        uow.commit()


def test_a_hand_over_is_on_the_record_without_an_update(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    worked(portal)
    (message,) = code_messages(portal, channel_id)
    assert (message.state, message.handed_over_at) == ("handed_over", portal.ctx.now())
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == "message_handed_over")
        (event,) = uow.session.scalars(query)
    assert event.details["update"] is event.details["version"] is None
    assert event.details["channel"] == str(channel_id)
    assert codes_of(portal, channel_id)[0].sent_at == portal.ctx.now()


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        ("channel", {"confirmed_at": None}, "channel_not_safe"),
        ("channel", {"uses": ["call"]}, "channel_not_safe"),
        ("channel", {"fuller_words": True}, "facts_changed"),
        ("code", {"locked_at": "now"}, "not_approved"),
        ("code", {"ended_at": "now"}, "not_approved"),
        ("code", {"used_at": "now"}, "not_approved"),
        ("code", {"expires_at": "now"}, "not_approved"),
        ("code", {"code_digest": b"x" * 16}, "not_approved"),
        ("case", {"closed_at": "now"}, "case_closed"),
        ("case", {"enrolment": "opted_out"}, "victim_said_no"),
    ],
)
def test_the_last_look_holds_it_ends_it_and_asks_somebody(
    portal: Portal, reference: str, kind: str, values: dict[str, Any], why: str
) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    (row,) = codes_of(portal, channel_id)
    now = {name: portal.ctx.now() if value == "now" else value for name, value in values.items()}
    rows = {
        "channel": (Channel, channel_id),
        "code": (Verification, row.id),
        "case": (Case, row.case_id),
    }
    _change(portal, *rows[kind], **now)
    done, sender = worked(portal)
    assert (done.held, sender.taken) == (1, [])
    (message,) = code_messages(portal, channel_id)
    assert (message.state, message.why_code) == (MessageState.HELD, why)
    assert codes_of(portal, channel_id)[0].ended_at is not None
    assert "held_message" in task_kinds(portal, reference)
    assert refused(portal, reference, channel_id, code)
    with pytest.raises(ConflictError):
        requeue_held(portal.ctx, portal.officer, message.id)


def test_what_was_held_is_settled_by_a_new_code(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    (row,) = codes_of(portal, channel_id)
    _change(portal, Verification, row.id, code_digest=b"x" * 16)
    worked(portal)
    assert about_channels(portal, reference) == ["confirm_channel", "held_message"]
    code = sent(portal, reference, channel_id)
    assert about_channels(portal, reference) == ["confirm_channel"]
    assert worked(portal)[0].handed_over == 1
    entered(portal, reference, channel_id, code)


def test_a_supporter_who_is_none_any_more_gets_no_code(portal: Portal, reference: str) -> None:
    supporters.add(portal, reference)
    (sister,) = supporters.beside(portal, reference)
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    (message,) = code_messages(portal, channel_id)
    _change(portal, Message, message.id, person_id=sister.person_id)
    done, sender = worked(portal)
    # Sealed under another key, it can't even be read.
    assert (done.held, sender.taken) == (1, [])


@pytest.mark.parametrize("given", [mobile(), email()])
def test_what_cannot_be_delivered_asks_for_the_number(
    portal: Portal, reference: str, given: Any
) -> None:
    channel_id = added(portal, reference, given)
    code = sent(portal, reference, channel_id)
    deliver_due(portal.ctx, FakeSender([REFUSED]).senders, "w1")
    assert about_channels(portal, reference) == ["code_failed", "confirm_channel"]
    assert "telephone" not in task_kinds(portal, reference)
    # It may have got there all the same: read back, it proves it.
    entered(portal, reference, channel_id, code)
    assert about_channels(portal, reference) == []


def test_a_number_that_stopped_texts_is_stopped(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    deliver_due(portal.ctx, FakeSender([STOPPED]).senders, "w1")
    assert channel_of(portal, reference, channel_id).suspended_at is not None
    assert "stopped" in refused(portal, reference, channel_id, code)
    assert about_channels(portal, reference) == ["confirm_channel"]


def test_a_report_settles_a_doubt_about_a_code(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    deliver_due(portal.ctx, FakeSender([UNKNOWN]).senders, "w1")
    assert "uncertain_message" in task_kinds(portal, reference)
    (message,) = code_messages(portal, channel_id)
    form = {"MessageStatus": "delivered", "MessageSid": "SM1"}
    record_status(portal.ctx, message.id, form)
    assert "uncertain_message" not in task_kinds(portal, reference)
    assert code_messages(portal, channel_id)[0].state == "delivered"
    assert codes_of(portal, channel_id)[0].sent_at == portal.ctx.now()


def test_a_worker_that_died_leaves_a_question_and_a_code_that_counts(
    portal: Portal, reference: str
) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    sender = FakeSender()
    with pytest.raises(Killed):
        deliver_due(portal.ctx, sender.senders, "w1", faults=KillAt(FaultPoint.AFTER_SEND))
    portal.clock.move(seconds=LEASE.total_seconds() + 1)
    assert worked(portal)[1].taken == []
    assert "uncertain_message" in task_kinds(portal, reference)
    entered(portal, reference, channel_id, code)
    assert task_kinds(portal, reference) == []


def test_it_is_tried_again_under_the_same_id(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    deliver_due(portal.ctx, FakeSender([not_sent()]).senders, "w1")
    portal.clock.move(minutes=2)
    done, sender = worked(portal)
    assert done.handed_over == 1
    (message,) = code_messages(portal, channel_id)
    assert [one.message_id for one in sender.taken] == [message.id]


def test_one_that_crossed_a_stop_is_looked_into(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)

    def stop(_: object) -> None:
        suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Not safe")

    deliver_due(portal.ctx, FakeSender(meanwhile=stop).senders, "w1")
    assert "sent_while_changed" in task_kinds(portal, reference)
    assert refused(portal, reference, channel_id, newest_code(portal, channel_id))
