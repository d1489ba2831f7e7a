"""What follows from a contact over a real database: clocks, channels, incidents, tasks."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.answers import E, at
from tests.support.casework import (
    approve,
    delivered,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    view,
)
from tests.support.contacts import (
    M,
    Out,
    case_row,
    channel,
    incident_notes,
    open_tasks,
    posted_letter,
    tried,
    why_stopped,
)
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, MessageState
from victim_portal.services.channels import ChannelInput
from victim_portal.services.contacts import ContactInput, Effect, record_contact
from victim_portal.store.models import AuditEvent, ContactLog, Letter, Message

POST = ChannelInput(
    ChannelKind.POST, "1 High Street\nWexley", frozenset({ChannelUse.LETTER}), any_time=True
)


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def _rows(portal: Portal) -> list[ContactLog]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(ContactLog).order_by(ContactLog.recorded_at)))


def test_only_a_real_contact_with_the_person_stops_the_clock(portal: Portal) -> None:
    reference = received(portal)
    for outcome in (Out.NO_ANSWER, Out.VOICEMAIL_LEFT, Out.WRONG_NUMBER):
        assert Effect.FIRST_CONTACT not in tried(portal, reference, outcome).effects
    tried(portal, reference, Out.SENT, M.LETTER)
    assert case_row(portal, reference).first_contact_on is None
    assert "first_contact" in task_kinds(portal, reference)
    assert Effect.FIRST_CONTACT in tried(portal, reference, Out.SPOKE).effects
    assert case_row(portal, reference).first_contact_on == portal.ctx.today()
    assert "first_contact" not in task_kinds(portal, reference)
    assert Effect.FIRST_CONTACT not in tried(portal, reference, Out.SPOKE).effects


def test_contacts_out_of_order_leave_the_earliest_as_first(portal: Portal) -> None:
    reference = received(portal)
    tried(portal, reference, Out.SPOKE, on=date(2026, 11, 17))
    tried(portal, reference, Out.RECEIVED, M.LETTER, inward=True, on=date(2026, 11, 12))
    tried(portal, reference, Out.SPOKE, on=date(2026, 11, 16))
    assert case_row(portal, reference).first_contact_on == date(2026, 11, 12)


def test_a_wrong_number_stops_the_channel_and_opens_an_incident(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    (number,) = [c.id for c in view(portal, reference).channels if c.kind == "mobile"]
    portal.clock.move(minutes=5)
    assert len(delivered(portal)) == 2
    done = tried(portal, reference, Out.WRONG_NUMBER, channel_id=number)
    assert set(done.effects) >= {Effect.STOPPED, Effect.INCIDENT}
    assert "wrong number" in why_stopped(portal, number)
    (note,) = incident_notes(portal)
    assert "1 went there or may have: a text, handed over 18 November 2026" in note
    asked = {task.kind: task for task in open_tasks(portal)}
    assert asked["incident"].managers_own
    assert asked["confirm_channel"].what == "A number or address was wrong: find the right one"
    assert not any(name in task.what for task in open_tasks(portal) for name in ("Mary", "Ash"))
    again = tried(portal, reference, Out.WRONG_NUMBER, channel_id=number)
    assert Effect.INCIDENT not in again.effects
    assert len(incident_notes(portal)) == 1


def test_news_that_went_where_it_is_not_safe_any_more_opens_an_incident(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    (number,) = [c.id for c in view(portal, reference).channels if c.kind == "mobile"]
    portal.clock.move(minutes=5)
    assert len(delivered(portal)) == 2
    done = tried(portal, reference, Out.SPOKE, channel_id=number, still_safe=False)
    assert set(done.effects) >= {Effect.STOPPED, Effect.INCIDENT}
    (note,) = incident_notes(portal)
    assert "1 went there or may have: a text, handed over 18 November 2026" in note
    tried(portal, reference, Out.WRONG_NUMBER, channel_id=number)
    assert len(incident_notes(portal)) == 1


def test_what_waits_for_a_wrong_number_is_held_and_nothing_went(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    (number,) = [c.id for c in view(portal, reference).channels if c.kind == "mobile"]
    done = tried(portal, reference, Out.WRONG_NUMBER, channel_id=number)
    assert Effect.INCIDENT not in done.effects
    with portal.ctx.store.reading() as uow:
        states = {m.kind: m.state for m in uow.session.scalars(select(Message))}
    assert states == {"sms": MessageState.HELD, "email": MessageState.QUEUED}
    assert len(delivered(portal)) == 1


def test_a_stranger_who_writes_back_is_a_wrong_number_too(portal: Portal, reference: str) -> None:
    (number,) = reachable(portal, reference, mobile())
    tried(portal, reference, Out.WRONG_NUMBER, M.SMS, inward=True, channel_id=number)
    assert channel(portal, number).suspended_at is not None


@pytest.mark.parametrize(("expected", "stops"), [(True, False), (False, True), (None, True)])
def test_whoever_else_answers_stops_it_unless_the_plan_expects_them(
    portal: Portal, reference: str, expected: bool | None, stops: bool
) -> None:
    (number,) = reachable(portal, reference, mobile())
    done = tried(portal, reference, Out.SOMEONE_ELSE_ANSWERED, channel_id=number, expected=expected)
    assert (channel(portal, number).suspended_at is not None) == stops
    assert (Effect.STOPPED in done.effects) == stops
    assert ("confirm_channel" in task_kinds(portal, reference)) == stops


def test_a_letter_that_came_back_stops_its_address_and_is_marked(
    portal: Portal, reference: str
) -> None:
    (address,) = reachable(portal, reference, POST)
    letter_id = posted_letter(portal, reference, address)
    tried(portal, reference, Out.RETURNED, M.LETTER, letter_id=letter_id)
    with portal.ctx.store.reading() as uow:
        letter = uow.get(Letter, letter_id)
        assert letter is not None
        assert letter.returned_on == portal.ctx.today()
        trail = [e.what for e in uow.session.scalars(select(AuditEvent))]
    assert trail.count("letter_returned") == 1
    assert channel(portal, address).suspended_at is not None
    assert _rows(portal)[-1].channel_id == address
    assert [t.what for t in open_tasks(portal) if t.kind == "confirm_channel"] == [
        "A letter or message came back: find the right address or number"
    ]


def test_an_entry_about_no_channel_in_use_leaves_a_task_all_the_same(
    portal: Portal, reference: str
) -> None:
    done = tried(portal, reference, Out.RETURNED, M.LETTER)
    assert Effect.NO_CHANNEL in done.effects
    assert "confirm_channel" in task_kinds(portal, reference)


@pytest.mark.parametrize(
    ("given", "outcome", "clock", "what"),
    [
        (mobile(), Out.VOICEMAIL_LEFT, None, "A voicemail was left that the plan doesn't allow"),
        (
            mobile(uses=frozenset({ChannelUse.SMS})),
            Out.NO_ANSWER,
            None,
            "A number or address was used in a way that the plan doesn't allow",
        ),
        (
            mobile(windows=(evenings(),), any_time=False),
            Out.NO_ANSWER,
            (11, 30),
            "Contact was made outside the hours of the plan",
        ),
        (mobile(windows=(evenings(),), any_time=False), Out.NO_ANSWER, (18, 30), None),
        (mobile(), Out.NO_ANSWER, None, None),
    ],
)
def test_what_went_against_the_plan_stands_as_it_was_and_a_manager_looks(
    portal: Portal,
    reference: str,
    given: ChannelInput,
    outcome: Out,
    clock: tuple[int, int] | None,
    what: str | None,
) -> None:
    (number,) = reachable(portal, reference, given)
    portal.clock.move(days=1)
    yesterday = portal.ctx.today() - timedelta(days=1)
    done = tried(
        portal,
        reference,
        outcome,
        channel_id=number,
        on=yesterday,
        at=time(*clock) if clock else None,
    )
    assert _rows(portal)[-1].outcome == outcome
    asked = [task for task in open_tasks(portal) if task.kind == "against_plan"]
    assert [(task.what, task.managers_own) for task in asked] == ([(what, True)] if what else [])
    assert (Effect.FOR_MANAGER in done.effects) == bool(what)
    assert channel(portal, number).suspended_at is None


def test_first_tries_to_a_number_with_no_plan_need_no_manager_but_a_voicemail_does(
    portal: Portal,
) -> None:
    reference = received(portal, mobile="07700 900123", address="1 High Street")
    found = {c.kind: c.id for c in view(portal, reference).channels}
    tried(portal, reference, Out.NO_ANSWER, channel_id=found[ChannelKind.MOBILE])
    tried(portal, reference, Out.SENT, M.LETTER, channel_id=found[ChannelKind.POST])
    assert "against_plan" not in task_kinds(portal, reference)
    tried(portal, reference, Out.VOICEMAIL_LEFT, channel_id=found[ChannelKind.MOBILE])
    assert "against_plan" in task_kinds(portal, reference)


def test_a_call_to_somebody_who_asked_for_none_is_looked_at(portal: Portal) -> None:
    reference = at(portal, E.DO_NOT_CONTACT)
    assert Effect.FOR_MANAGER in tried(portal, reference, Out.NO_ANSWER).effects
    assert Effect.FOR_MANAGER not in tried(portal, reference, Out.SPOKE, inward=True).effects


def test_a_form_sent_twice_does_everything_once(portal: Portal, reference: str) -> None:
    (number,) = reachable(portal, reference, mobile())
    before = len(_rows(portal))
    once = uuid4()
    given = ContactInput(
        M.TELEPHONE,
        Out.WRONG_NUMBER,
        portal.ctx.today(),
        channel_id=number,
        next_step="Ask the police for the number",
        next_on=portal.ctx.today(),
        promise="To ring back",
        promise_on=portal.ctx.today(),
    )
    first, second = (
        record_contact(portal.ctx, portal.officer, reference, given, once) for _ in range(2)
    )
    assert first == second
    assert len(_rows(portal)) == before + 1
    kinds = task_kinds(portal, reference)
    assert [kinds.count(kind) for kind in ("next_step", "promise", "confirm_channel")] == [1, 1, 1]
