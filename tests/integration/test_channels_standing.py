"""Whether a channel is still safe: confirmed, stopped, ended, and what hangs on it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.casework import (
    MOBILE,
    answered,
    approve,
    email,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    task_kinds,
    view,
)
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    MessageState,
)
from victim_portal.services.channels import (
    ChannelView,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import InvalidError
from victim_portal.store.models import Incident, Message


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def shown(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def messages(portal: Portal) -> list[Message]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Message).order_by(Message.kind)))


def test_confirming_verifies_nothing_starts_the_review_and_logs_the_contact(
    portal: Portal, reference: str
) -> None:
    assert task_kinds(portal, reference) == ["make_plan"]
    (channel_id,) = reachable(portal, reference, mobile())
    first = shown(portal, reference)
    assert task_kinds(portal, reference) == []
    assert first.review_on is not None
    assert first.review_on > portal.ctx.today() + timedelta(days=80)
    portal.clock.move(days=10)
    confirm_channel(portal.ctx, portal.officer, reference, channel_id, "letter_answered")
    second = shown(portal, reference)
    assert (second.verified_at, second.verified_how) == (first.verified_at, "code_read_back")
    assert second.confirmed_at == portal.ctx.now()
    newest = view(portal, reference).contacts[0]
    assert (newest.method, newest.outcome, newest.inward) == (
        ContactMethod.LETTER,
        ContactOutcome.RECEIVED,
        True,
    )


def test_a_channel_without_a_plan_or_way_is_not_confirmed(portal: Portal) -> None:
    reference = opted_in(portal, mobile=MOBILE)
    channel_id = shown(portal, reference).id
    for how in ("spoken", "guessed"):
        with pytest.raises(InvalidError) as refused:
            confirm_channel(portal.ctx, portal.officer, reference, channel_id, how)
        assert set(refused.value.problems) == {"how"}
    assert shown(portal, reference).confirmed_at is None


def test_stopping_holds_what_waits_and_leaves_a_task_for_each(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    (channel_id,) = [c.id for c in view(portal, reference).channels if c.kind == "mobile"]
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Someone else answered")
    held = {message.kind: message.state for message in messages(portal)}
    assert held == {"sms": MessageState.HELD, "email": MessageState.QUEUED}
    assert task_kinds(portal, reference) == ["confirm_channel", "held_message"]
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert [type(one).__name__ for one in sender.taken] == ["OutgoingEmail"]
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "And they were angry")
    (stopped,) = [c for c in view(portal, reference).channels if c.kind == "mobile"]
    assert stopped.suspended_why == "Someone else answered\nAnd they were angry"


def test_a_suspicion_lists_what_went_there_and_drafts_an_incident_once(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    portal.clock.move(hours=1)
    deliver_due(portal.ctx, FakeSender().senders, "w1")
    (channel_id,) = [c.id for c in view(portal, reference).channels if c.kind == "mobile"]
    for why in ("He reads her phone.", "Again."):
        suspend_channel(portal.ctx, portal.officer, reference, channel_id, why)
    with portal.ctx.store.reading() as uow:
        [incident] = uow.session.scalars(select(Incident))
        note = incident.note or ""
        due = incident.due_at
    assert due == portal.ctx.now() + timedelta(hours=72)
    assert note.startswith("He reads her phone. Since it was last verified ")
    assert "a text, handed over 18 November 2026 at 13:00 UTC" in note
    assert "incident" in task_kinds(portal, reference)


def test_stopping_needs_a_reason(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    with pytest.raises(InvalidError):
        suspend_channel(portal.ctx, portal.officer, reference, channel_id, " ")
    assert shown(portal, reference).suspended_at is None


def test_confirmed_after_a_suspicion_it_still_needs_a_new_code(
    portal: Portal, reference: str
) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    portal.clock.move(days=1)
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "A stranger answered")
    assert shown(portal, reference).verified_at is None
    portal.clock.move(days=1)
    confirm_channel(portal.ctx, portal.officer, reference, channel_id, "in_person")
    channel = shown(portal, reference)
    assert channel.suspended_at is None
    assert (channel.verified_at, channel.verified_how) == (None, "")
    assert task_kinds(portal, reference) == ["confirm_channel"]
    approve(portal, reference)
    sender = FakeSender()
    assert deliver_due(portal.ctx, sender.senders, "w1").held == 1
    assert sender.taken == []


def test_the_last_channel_that_ends_asks_for_another_way(portal: Portal, reference: str) -> None:
    first, second = reachable(portal, reference, mobile(), email())
    end_channel(portal.ctx, portal.officer, reference, first)
    assert task_kinds(portal, reference) == []
    end_channel(portal.ctx, portal.officer, reference, second)
    assert task_kinds(portal, reference) == ["make_plan"]


def test_an_end_after_opting_out_asks_for_nothing(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    end_channel(portal.ctx, portal.officer, reference, channel_id)
    assert task_kinds(portal, reference) == []


def test_outside_its_hours_a_message_waits_for_the_opening(portal: Portal, reference: str) -> None:
    reachable(portal, reference, mobile(windows=(evenings(),), any_time=False))
    approve(portal, reference)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert sender.taken == []
    portal.clock.set(portal.clock.now().replace(hour=18, minute=5))
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 1
