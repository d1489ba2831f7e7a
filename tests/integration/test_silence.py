"""The daily look for silence, on both databases: a task once, ended when it is mended."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.support import casework, door
from tests.support.contacts import tried
from tests.support.portal import Portal
from tests.support.silence import ever_raised, messages, nobody_is_forgotten, open_silences, whys
from victim_portal.domain.silence import Silence, SilenceFacts
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services.channels import ask_to_review, suspend_channel
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.silence import list_silent, watch_all, watching
from victim_portal.services.silence.watching import SILENT_CASE
from victim_portal.services.tasks import NotByHandError, finish_task
from victim_portal.services.updates import approve_update
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Task, Update
from victim_portal.store.unit_of_work import UnitOfWork


def test_eleven_months_leave_one_task_and_contact_ends_it(town: Portal) -> None:
    reference = casework.ready(town)
    watch_all(town.ctx)
    assert whys(town) == []
    town.clock.move(days=340)
    before = messages(town)
    for _ in range(3):
        watch_all(town.ctx)
        town.clock.move(minutes=11)
    assert Silence.NO_CONTACT.value in whys(town)
    assert ever_raised(town) == len(open_silences(town))
    (task,) = [task for task in open_silences(town) if task.about["why"] == Silence.NO_CONTACT]
    assert task.for_user_id == town.officer.user_id
    with pytest.raises(NotByHandError):
        finish_task(town.ctx, town.officer, task.id, "I thought about it")
    tried(town, reference, ContactOutcome.NO_ANSWER)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.NO_CONTACT.value in whys(town)
    tried(town, reference, ContactOutcome.SPOKE)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.NO_CONTACT.value not in whys(town)
    nobody_is_forgotten(town)
    assert messages(town) == before


def test_what_another_task_asks_for_is_not_asked_twice(town: Portal) -> None:
    casework.ready(town)
    town.clock.move(days=370)
    ask_to_review(town.ctx)
    watch_all(town.ctx)
    assert whys(town) == [Silence.NO_CONTACT.value]
    # It is shown among the reasons all the same, with the day of that other task.
    (line,) = list_silent(town.ctx, town.officer).lines
    reasons = {reason.why: reason.due_on for reason in line.reasons}
    assert reasons.keys() == {Silence.NO_CONTACT, Silence.UNCONFIRMED}
    assert all(reasons.values())
    nobody_is_forgotten(town)


def test_nothing_that_works_is_left(town: Portal) -> None:
    reference = casework.opted_in(town)
    one, two = casework.reachable(town, reference)
    with town.ctx.store.writing() as uow:
        uow.session.execute(update(Channel).where(Channel.id == two).values(uses=[]))
        uow.commit()
    watch_all(town.ctx)
    assert whys(town) == []
    suspend_channel(town.ctx, town.officer, reference, one, "Somebody else answers.")
    with town.ctx.store.writing() as uow:
        uow.session.execute(
            update(Task).where(Task.kind != SILENT_CASE).values(done_at=town.ctx.now())
        )
        uow.commit()
    town.clock.move(days=1)
    watch_all(town.ctx)
    assert whys(town) == [Silence.NO_WAY.value]
    casework.reachable(town, reference, casework.email(value="new@example.org"))
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert whys(town) == []


def _sent_with_a_link(portal: Portal, reference: str, stages: int) -> None:
    """So many pieces of news that went with a link to their pages, a day apart."""
    kinds = (Stage.SENTENCE_EXPLAINED, Stage.OPEN_CONDITIONS_MOVED, Stage.APPEAL)
    for stage in kinds[:stages]:
        if stage is not Stage.SENTENCE_EXPLAINED:
            event = EventInput(stage, portal.ctx.today(), "The prison")
            record_event(portal.ctx, portal.officer, reference, event)
        seen = casework.update_of(portal, reference, stage)
        approve_update(portal.ctx, portal.manager, reference, seen.id, seen.version)
        assert door.sent(portal)
        portal.clock.move(days=1)


def test_three_that_nobody_opened_and_a_visit_ends_it(town: Portal) -> None:
    reference = door.with_words(town)
    town.clock.move(days=1)
    _sent_with_a_link(town, reference, 3)
    watch_all(town.ctx)
    assert whys(town) == []
    town.clock.move(days=8)
    watch_all(town.ctx)
    assert whys(town) == [Silence.UNREAD.value]
    # Another unopened message leaves no second task.
    town.clock.move(days=1)
    watch_all(town.ctx)
    assert ever_raised(town) == 1
    assert door.visit(town, reference)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert whys(town) == []


def test_a_yearly_contact_that_passes_over_what_happened(town: Portal) -> None:
    reference = casework.ready(town)
    # The yearly contact is due in November; its draft was written when they joined.
    town.clock.move(days=336)
    assert casework.update_of(town, reference, Stage.ANNUAL_CONTACT)
    watch_all(town.ctx)
    assert Silence.PASSED_OVER.value not in whys(town)
    town.clock.move(days=1)
    event = EventInput(Stage.OPEN_CONDITIONS_MOVED, town.ctx.today(), "The prison")
    record_event(town.ctx, town.officer, reference, event)
    with town.ctx.store.writing() as uow:
        # As for who hears of it once a year alone: no update of its own tells it.
        query = select(Update).where(Update.stage == Stage.OPEN_CONDITIONS_MOVED)
        for one in uow.session.scalars(query):
            one.said = {**one.said, "event_id": None}
        uow.commit()
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.PASSED_OVER.value in whys(town)
    with town.ctx.store.writing() as uow:
        # It was read again.
        yearly = uow.session.scalars(
            select(Update).where(Update.stage == Stage.ANNUAL_CONTACT)
        ).one()
        yearly.changed_at = town.ctx.now()
        uow.commit()
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.PASSED_OVER.value not in whys(town)


def test_whoever_opts_out_is_left_in_peace_and_their_tasks_end(town: Portal) -> None:
    reference = casework.ready(town)
    town.clock.move(days=340)
    watch_all(town.ctx)
    assert open_silences(town)
    casework.answered(town, reference, Enrolment.OPTED_OUT, town.ctx.today())
    assert open_silences(town) == []
    town.clock.move(days=400)
    watch_all(town.ctx)
    assert open_silences(town) == []
    assert list_silent(town.ctx, town.manager).count == 0


def test_who_has_not_joined_is_not_silent(town: Portal) -> None:
    casework.received(town)
    town.clock.move(days=400)
    assert watch_all(town.ctx) == 0
    assert open_silences(town) == []


def _silent(town: Portal) -> set[str]:
    with town.ctx.store.reading() as uow:
        query = select(Case.reference).join(Task, Task.case_id == Case.id)
        return set(uow.session.scalars(query.where(Task.kind == SILENT_CASE)))


def test_a_case_that_cannot_be_looked_at_stops_no_other(
    town: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = casework.ready(town)
    sound = casework.ready(town, referral_reference="WCU-2", victim_first_name="Ann")
    town.clock.move(days=360)
    real = watching.gather

    def gather(uow: UnitOfWork, cases: Sequence[Case], today: date) -> dict[UUID, SilenceFacts]:
        if any(case.reference == broken for case in cases):
            raise UnreadableError("altered")
        return real(uow, cases, today)

    monkeypatch.setattr(watching, "gather", gather)
    assert watch_all(town.ctx) == 2
    assert "not looked at for silence: UnreadableError" in caplog.text
    assert "altered" not in caplog.text
    assert _silent(town) == {sound}
    assert watch_all(town.ctx) == 0
    monkeypatch.undo()
    town.clock.move(days=1)
    watch_all(town.ctx)
    assert _silent(town) == {sound, broken}
