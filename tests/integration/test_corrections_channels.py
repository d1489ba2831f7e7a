"""A number or address put right: nothing goes to either before somebody has checked it."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.support.casework import (
    MOBILE,
    approve,
    delivered,
    email,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    view,
)
from tests.support.corrections import WHY, case_of, lettered, rows
from tests.support.portal import Portal
from tests.support.supporters import add, beside, with_channel
from victim_portal.domain.vocabulary import ChannelKind, ContactMethod, ContactOutcome, MessageState
from victim_portal.services.channels import ChannelView, change_plan, suspend_channel
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.corrections import (
    after_the_end,
    channel_for_correction,
    correct_channel,
    corrections_view,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.store.models import (
    AuditEvent,
    Channel,
    Incident,
    Letter,
    Message,
    PersonCorrection,
    Task,
)

RIGHT = "07700 900456"


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def seen(portal: Portal, reference: str, channel_id: UUID) -> int:
    now = channel_for_correction(portal.ctx, portal.officer, reference, channel_id)
    return now.channel.plan_version


def put_right(
    portal: Portal, reference: str, channel_id: UUID, value: str = RIGHT, once: UUID | None = None
) -> UUID:
    version = seen(portal, reference, channel_id)
    return correct_channel(
        portal.ctx, portal.officer, reference, channel_id, value, WHY, version, once
    )


def live(portal: Portal, reference: str) -> dict[str, ChannelView]:
    return {one.shown: one for one in view(portal, reference).channels}


def test_the_right_one_takes_over_the_plan_and_nothing_of_the_trust(
    portal: Portal, reference: str
) -> None:
    given = mobile(
        who_else="Her brother", code_word="Bluebell", if_answered="Hang up", fuller_words=True
    )
    (wrong_id,) = reachable(portal, reference, given)
    right_id = put_right(portal, reference, wrong_id)
    (right,) = live(portal, reference).values()
    assert (right.id, right.shown) == (right_id, RIGHT)
    assert (right.who_else, right.code_word, right.if_answered) == (
        "Her brother",
        "Bluebell",
        "Hang up",
    )
    assert (right.uses, right.any_time, right.fuller_words) == (given.uses, True, True)
    assert (right.verified_at, right.confirmed_at, right.review_on) == (None, None, None)
    assert all(not allowed for _, allowed, _ in right.answers)
    (row,) = rows(portal, Channel, id=right_id)
    assert row.corrects_id == wrong_id
    (ended,) = rows(portal, Channel, id=wrong_id)
    assert ended.ended_at == portal.clock.now()
    (kept,) = rows(portal, PersonCorrection)
    assert kept.field == "mobile"
    assert b"7700" not in (kept.before_sealed or b"")
    (told,) = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert (told.detail, told.before, told.became) == (ChannelKind.MOBILE, MOBILE, RIGHT)
    assert "confirm_channel" in task_kinds(portal, reference)


def test_what_was_queued_is_held_and_goes_nowhere(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    (wrong,) = [one for one in live(portal, reference).values() if one.kind is ChannelKind.MOBILE]
    put_right(portal, reference, wrong.id)
    states = {m.kind: m.state for m in rows(portal, Message)}
    assert states["sms"] in {MessageState.HELD.value, MessageState.CANCELLED.value}
    assert not any("07700" in words for words in delivered(portal))
    assert all(m.handed_over_at is None for m in rows(portal, Message, kind="sms"))


@pytest.mark.parametrize(
    ("value", "why", "fields"),
    [
        (MOBILE, WHY, {"value"}),
        ("+44 7700 900123", WHY, {"value"}),
        ("12", WHY, {"value"}),
        ("020 7946 0123", WHY, {"value"}),
        (RIGHT, " ", {"why"}),
        ("", "", {"value", "why"}),
    ],
)
def test_what_cannot_stand_is_refused(
    portal: Portal, reference: str, value: str, why: str, fields: set[str]
) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    version = seen(portal, reference, wrong_id)
    with pytest.raises(InvalidError) as refused:
        correct_channel(portal.ctx, portal.officer, reference, wrong_id, value, why, version)
    assert set(refused.value.problems) == fields
    assert list(live(portal, reference)) == [MOBILE]


def test_another_of_their_numbers_is_not_put_in_its_place(portal: Portal, reference: str) -> None:
    first, _ = reachable(portal, reference, mobile(), mobile(value=RIGHT))
    with pytest.raises(InvalidError, match="among their numbers"):
        put_right(portal, reference, first)


def test_an_address_may_differ_in_a_stroke_alone(portal: Portal) -> None:
    reference = received(portal, address="12 High Street")
    (wrong,) = live(portal, reference).values()
    with pytest.raises(InvalidError, match="stands already"):
        put_right(portal, reference, wrong.id, " 12 High Street ")
    put_right(portal, reference, wrong.id, "1/2 High Street")
    assert list(live(portal, reference)) == ["1/2 High Street"]


def test_a_plan_that_changed_meanwhile_is_not_copied_unseen(portal: Portal, reference: str) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    version = seen(portal, reference, wrong_id)
    change_plan(
        portal.ctx, portal.colleague, reference, wrong_id, mobile(code_word="Rose"), version
    )
    with pytest.raises(ConflictError):
        correct_channel(portal.ctx, portal.officer, reference, wrong_id, RIGHT, WHY, version)
    assert list(live(portal, reference)) == [MOBILE]


def test_a_double_click_corrects_once_and_a_colleague_is_told(
    portal: Portal, reference: str
) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    version, once = seen(portal, reference, wrong_id), portal.tokens.uuid()
    made = {
        correct_channel(portal.ctx, portal.officer, reference, wrong_id, RIGHT, WHY, version, once)
        for _ in range(2)
    }
    assert len(made) == len(rows(portal, PersonCorrection)) == 1
    assert after_the_end(portal.ctx, portal.officer, reference, wrong_id, once).saved
    other = portal.tokens.uuid()
    ended = after_the_end(portal.ctx, portal.colleague, reference, wrong_id, other)
    assert (ended.saved, ended.kind) == (False, ChannelKind.MOBILE)
    assert ended.right is not None
    assert ended.right.channel.shown == RIGHT
    for stranger, asked_for in ((portal.stranger, wrong_id), (portal.officer, UUID(int=7))):
        with pytest.raises(NotFoundError):
            after_the_end(portal.ctx, stranger, reference, asked_for, once)


def test_something_that_went_there_is_told_before_and_is_an_incident_after(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    (wrong,) = [one for one in live(portal, reference).values() if one.kind is ChannelKind.MOBILE]
    now = channel_for_correction(portal.ctx, portal.officer, reference, wrong.id)
    assert [(one.to, one.name) for one in now.sent] == [(MOBILE, "Mary Ash")]
    assert MOBILE not in repr(now)
    put_right(portal, reference, wrong.id)
    (incident,) = rows(portal, Incident)
    assert incident.kind == "wrong_recipient"
    kinds = task_kinds(portal, reference)
    assert kinds.count("sent_before_correction") == kinds.count("incident") == 1
    (task,) = rows(portal, Task, kind="incident")
    assert task.managers_own
    assert [one.to for one in corrections_view(portal.ctx, portal.officer, reference).sent] == [
        MOBILE
    ]


def test_nothing_sent_is_no_incident(portal: Portal, reference: str) -> None:
    (wrong_id,) = reachable(portal, reference, email())
    put_right(portal, reference, wrong_id, "mary.ashe@example.org")
    assert rows(portal, Incident) == []
    assert "sent_before_correction" not in task_kinds(portal, reference)
    assert corrections_view(portal.ctx, portal.officer, reference).sent == ()


def test_an_unsure_message_counts_as_one_that_went(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    with portal.ctx.store.writing() as uow:
        for one in rows(portal, Message, kind="sms"):
            message = uow.get(Message, one.id)
            assert message is not None
            message.state = MessageState.UNCERTAIN.value
        uow.commit()
    (wrong,) = [one for one in live(portal, reference).values() if one.kind is ChannelKind.MOBILE]
    put_right(portal, reference, wrong.id)
    assert len(rows(portal, Incident)) == 1


def test_a_wrong_number_that_was_found_by_ringing_is_one_incident_and_not_two(
    portal: Portal,
) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    (wrong,) = [one for one in live(portal, reference).values() if one.kind is ChannelKind.MOBILE]
    call = ContactInput(ContactMethod.TELEPHONE, ContactOutcome.WRONG_NUMBER, portal.ctx.today())
    record_contact(portal.ctx, portal.officer, reference, replace(call, channel_id=wrong.id))
    assert len(rows(portal, Incident)) == 1
    portal.clock.move(minutes=5)
    put_right(portal, reference, wrong.id)
    assert len(rows(portal, Incident)) == 1
    assert "sent_before_correction" in task_kinds(portal, reference)


def test_a_letter_that_lies_there_is_discarded(portal: Portal) -> None:
    reference = received(portal, address="1 High Street")
    (wrong,) = live(portal, reference).values()
    letter_id = lettered(portal, reference, wrong.id)
    put_right(portal, reference, wrong.id, "2 High Street")
    (letter,) = rows(portal, Letter, id=letter_id)
    assert letter.discarded_at is not None
    assert "make_letter_again" in task_kinds(portal, reference)
    assert rows(portal, Incident) == []


def test_a_letter_that_was_posted_is_an_incident(portal: Portal) -> None:
    reference = received(portal, address="1 High Street")
    (wrong,) = live(portal, reference).values()
    lettered(portal, reference, wrong.id, posted_on=portal.ctx.today())
    put_right(portal, reference, wrong.id, "2 High Street")
    assert len(rows(portal, Incident)) == 1


def test_a_stopped_one_stays_out_of_use_when_it_is_put_right(
    portal: Portal, reference: str
) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    suspend_channel(portal.ctx, portal.officer, reference, wrong_id, "Her husband reads it")
    put_right(portal, reference, wrong_id)
    (right,) = live(portal, reference).values()
    assert all(not allowed for _, allowed, _ in right.answers)


def test_a_supporters_number_is_put_right_on_the_case(portal: Portal, reference: str) -> None:
    add(portal, reference)
    (supporter,) = beside(portal, reference)
    channel_id = with_channel(portal, supporter.person_id)
    right_id = put_right(portal, reference, channel_id)
    (right,) = rows(portal, Channel, id=right_id)
    (wrong,) = rows(portal, Channel, id=channel_id)
    assert right.person_id == wrong.person_id != case_of(portal, reference).person_id
    (told,) = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert told.became == RIGHT


@pytest.mark.parametrize("who", ["stranger", "other case"])
def test_out_of_reach_it_is_not_there(portal: Portal, reference: str, who: str) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    actor, where = portal.stranger, reference
    if who == "other case":
        actor, where = portal.officer, received(
            portal, referral_reference="WCU-9", victim_last_name="Elm",
            victim_date_of_birth="1970-01-01", prison_number="B1234CD", crn="X2",
        )  # fmt: skip
    with pytest.raises(NotFoundError):
        channel_for_correction(portal.ctx, actor, where, wrong_id)
    with pytest.raises(NotFoundError):
        correct_channel(portal.ctx, actor, where, wrong_id, RIGHT, WHY, 1)


def test_the_trail_has_ids_and_kinds_and_no_value(portal: Portal, reference: str) -> None:
    (wrong_id,) = reachable(portal, reference, mobile())
    put_right(portal, reference, wrong_id)
    said = repr([row.details for row in rows(portal, AuditEvent)])
    assert "'fields': 'mobile'" in said
    assert "7700" not in said
