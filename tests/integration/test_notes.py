"""Notes on a case and what was promised: kept sealed, with a task for its day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import received, task_kinds
from tests.support.contacts import Out, case_row, open_tasks, tried
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services.cases import assign_case
from victim_portal.services.contacts import ContactInput, contact_log, record_contact
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.promises import PromiseView, keep_promise
from victim_portal.services.tasks import finish_task
from victim_portal.store.models import AuditEvent, CaseNote, Promise

FRIDAY = date(2026, 11, 20)
HOSTILE = "<b>Her</b> sister's wedding\n😀 مرحبا"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def note(portal: Portal, reference: str, text: str = HOSTILE, **more: object) -> None:
    given = NoteInput(text, **more)  # type: ignore[arg-type]  # whatever the test gives
    record_note(portal.ctx, portal.officer, reference, given)


def promises(portal: Portal, reference: str) -> tuple[PromiseView, ...]:
    return contact_log(portal.ctx, portal.officer, reference).promises


def promise(portal: Portal, reference: str) -> PromiseView:
    note(portal, reference, promise="  To ring on Friday ", promise_on=FRIDAY)
    (made,) = promises(portal, reference)
    return made


def trail(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        return [event.what for event in uow.session.scalars(select(AuditEvent))]


def test_a_note_is_kept_as_typed_and_lies_sealed(portal: Portal, reference: str) -> None:
    note(portal, reference, f"\n {HOSTILE} ")
    (entry,) = contact_log(portal.ctx, portal.officer, reference).entries
    assert (entry.note, entry.method, entry.recorded_by) == (HOSTILE, None, "Sam Carter")
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(CaseNote))
        assert b"wedding" not in row.text_sealed
    assert "note_recorded" in trail(portal)
    assert "wedding" not in repr(entry)


@pytest.mark.parametrize(
    ("text", "more", "fields"),
    [
        (" \n ", {}, {"text"}),
        ("x" * 5001, {}, {"text"}),
        ("Note", {"promise": "To ring"}, {"promise_on"}),
        ("Note", {"promise_on": FRIDAY}, {"promise"}),
        ("Note", {"promise": "x" * 1001, "promise_on": FRIDAY}, {"promise"}),
        ("", {"promise": "To ring", "promise_on": date(2026, 11, 17)}, {"text", "promise_on"}),
    ],
)
def test_what_can_not_be_is_refused(
    portal: Portal, reference: str, text: str, more: dict[str, object], fields: set[str]
) -> None:
    with pytest.raises(InvalidError) as refused:
        note(portal, reference, text, **more)
    assert set(refused.value.problems) == fields
    assert contact_log(portal.ctx, portal.officer, reference).entries == ()


def test_a_promise_is_a_task_on_its_day_that_says_nothing(portal: Portal, reference: str) -> None:
    made = promise(portal, reference)
    assert (made.what, made.due_on, made.overdue) == ("To ring on Friday", FRIDAY, False)
    (task,) = [one for one in open_tasks(portal) if one.kind == "promise"]
    assert (task.what, task.due_on) == ("Keep what was promised to them", FRIDAY)
    assert task.for_user_id == portal.officer.user_id
    portal.clock.move(days=3)
    assert [one.overdue for one in promises(portal, reference)] == [True]


def test_kept_once_or_twice_it_settles_its_task(portal: Portal, reference: str) -> None:
    made = promise(portal, reference)
    for _ in range(2):
        keep_promise(portal.ctx, portal.colleague, reference, made.id)
    assert promises(portal, reference) == ()
    assert "promise" not in task_kinds(portal, reference)
    assert trail(portal).count("promise_kept") == 1
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(Promise))
        assert (row.kept_by, row.kept_at) == ("Nia Evans", portal.ctx.now())
        assert b"Friday" not in row.what_sealed


def test_finishing_its_task_keeps_it(portal: Portal, reference: str) -> None:
    promise(portal, reference)
    (task,) = [one for one in open_tasks(portal) if one.kind == "promise"]
    finish_task(portal.ctx, portal.officer, task.id, "I rang.")
    finish_task(portal.ctx, portal.officer, task.id, "I rang.")
    assert promises(portal, reference) == ()
    assert trail(portal).count("promise_kept") == 1


def test_another_task_keeps_no_promise(portal: Portal, reference: str) -> None:
    promise(portal, reference)
    given = ContactInput(
        ContactMethod.LETTER,
        ContactOutcome.SENT,
        portal.ctx.today(),
        elsewhere=True,
        next_step="Look up the hearing",
        next_on=portal.ctx.today(),
    )
    record_contact(portal.ctx, portal.officer, reference, given)
    (task,) = [one for one in open_tasks(portal) if one.kind == "next_step"]
    finish_task(portal.ctx, portal.officer, task.id, "")
    assert len(promises(portal, reference)) == 1


def test_the_soonest_stands_first_and_each_is_its_own(portal: Portal, reference: str) -> None:
    for days in (9, 2, 5):
        note(
            portal,
            reference,
            promise=f"In {days}",
            promise_on=portal.ctx.today() + timedelta(days=days),
        )
    tried(portal, reference, Out.SPOKE, promise="At the call", promise_on=portal.ctx.today())
    assert [one.what for one in promises(portal, reference)] == [
        "At the call",
        "In 2",
        "In 5",
        "In 9",
    ]
    assert task_kinds(portal, reference).count("promise") == 4


def test_a_promise_goes_with_the_case_to_its_next_officer(portal: Portal, reference: str) -> None:
    promise(portal, reference)
    assert portal.colleague.user_id is not None
    assign_case(portal.ctx, portal.manager, reference, portal.colleague.user_id)
    (task,) = [one for one in open_tasks(portal) if one.kind == "promise"]
    assert task.for_user_id == case_row(portal, reference).officer_id == portal.colleague.user_id


def test_a_form_sent_twice_keeps_one_note_and_one_promise(portal: Portal, reference: str) -> None:
    once = uuid4()
    given = NoteInput(HOSTILE, "To ring", FRIDAY)
    ids = {record_note(portal.ctx, portal.officer, reference, given, once) for _ in range(2)}
    assert len(ids) == 1
    assert len(contact_log(portal.ctx, portal.officer, reference).entries) == 1
    assert len(promises(portal, reference)) == 1


def test_nobody_out_of_reach_writes_or_keeps(portal: Portal, reference: str) -> None:
    made = promise(portal, reference)
    other = received(
        portal,
        referral_reference="WCU-9",
        victim_last_name="Elm",
        victim_date_of_birth="1970-01-01",
    )
    for act in (
        lambda: record_note(portal.ctx, portal.stranger, reference, NoteInput("x")),
        lambda: keep_promise(portal.ctx, portal.stranger, reference, made.id),
        # A promise of one case isn't there in another.
        lambda: keep_promise(portal.ctx, portal.officer, other, made.id),
        lambda: keep_promise(portal.ctx, portal.officer, reference, uuid4()),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert len(promises(portal, reference)) == 1
    assert len(contact_log(portal.ctx, portal.officer, reference).entries) == 1
