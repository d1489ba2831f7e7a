"""The daily look for silence, on both databases: a task once, ended when it is mended."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from tests.support import casework, door
from tests.support.contacts import case_row, tried
from tests.support.portal import Portal
from tests.support.queries import asked
from tests.support.web import MANAGER, OFFICER, STRANGER, client_for
from victim_portal.domain.silence import Silence, silences, to_ask
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services.channels import ask_to_review, suspend_channel
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.silence import list_silent, watch_all
from victim_portal.services.silence.facts import gather
from victim_portal.services.silence.watching import KINDS, SILENT_CASE, limits_on
from victim_portal.services.tasks import NotByHandError, finish_task
from victim_portal.services.updates import approve_update
from victim_portal.store import silence as store
from victim_portal.store.models import Case, CaseWatch, Channel, Message, Task, Update


def _open(portal: Portal) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.kind == SILENT_CASE, Task.done_at.is_(None))
        return list(uow.session.scalars(query.order_by(Task.task_key)))


def _whys(portal: Portal) -> list[object]:
    return [task.about["why"] for task in _open(portal)]


def _ever(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        query = select(func.count()).select_from(Task).where(Task.kind == SILENT_CASE)
        return uow.session.scalar(query) or 0


def _messages(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(Message)) or 0


def _nobody_is_forgotten(portal: Portal) -> None:
    """After a look each silence of each case has a task that is open, and nothing else has."""
    with portal.ctx.store.reading() as uow:
        cases = list(uow.session.scalars(select(Case)))
        today = portal.ctx.today()
        facts = gather(uow, cases, today)
        tasks = store.open_tasks(uow, [case.id for case in cases], KINDS)
        for case in cases:
            found = silences(facts[case.id], today, limits_on(portal.ctx, today))
            others = {task.kind for task in tasks[case.id] if task.kind != SILENT_CASE}
            own = {task.about["why"] for task in tasks[case.id] if task.kind == SILENT_CASE}
            assert own == {one.value for one in to_ask(found, others)}


def test_eleven_months_leave_one_task_and_contact_ends_it(town: Portal) -> None:
    reference = casework.ready(town)
    watch_all(town.ctx)
    assert _whys(town) == []
    town.clock.move(days=340)
    before = _messages(town)
    for _ in range(3):
        watch_all(town.ctx)
        town.clock.move(minutes=11)
    assert Silence.NO_CONTACT.value in _whys(town)
    assert _ever(town) == len(_open(town))
    (task,) = [task for task in _open(town) if task.about["why"] == Silence.NO_CONTACT]
    assert task.for_user_id == town.officer.user_id
    with pytest.raises(NotByHandError):
        finish_task(town.ctx, town.officer, task.id, "I thought about it")
    tried(town, reference, ContactOutcome.NO_ANSWER)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.NO_CONTACT.value in _whys(town)
    tried(town, reference, ContactOutcome.SPOKE)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.NO_CONTACT.value not in _whys(town)
    _nobody_is_forgotten(town)
    assert _messages(town) == before


def test_what_another_task_asks_for_is_not_asked_twice(town: Portal) -> None:
    casework.ready(town)
    town.clock.move(days=370)
    ask_to_review(town.ctx)
    watch_all(town.ctx)
    assert _whys(town) == [Silence.NO_CONTACT.value]
    # It is shown among the reasons all the same, with the day of that other task.
    (line,) = list_silent(town.ctx, town.officer).lines
    reasons = {reason.why: reason.due_on for reason in line.reasons}
    assert reasons.keys() == {Silence.NO_CONTACT, Silence.UNCONFIRMED}
    assert all(reasons.values())
    _nobody_is_forgotten(town)


def test_nothing_that_works_is_left(town: Portal) -> None:
    reference = casework.opted_in(town)
    one, two = casework.reachable(town, reference)
    with town.ctx.store.writing() as uow:
        uow.session.execute(update(Channel).where(Channel.id == two).values(uses=[]))
        uow.commit()
    watch_all(town.ctx)
    assert _whys(town) == []
    suspend_channel(town.ctx, town.officer, reference, one, "Somebody else answers.")
    with town.ctx.store.writing() as uow:
        uow.session.execute(
            update(Task).where(Task.kind != SILENT_CASE).values(done_at=town.ctx.now())
        )
        uow.commit()
    town.clock.move(days=1)
    watch_all(town.ctx)
    assert _whys(town) == [Silence.NO_WAY.value]
    casework.reachable(town, reference, casework.email(value="new@example.org"))
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert _whys(town) == []


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
    assert _whys(town) == []
    town.clock.move(days=8)
    watch_all(town.ctx)
    assert _whys(town) == [Silence.UNREAD.value]
    # Another unopened message leaves no second task.
    town.clock.move(days=1)
    watch_all(town.ctx)
    assert _ever(town) == 1
    assert door.visit(town, reference)
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert _whys(town) == []


def test_a_yearly_contact_that_passes_over_what_happened(town: Portal) -> None:
    reference = casework.ready(town)
    # The yearly contact is due in November; its draft was written when they joined.
    town.clock.move(days=336)
    assert casework.update_of(town, reference, Stage.ANNUAL_CONTACT)
    watch_all(town.ctx)
    assert Silence.PASSED_OVER.value not in _whys(town)
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
    assert Silence.PASSED_OVER.value in _whys(town)
    with town.ctx.store.writing() as uow:
        # It was read again.
        yearly = uow.session.scalars(
            select(Update).where(Update.stage == Stage.ANNUAL_CONTACT)
        ).one()
        yearly.changed_at = town.ctx.now()
        uow.commit()
    town.clock.move(minutes=11)
    watch_all(town.ctx)
    assert Silence.PASSED_OVER.value not in _whys(town)


def test_whoever_opts_out_is_left_in_peace_and_their_tasks_end(town: Portal) -> None:
    reference = casework.ready(town)
    town.clock.move(days=340)
    watch_all(town.ctx)
    assert _open(town)
    casework.answered(town, reference, Enrolment.OPTED_OUT, town.ctx.today())
    assert _open(town) == []
    town.clock.move(days=400)
    watch_all(town.ctx)
    assert _open(town) == []
    assert list_silent(town.ctx, town.manager).count == 0


def test_who_has_not_joined_is_not_silent(town: Portal) -> None:
    casework.received(town)
    town.clock.move(days=400)
    assert watch_all(town.ctx) == 0
    assert _open(town) == []


def test_two_workers_at_once_leave_one_task(town: Portal) -> None:
    casework.ready(town)
    town.clock.move(days=340)
    start = Barrier(2)

    def look(_: int) -> None:
        start.wait(timeout=10)
        watch_all(town.ctx)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, range(2)))
    watch_all(town.ctx)
    assert len({task.task_key for task in _open(town)}) == _ever(town)
    _nobody_is_forgotten(town)


def test_a_case_is_looked_at_once_a_day_and_a_silent_one_more_often(portal: Portal) -> None:
    casework.ready(portal)
    assert watch_all(portal.ctx) == 1
    assert watch_all(portal.ctx) == 0
    portal.clock.move(hours=2)
    assert watch_all(portal.ctx) == 0
    portal.clock.move(days=340)
    assert watch_all(portal.ctx) == 1
    portal.clock.move(minutes=11)
    assert watch_all(portal.ctx) == 1


def test_a_batch_asks_as_much_for_many_as_for_one(portal: Portal) -> None:
    casework.ready(portal)
    portal.clock.move(days=1)
    watch_all(portal.ctx)
    portal.clock.move(days=1)
    one = len(asked(portal, lambda: watch_all(portal.ctx)))
    for n in range(6):
        casework.ready(
            portal,
            referral_reference=f"R-{n}",
            victim_last_name=f"Ash{n}",
            prison_number=f"B{1000 + n}CD",
            crn="",
        )
    watch_all(portal.ctx)
    portal.clock.move(days=1)
    assert len(asked(portal, lambda: watch_all(portal.ctx))) == one


def test_the_page_shows_who_may_see_what_and_asks_as_much_for_many(portal: Portal) -> None:
    reference = casework.ready(portal)
    portal.clock.move(days=340)
    watch_all(portal.ctx)
    officer, manager = client_for(portal, OFFICER), client_for(portal, MANAGER)
    page = officer.get("/silent-cases")
    assert page.rows[0][0] == reference
    assert "No contact for eleven months since 1" in page.rows[0][3]
    assert officer.get("/silent-cases?why=unread").rows == []
    assert len(officer.get("/silent-cases?why=no_contact").rows) == 1
    assert len(manager.get("/silent-cases?why=%00&after=x").rows) == 1
    assert manager.get("/silent-cases?mine=1").rows == []
    assert client_for(portal, STRANGER).get("/silent-cases").rows == []
    one = len(asked(portal, lambda: manager.get("/silent-cases")))
    for n in range(5):
        casework.ready(
            portal,
            referral_reference=f"R-{n}",
            victim_last_name=f"Ash{n}",
            prison_number=f"B{1000 + n}CD",
            crn="",
        )
    portal.clock.move(days=340)
    watch_all(portal.ctx)
    manager = client_for(portal, MANAGER)
    manager.get("/silent-cases")
    assert len(manager.get("/silent-cases").rows) == 6
    assert len(asked(portal, lambda: manager.get("/silent-cases"))) == one <= 18
    assert case_row(portal, reference).officer_id == portal.officer.user_id
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.min(CaseWatch.since))) < date(2027, 11, 1)
