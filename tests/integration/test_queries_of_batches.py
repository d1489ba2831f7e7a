"""Planning asks the database as much for many cases as for one: what is slow can't creep in."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from tests.support.campaigns import MOVED, brought_in, file_of, joined, prisoner
from tests.support.casework import view
from tests.support.portal import CLI, Portal
from tests.support.queries import asked, read
from victim_portal.domain.stages import Stage
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import plan_due, replanned
from victim_portal.store.models import Case, KeyDate

MANY = 8
MOST_READ_FOR_A_BATCH = 26
MOST_WRITTEN_FOR_A_CASE = 10


def _file(*places: int) -> bytes:
    return file_of(*((prisoner(place), "CRD", MOVED, "New law") for place in places))


def _same(one: Sequence[str], many: Sequence[str]) -> None:
    assert sorted(one) == sorted(many)


def test_a_campaign_reads_as_much_for_many_offenders_as_for_one(portal: Portal) -> None:
    joined(portal, 1 + MANY, 1 + MANY)
    one = read(portal, lambda: brought_in(portal, _file(0), "One"))
    many = read(portal, lambda: brought_in(portal, _file(*range(1, 1 + MANY)), "Many"))
    _same(one, many)


def test_a_campaign_writes_a_few_rows_for_each_case(portal: Portal) -> None:
    joined(portal, MANY, MANY)
    everything = asked(portal, lambda: brought_in(portal, _file(*range(MANY))))
    written = [one for one in everything if one.startswith(("INSERT", "UPDATE"))]
    assert len(written) <= MANY * MOST_WRITTEN_FOR_A_CASE


def test_the_victims_of_an_offender_are_read_as_one(portal: Portal) -> None:
    joined(portal, 2, 2)
    one = read(portal, lambda: brought_in(portal, _file(0, 1), "One"))
    joined(portal, 6, 2, first=2)
    many = read(portal, lambda: brought_in(portal, _file(2, 3), "Three each"))
    _same(one, many)


@pytest.mark.parametrize("moved", [True, False])
def test_planning_reads_as_much_for_many_cases_as_for_one(portal: Portal, moved: bool) -> None:
    joined(portal, 1 + MANY, 1 + MANY)
    if moved:
        _move_all(portal)
    one = read(portal, _planning(portal, slice(0, 1)))
    many = read(portal, _planning(portal, slice(1, 1 + MANY)))
    _same(one, many)
    assert len(many) <= MOST_READ_FOR_A_BATCH


@pytest.mark.parametrize("moved", [True, False])
def test_a_day_is_planned_with_as_many_reads_for_many_as_for_one(
    portal: Portal, moved: bool
) -> None:
    joined(portal, 1, 1)
    plan_due(portal.ctx, CLI)
    counts = []
    for first, month in ((1, 5), (1 + MANY, 9)):
        portal.clock.move(days=1)
        if moved:
            _move_all(portal, date(2032, month, 1))
        counts.append(read(portal, lambda: plan_due(portal.ctx, CLI)))
        joined(portal, MANY, MANY, first=first)
        plan_due(portal.ctx, CLI)
    _same(*counts)


def test_news_is_recorded_with_as_many_reads_for_many_victims_as_for_one(portal: Portal) -> None:
    [alone] = joined(portal, 1, 1)
    references = joined(portal, MANY, 1, first=1)
    counts = [
        len(read(portal, _deferred(portal, reference))) for reference in (alone, references[0])
    ]
    assert counts[1] == counts[0]
    for reference in references:
        assert Stage.OPEN_CONDITIONS_MOVED in {one.stage for one in view(portal, reference).updates}


def _deferred(portal: Portal, reference: str) -> Callable[[], object]:
    given = EventInput(Stage.OPEN_CONDITIONS_MOVED, portal.ctx.today(), "the prison")
    return lambda: record_event(portal.ctx, portal.officer, reference, given)


def _move_all(portal: Portal, day: date = date(2032, 5, 1)) -> None:
    """The dates move in the rows alone, so that the next planning finds them."""
    with portal.ctx.store.writing() as uow:
        for row in uow.session.query(KeyDate).filter_by(code="CRD"):
            row.falls_on, row.since_version = day, row.since_version + 1
        uow.commit()


def _planning(portal: Portal, which: slice) -> Callable[[], None]:
    def plan() -> None:
        with portal.ctx.store.writing() as uow:
            cases = uow.session.query(Case).order_by(Case.id).all()[which]
            replanned(portal.ctx, uow, portal.officer, cases)
            uow.commit()

    return plan
