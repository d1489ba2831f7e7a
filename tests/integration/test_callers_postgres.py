"""Finding callers and declaring conflicts on PostgreSQL, where two can write at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import received
from tests.support.databases import postgres_database
from tests.support.portal import CLI, OTHER_UNIT, Portal, make_portal
from tests.support.referral_files import imported, many, row
from tests.support.supporters import add, beside, count, with_channel
from victim_portal.services.allocation import assign_case
from victim_portal.services.callers import find_caller
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.offenders import ConflictInput, declare_conflict, offender_view
from victim_portal.store.models import Case, ConflictOfInterest


@pytest.fixture
def portal(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def _at_once(*works: Callable[[], object]) -> list[object]:
    """What each of them gave, or the error that it raised."""
    start = Barrier(len(works))

    def work(one: Callable[[], object]) -> object:
        start.wait(timeout=10)
        try:
            return one()
        except (ConflictError, InvalidError, NotFoundError) as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(work, works))


def _case(portal: Portal, reference: str) -> Case:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Case).where(Case.reference == reference)).one()


def test_every_reading_asks_what_this_database_understands(portal: Portal) -> None:
    elsewhere = (row(one, victim_last_name="Ash", unit=OTHER_UNIT) for one in many(40))
    imported(portal, CLI, *elsewhere)
    reference = received(portal, mobile="07700 900888", email="mary.ash@example.org")
    received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    add(portal, reference)
    [ruth] = beside(portal, reference)
    with_channel(portal, ruth.person_id)
    for text in (reference, "WCU-1", "07700 900888", "mary.ash@example.org", "07700 900555"):
        assert [one.reference for one in find_caller(portal.ctx, portal.officer, text).cases] == [
            reference
        ]
    for text in ("Ash", "Mary Ash", "Ash 2.1.1990", "Ashe", "Mary", "A1234BC", "X123456", "Oak"):
        found = find_caller(portal.ctx, portal.officer, text)
        assert reference in {one.reference for one in found.cases}
        assert {one.person_name for one in found.cases} == {"Mary Ash"}
    assert find_caller(portal.ctx, portal.officer, "Birch").cases[0].reference == reference
    offender_id = _case(portal, reference).offender_id
    assert len(offender_view(portal.ctx, portal.officer, offender_id).cases) == 2


def test_a_case_is_never_left_with_somebody_who_declares_at_the_same_moment(
    portal: Portal,
) -> None:
    reference = received(portal)
    colleague = portal.colleague.user_id
    assert colleague is not None
    offender_id: UUID = _case(portal, reference).offender_id
    given = ConflictInput(colleague, "A neighbour of his")
    _at_once(
        lambda: declare_conflict(portal.ctx, portal.manager, offender_id, given),
        lambda: assign_case(portal.ctx, portal.manager, reference, colleague),
    )
    case = _case(portal, reference)
    assert count(portal, ConflictOfInterest) == 1
    assert case.officer_id != colleague
    assert case.officer_id is not None or case.queued_since is not None


def test_the_same_conflict_declared_twice_at_once_stands_once(portal: Portal) -> None:
    reference = received(portal)
    offender_id = _case(portal, reference).offender_id
    given = ConflictInput(portal.officer.user_id, "A neighbour of his")
    _at_once(
        lambda: declare_conflict(portal.ctx, portal.manager, offender_id, given),
        lambda: declare_conflict(portal.ctx, portal.officer, offender_id, given),
    )
    assert count(portal, ConflictOfInterest) == 1
    assert _case(portal, reference).queued_since is not None
