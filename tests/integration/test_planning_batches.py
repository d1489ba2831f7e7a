"""Cases that are planned together: one that has trouble stops no other, and each is as if alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

from sqlalchemy import select, update

from tests.support.campaigns import (
    brought_in,
    dated_cases,
    joined,
    moving,
    prisoner,
    states,
)
from tests.support.casework import view
from tests.support.portal import CLI, Portal
from victim_portal.domain.stages import Stage
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import plan_due
from victim_portal.store import data_keys
from victim_portal.store.models import Case, KeyDate, Task, Update


def _case_id(portal: Portal, reference: str) -> UUID:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Case.id).where(Case.reference == reference)).one()


def _told_month(portal: Portal, reference: str, month: str) -> None:
    """What a case was told of, written into the rows past every rule."""
    told = update(Update).where(
        Update.case_id == _case_id(portal, reference), Update.state == "sent"
    )
    with portal.ctx.store.writing() as uow:
        uow.session.execute(told.values(anchor_month=month))
        uow.commit()


def test_who_cant_be_read_is_left_alone_in_a_campaign(portal: Portal) -> None:
    broken, *well = dated_cases(portal, 3)
    _told_month(portal, broken, "2031-77")
    report = brought_in(portal, moving(3))
    assert (report.refused_rows, report.batch.unplanned) == ([], [prisoner(0)])
    assert report.counts()["changed"] == 3
    assert states(portal, well) == ["draft", "draft"]
    _told_month(portal, broken, "2031-11")
    assert plan_due(portal.ctx, CLI).changed == 1
    assert states(portal, [broken, *well]) == ["draft"] * 3


def test_who_cant_be_read_stays_due_alone(portal: Portal) -> None:
    broken, *well = dated_cases(portal, 3)
    plan_due(portal.ctx, CLI)
    _told_month(portal, broken, "2031-77")
    portal.clock.move(days=1)
    with portal.ctx.store.writing() as uow:
        moved = update(KeyDate).where(KeyDate.code == "CRD")
        uow.session.execute(moved.values(falls_on=date(2030, 5, 1), since_version=9))
        uow.commit()
    done = plan_due(portal.ctx, CLI)
    assert (done.cases, done.changed, done.failed) == (2, 2, 1)
    assert states(portal, well) == ["draft", "draft"]
    _told_month(portal, broken, "2031-11")
    assert plan_due(portal.ctx, CLI).changed == 1
    assert states(portal, [broken]) == ["draft"]


def test_a_name_that_is_gone_leaves_a_task_and_the_others_their_news(portal: Portal) -> None:
    gone, *others = joined(portal, 3, 3)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, _case_id(portal, gone))
        assert case is not None
        data_keys.destroy(uow, [case.person_id])
        uow.commit()
    assert brought_in(portal, moving(3)).counts()["changed"] == 3
    assert states(portal, others) == ["draft", "draft"]
    with portal.ctx.store.reading() as uow:
        kept = uow.session.scalars(
            select(Update.plan_key).where(Update.case_id == _case_id(portal, gone))
        )
        assert not any(key.startswith("date_changed") for key in kept)
        asked = uow.session.scalars(select(Task.kind).where(Task.case_id == _case_id(portal, gone)))
        assert "words_missing" in set(asked)


def test_news_and_moved_dates_at_once_see_each_other(town: Portal) -> None:
    references = joined(town, 2, 1)
    gate = Barrier(2)

    def recorded() -> None:
        gate.wait(timeout=20)
        given = EventInput(Stage.OPEN_CONDITIONS_MOVED, town.ctx.today(), "the prison")
        record_event(town.ctx, town.officer, references[0], given)

    def moved() -> int:
        gate.wait(timeout=20)
        return brought_in(town, moving(1)).counts()["changed"]

    with ThreadPoolExecutor(2) as pool:
        news, dates = pool.submit(recorded), pool.submit(moved)
        news.result()
        assert dates.result() == 1
    for reference in references:
        found = {one.stage for one in view(town, reference).updates}
        assert {Stage.OPEN_CONDITIONS_MOVED, Stage.DATE_CHANGED} <= found
    # Neither was planned from what the other had changed meanwhile.
    assert plan_due(town.ctx, CLI).changed == 0
