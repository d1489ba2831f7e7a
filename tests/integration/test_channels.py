"""Channels over a real database: plans, confirmation, stopping, and what hangs on them."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import (
    EMAIL,
    MOBILE,
    answered,
    email,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.contact import Window
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    MessageState,
)
from victim_portal.services.channels import (
    ChannelInput,
    ChannelView,
    add_channel,
    change_plan,
    channel_for_form,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.updates import approve_update
from victim_portal.store.models import Channel, Message

FIRST = Stage.SENTENCE_EXPLAINED


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def shown(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def approve(portal: Portal, reference: str) -> int:
    update = update_of(portal, reference, FIRST)
    return approve_update(portal.ctx, portal.officer, reference, update.id, update.version)


def messages(portal: Portal) -> list[Message]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Message).order_by(Message.kind)))


def changed(portal: Portal, reference: str, channel_id: object, given: ChannelInput) -> None:
    seen = shown(portal, reference)
    assert seen.id == channel_id
    change_plan(portal.ctx, portal.officer, reference, seen.id, given, seen.plan_version)


def test_nothing_of_a_channel_lies_open_in_the_database(portal: Portal, reference: str) -> None:
    given = mobile(who_else="Her brother", code_word="Bluebell", if_answered="The dentist")
    add_channel(portal.ctx, portal.officer, reference, given)
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(Channel))
        stored = repr([getattr(row, column.key) for column in Channel.__table__.columns])
    for secret in ("7700", "brother", "Bluebell", "dentist"):
        assert secret not in stored
        assert secret not in repr(given)
        assert secret not in repr(shown(portal, reference))


@pytest.mark.parametrize(
    ("kind", "typed", "as_shown"),
    [
        (ChannelKind.MOBILE, "+44 (0)7700 900123", "07700 900123"),
        (ChannelKind.LANDLINE, "020 79460123", "020 7946 0123"),
        (ChannelKind.EMAIL, " Mary.Ash@EXAMPLE.org ", "Mary.Ash@example.org"),
        (ChannelKind.POST, " 1 High Street \r\n\r\nWinchester ", "1 High Street\nWinchester"),
    ],
)
def test_a_value_is_kept_in_its_normal_form(
    portal: Portal, reference: str, kind: ChannelKind, typed: str, as_shown: str
) -> None:
    add_channel(portal.ctx, portal.officer, reference, ChannelInput(kind, typed))
    assert shown(portal, reference).shown == as_shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.MOBILE, "020 7946 0123"),
        (ChannelKind.MOBILE, "0800 RING ME"),
        (ChannelKind.LANDLINE, "12"),
        (ChannelKind.EMAIL, "mary at example.org"),
        (ChannelKind.POST, " \n "),
        (ChannelKind.POST, "x" * 501),
    ],
)
def test_what_cannot_be_a_value_is_refused(
    portal: Portal, reference: str, kind: ChannelKind, typed: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_channel(portal.ctx, portal.officer, reference, ChannelInput(kind, typed))
    assert set(refused.value.problems) == {"value"}
    assert view(portal, reference).channels == ()


def test_the_same_value_is_taken_once_and_again_after_its_end(
    portal: Portal, reference: str
) -> None:
    first = add_channel(portal.ctx, portal.officer, reference, mobile())
    for again in (
        mobile(value="+447700900123"),
        ChannelInput(ChannelKind.LANDLINE, MOBILE),
    ):
        with pytest.raises(InvalidError) as refused:
            add_channel(portal.ctx, portal.officer, reference, again)
        assert set(refused.value.problems) == {"value"}
    end_channel(portal.ctx, portal.officer, reference, first)
    second = add_channel(portal.ctx, portal.officer, reference, mobile())
    assert [one.id for one in view(portal, reference).channels] == [second]
    with pytest.raises(NotFoundError):
        confirm_channel(portal.ctx, portal.officer, reference, first, "spoken")


def test_a_form_sent_twice_adds_one(portal: Portal, reference: str) -> None:
    once = uuid4()
    added = {add_channel(portal.ctx, portal.officer, reference, mobile(), once) for _ in range(2)}
    assert added == {shown(portal, reference).id}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (mobile(uses=frozenset({ChannelUse.EMAIL})), "uses"),
        (mobile(uses=frozenset({ChannelUse.VOICEMAIL})), "uses"),
        (mobile(any_time=False), "hours"),
        (mobile(windows=(evenings(),)), "hours"),
        (mobile(code_word="Blue\nbell"), "code_word"),
        (
            ChannelInput(ChannelKind.POST, "1 High Street", frozenset({ChannelUse.LETTER})),
            "hours",
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    portal: Portal, reference: str, given: ChannelInput, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_channel(portal.ctx, portal.officer, reference, given)
    assert set(refused.value.problems) == {field}


def test_the_kind_of_a_channel_is_its_own_and_not_the_forms(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, email())
    with pytest.raises(InvalidError) as refused:
        changed(portal, reference, channel_id, mobile())
    assert set(refused.value.problems) == {"uses"}


def test_two_officers_with_one_plan_the_second_is_told(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    seen = channel_for_form(portal.ctx, portal.colleague, reference, channel_id).plan_version
    changed(portal, reference, channel_id, mobile(who_else="Her mother"))
    with pytest.raises(ConflictError):
        change_plan(
            portal.ctx, portal.colleague, reference, channel_id, mobile(who_else="Nobody"), seen
        )
    assert shown(portal, reference).who_else == "Her mother"


def test_confirming_verifies_once_starts_the_review_and_logs_the_contact(
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
    assert (second.verified_at, second.verified_how) == (first.verified_at, "spoken")
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


@pytest.mark.parametrize(
    ("change", "looser"),
    [
        (mobile(windows=(evenings(),), any_time=False, code_word="Bluebell"), False),
        (mobile(uses=frozenset({ChannelUse.SMS}), windows=(evenings(),), any_time=False), False),
        (mobile(), True),
        (
            mobile(
                uses=frozenset({ChannelUse.SMS, ChannelUse.CALL, ChannelUse.VOICEMAIL}),
                windows=(evenings(),),
                any_time=False,
            ),
            True,
        ),
        (mobile(windows=(evenings(),), any_time=False, fuller_words=True), True),
        (
            mobile(windows=(Window(frozenset({6}), time(9), time(10)),), any_time=False),
            True,
        ),
    ],
)
def test_a_plan_that_allows_more_has_to_be_confirmed(
    portal: Portal, reference: str, change: ChannelInput, looser: bool
) -> None:
    given = mobile(windows=(evenings(),), any_time=False)
    (channel_id,) = reachable(portal, reference, given)
    changed(portal, reference, channel_id, change)
    assert (shown(portal, reference).confirmed_at is None) == looser
    assert task_kinds(portal, reference) == (["confirm_channel"] if looser else [])
    if looser:
        confirm_channel(portal.ctx, portal.officer, reference, channel_id, "spoken")
        assert task_kinds(portal, reference) == []


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


def test_stopping_needs_a_reason(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    with pytest.raises(InvalidError):
        suspend_channel(portal.ctx, portal.officer, reference, channel_id, " ")
    assert shown(portal, reference).suspended_at is None


def test_confirmed_after_a_suspicion_it_is_verified_anew(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    portal.clock.move(days=1)
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "A stranger answered")
    portal.clock.move(days=1)
    confirm_channel(portal.ctx, portal.officer, reference, channel_id, "in_person")
    channel = shown(portal, reference)
    assert channel.suspended_at is None
    assert (channel.verified_at, channel.verified_how) == (portal.ctx.now(), "in_person")


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


def test_nobody_out_of_reach_touches_a_channel(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, email(value=EMAIL))
    before = shown(portal, reference)
    for act in (
        lambda: add_channel(portal.ctx, portal.stranger, reference, mobile()),
        lambda: channel_for_form(portal.ctx, portal.stranger, reference, channel_id),
        lambda: change_plan(portal.ctx, portal.stranger, reference, channel_id, email(), 1),
        lambda: confirm_channel(portal.ctx, portal.stranger, reference, channel_id, "spoken"),
        lambda: suspend_channel(portal.ctx, portal.stranger, reference, channel_id, "x"),
        lambda: end_channel(portal.ctx, portal.stranger, reference, channel_id),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert shown(portal, reference) == before
