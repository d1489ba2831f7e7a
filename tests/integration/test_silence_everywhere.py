"""The look for silence at once, over many cases and through invented months; and its page."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import func, select, update

from tests.support import casework
from tests.support.contacts import case_row, tried
from tests.support.portal import Portal
from tests.support.queries import asked
from tests.support.silence import ever_raised, messages, nobody_is_forgotten, open_silences
from tests.support.web import MANAGER, OFFICER, STRANGER, client_for
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services.silence import watch_all
from victim_portal.services.silence.watching import SILENT_CASE
from victim_portal.store.models import CaseWatch, Channel, Task


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
    assert len({task.task_key for task in open_silences(town)}) == ever_raised(town)
    nobody_is_forgotten(town)


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


def test_whatever_happened_nobody_who_is_silent_is_without_a_task(town: Portal) -> None:
    """Twelve cases go through invented months; after each look the rule and the tasks agree."""
    chance = random.Random(7)  # noqa: S311 - the same each time
    references = [
        casework.ready(
            town,
            referral_reference=f"R-{n}",
            victim_last_name=f"Ash{n}",
            prison_number=f"B{1000 + n}CD",
            crn="",
        )
        for n in range(12)
    ]
    before = messages(town)
    for _ in range(8):
        town.clock.move(days=chance.choice((20, 60, 150)))
        for reference in chance.sample(references, 5):
            what = chance.randrange(4)
            if what == 0:
                tried(town, reference, ContactOutcome.SPOKE)
            elif what == 1:
                _stop_one(town, reference, chance)
            elif what == 2:
                _forget_tasks(town, reference)
            elif case_row(town, reference).enrolment == Enrolment.OPTED_IN:
                casework.answered(town, reference, Enrolment.OPTED_OUT, town.ctx.today())
        watch_all(town.ctx)
        nobody_is_forgotten(town)
    assert messages(town) == before
    assert ever_raised(town) >= len(open_silences(town)) > 0


def _stop_one(portal: Portal, reference: str, chance: random.Random) -> None:
    """One of their ways is stopped, or works again."""
    with portal.ctx.store.writing() as uow:
        person_id = case_row(portal, reference).person_id
        query = select(Channel).where(Channel.person_id == person_id).order_by(Channel.kind)
        one = chance.choice(list(uow.session.scalars(query)))
        one.suspended_at = None if one.suspended_at else portal.ctx.now()
        uow.commit()


def _forget_tasks(portal: Portal, reference: str) -> None:
    """Somebody finishes what else was asked, and mends nothing."""
    with portal.ctx.store.writing() as uow:
        uow.session.execute(
            update(Task)
            .where(
                Task.case_id == case_row(portal, reference).id,
                Task.kind != SILENT_CASE,
                Task.done_at.is_(None),
            )
            .values(done_at=portal.ctx.now(), done_by="a test")
        )
        uow.commit()
