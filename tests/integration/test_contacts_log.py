"""The contact log: what may be recorded, how it is read, and by whom."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support import supporters
from tests.support.casework import (
    email,
    evenings,
    mobile,
    opted_in,
    reachable,
    received,
    task_kinds,
    view,
)
from tests.support.contacts import M, Out, case_row, open_tasks, posted_letter, tried
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.services.channels import end_channel
from victim_portal.services.contacts import (
    ContactInput,
    Effect,
    LogEntry,
    contact_asked,
    contact_log,
    recent_contacts_of,
    record_contact,
)
from victim_portal.services.contacts.reading import PAGE
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import AuditEvent, ContactLog
from victim_portal.store.people import live_supporters

HOSTILE = "<script>alert(1)</script>\nsecond مرحبا 😀 {{ 7*7 }}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def entries(portal: Portal, reference: str, page: int = 1) -> tuple[LogEntry, ...]:
    return contact_log(portal.ctx, portal.officer, reference, page).entries


def problems(portal: Portal, reference: str, **more: object) -> dict[str, str]:
    outcome = more.pop("outcome", Out.NO_ANSWER)
    assert isinstance(outcome, Out)
    with pytest.raises(InvalidError) as refused:
        tried(portal, reference, outcome, **more)  # type: ignore[arg-type]  # whatever the test gives
    return refused.value.problems


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"on": date(2026, 11, 19)}, {"on"}),
        ({"on": date(2026, 11, 9)}, {"on"}),
        ({"at": time(12, 1)}, {"at"}),
        ({"outcome": Out.SENT}, {"outcome"}),
        ({"outcome": Out.NO_ANSWER, "inward": True}, {"outcome"}),
        ({"outcome": Out.VOICEMAIL_LEFT, "method": M.VISIT}, {"outcome"}),
        ({"next_step": "Ring again"}, {"next_on"}),
        ({"next_on": date(2026, 11, 20)}, {"next_step"}),
        ({"next_step": "Ring", "next_on": date(2026, 11, 17)}, {"next_on"}),
        ({"promise": "To ring"}, {"promise_on"}),
        ({"promise_on": date(2026, 11, 20)}, {"promise"}),
        ({"promise": "To ring", "promise_on": date(2026, 11, 17)}, {"promise_on"}),
        ({"still_safe": True}, {"still_safe"}),
        ({"still_safe": False}, {"still_safe"}),
        ({"note": "x" * 5001}, {"note"}),
        ({"next_step": "x" * 1001, "next_on": date(2026, 11, 20)}, {"next_step"}),
        ({"channel_id": uuid4()}, {"channel"}),
        ({"letter_id": uuid4(), "method": M.LETTER, "outcome": Out.RETURNED}, {"letter"}),
    ],
)
def test_what_can_not_be_is_refused_and_leaves_nothing(
    portal: Portal, reference: str, more: dict[str, object], fields: set[str]
) -> None:
    assert set(problems(portal, reference, **more)) == fields
    assert entries(portal, reference) == ()
    assert task_kinds(portal, reference) == ["first_contact"]


def test_a_channel_is_one_of_this_case_that_fits_the_way(portal: Portal, reference: str) -> None:
    number, address = reachable(portal, reference, mobile(), email())
    assert set(problems(portal, reference, channel_id=address)) == {"channel"}
    assert set(problems(portal, reference, elsewhere=False)) == {"channel"}
    other = received(
        portal,
        referral_reference="WCU-9",
        victim_last_name="Elm",
        victim_date_of_birth="1970-01-01",
        mobile="07700 900555",
    )
    (theirs,) = [one.id for one in view(portal, other).channels]
    assert set(problems(portal, reference, channel_id=theirs)) == {"channel"}
    end_channel(portal.ctx, portal.officer, reference, number)
    assert set(problems(portal, reference, channel_id=number)) == {"channel"}
    tried(portal, reference, Out.NO_ANSWER, elsewhere=False)


def test_a_number_with_safe_hours_asks_for_the_time_of_our_call(
    portal: Portal, reference: str
) -> None:
    (number,) = reachable(portal, reference, mobile(windows=(evenings(),), any_time=False))
    assert set(problems(portal, reference, channel_id=number)) == {"at"}
    tried(portal, reference, Out.SPOKE, inward=True, channel_id=number)
    done = tried(portal, reference, Out.NO_ANSWER, channel_id=number, at=time(11))
    assert done.effects == (Effect.FOR_MANAGER,)


def test_no_longer_safe_has_to_say_which(portal: Portal, reference: str) -> None:
    reachable(portal, reference, mobile())
    found = problems(portal, reference, outcome=Out.SPOKE, still_safe=False)
    assert found == {"channel": "Choose which one isn't safe any more."}


def test_a_letter_comes_back_once_after_it_was_posted(portal: Portal) -> None:
    reference = received(portal, address="1 High Street")
    (address,) = [one.id for one in view(portal, reference).channels]
    letter = posted_letter(portal, reference, address)
    back: dict[str, object] = {
        "outcome": Out.RETURNED,
        "method": M.LETTER,
        "letter_id": letter,
    }
    assert set(problems(portal, reference, **back, on=date(2026, 11, 17))) == {"on"}
    tried(portal, reference, **back)  # type: ignore[arg-type]  # as above
    assert set(problems(portal, reference, **back)) == {"letter"}
    other = received(
        portal,
        referral_reference="WCU-9",
        victim_last_name="Elm",
        victim_date_of_birth="1970-01-01",
    )
    assert set(problems(portal, other, **back)) == {"letter"}


def test_the_moment_is_read_by_the_london_clock(portal: Portal) -> None:
    portal.clock.set(datetime(2026, 7, 1, 11, 30, tzinfo=UTC))
    summer = received(portal, received_on="2026-06-20", sentenced_on="2026-06-15")
    tried(portal, summer, Out.NO_ANSWER, at=time(12, 30))
    assert entries(portal, summer)[0].at == datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
    # Half past eleven in the evening by UTC is the next day in London.
    portal.clock.set(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    tried(portal, summer, Out.NO_ANSWER, on=date(2026, 7, 2), at=time(0, 15))
    assert entries(portal, summer)[0].on == date(2026, 7, 2)


def test_everything_that_was_given_is_kept_sealed_and_shown(portal: Portal) -> None:
    reference = opted_in(portal)
    (number,) = reachable(portal, reference, mobile())
    tried(
        portal,
        reference,
        Out.SPOKE,
        channel_id=number,
        note=f"  {HOSTILE} ",
        visit_offered=True,
        still_safe=True,
        next_step="Ask for the sister's number",
        next_on=date(2026, 11, 25),
        at=time(11, 45),
    )
    (newest,) = [one for one in entries(portal, reference) if one.note]
    assert (newest.note, newest.next_step) == (HOSTILE, "Ask for the sister's number")
    assert (newest.channel, newest.visit_offered, newest.still_safe) == (
        "07700 900123",
        True,
        True,
    )
    (task,) = [one for one in open_tasks(portal) if one.kind == "next_step"]
    assert (task.what, task.due_on) == ("Do the next step that was noted", date(2026, 11, 25))
    assert task.for_user_id == portal.officer.user_id
    assert "sister" not in repr(newest)
    with portal.ctx.store.reading() as uow:
        rows = list(uow.session.scalars(select(ContactLog)))
        stored = repr([getattr(row, c.key) for row in rows for c in ContactLog.__table__.columns])
    assert "script" not in stored
    assert "sister" not in stored


def test_a_contact_with_a_supporter_is_none_with_the_victim(portal: Portal, reference: str) -> None:
    supporters.add(portal, reference)
    reached_on = case_row(portal, reference).first_contact_on
    with portal.ctx.store.reading() as uow:
        (ruth,) = live_supporters(uow, case_row(portal, reference).id)
    number = supporters.with_channel(portal, ruth.supporter_id)
    ways = contact_asked(portal.ctx, portal.officer, reference).ways
    assert [way.channel.whose for way in ways if way.channel.id == number] == ["Ruth Birch"]
    tried(portal, reference, Out.SPOKE, channel_id=number, on=date(2026, 11, 12))
    assert entries(portal, reference)[-1].with_whom == "Ruth Birch"
    assert reached_on == case_row(portal, reference).first_contact_on == date(2026, 11, 18)


def test_notes_are_woven_in_by_their_time(portal: Portal, reference: str) -> None:
    tried(portal, reference, Out.NO_ANSWER, on=date(2026, 11, 12))
    record_note(portal.ctx, portal.officer, reference, NoteInput("First note"))
    portal.clock.move(hours=2)
    tried(portal, reference, Out.NO_ANSWER, M.VISIT)
    tried(portal, reference, Out.NO_ANSWER, at=time(11))
    portal.clock.move(days=1)
    record_note(portal.ctx, portal.officer, reference, NoteInput("Second note"))
    found = [(one.method, one.note) for one in entries(portal, reference)]
    assert found == [
        (None, "Second note"),
        (M.VISIT, ""),
        (None, "First note"),
        (M.TELEPHONE, ""),
        (M.TELEPHONE, ""),
    ]


def test_pages_hold_each_entry_once(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        for number in range(PAGE + 7):
            at = portal.ctx.now() - timedelta(minutes=number * 7 % 60)
            uow.add(
                ContactLog(
                    id=uow.tokens.uuid(),
                    case_id=case.id,
                    person_id=case.person_id,
                    on=portal.ctx.today() - timedelta(days=number % 3),
                    inward=False,
                    method="telephone",
                    outcome="no_answer",
                    at=at if number % 2 else None,
                    recorded_by="Sam Carter",
                    recorded_at=portal.ctx.now() - timedelta(minutes=number),
                )
            )
        uow.commit()
    first = contact_log(portal.ctx, portal.officer, reference)
    second = contact_log(portal.ctx, portal.officer, reference, 2)
    assert (len(first.entries), first.older) == (PAGE, True)
    assert (len(second.entries), second.older) == (7, False)
    assert len({one.id for one in first.entries + second.entries}) == PAGE + 7
    assert contact_log(portal.ctx, portal.officer, reference, 3).entries == ()


def test_the_newest_few_for_the_page_of_the_case(portal: Portal, reference: str) -> None:
    for _ in range(7):
        portal.clock.move(minutes=1)
        tried(portal, reference, Out.NO_ANSWER)
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        recent = recent_contacts_of(portal.ctx, uow, portal.officer, case)
    assert recent == entries(portal, reference)[:5]


def test_every_look_at_the_log_is_on_the_trail(portal: Portal, reference: str) -> None:
    tried(portal, reference, Out.NO_ANSWER)
    entries(portal, reference)
    with portal.ctx.store.reading() as uow:
        events = [e for e in uow.session.scalars(select(AuditEvent)) if "contact" in e.what]
    assert [(e.what, e.details.get("rows")) for e in events] == [
        ("contact_recorded", None),
        ("contacts_viewed", 1),
    ]


@pytest.mark.parametrize("who", ["stranger", "nobodys"])
def test_out_of_reach_there_is_nothing(portal: Portal, reference: str, who: str) -> None:
    actor: Actor = portal.stranger if who == "stranger" else portal.officer
    there = reference if who == "stranger" else "VC-00000000"
    given = ContactInput(M.TELEPHONE, Out.NO_ANSWER, portal.ctx.today(), elsewhere=True)
    for act in (
        lambda: record_contact(portal.ctx, actor, there, given),
        lambda: contact_log(portal.ctx, actor, there),
        lambda: contact_asked(portal.ctx, actor, there),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert entries(portal, reference) == ()
