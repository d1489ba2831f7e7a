"""The same intake on PostgreSQL, where two can write at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.support.databases import postgres_database
from tests.support.portal import CLI, Portal, make_portal
from tests.support.referral_files import MARY, OMAR, file_of, imported, many, row
from victim_portal.services.key_dates import import_key_dates
from victim_portal.services.referrals import (
    decide_duplicate,
    import_referrals,
    list_duplicates,
    receive_typed,
)
from victim_portal.store.models import Case, KeyDates, SearchToken

ONE = {"prisonerId": "A1234BC", "calculationStatus": "CONFIRMED", "dates": {"CRD": "2031-11-01"}}


@pytest.fixture
def portal(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def _count(portal: Portal, kind: type) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_file_goes_in_once_and_its_duplicates_are_decided(portal: Portal) -> None:
    again = row(referral_reference="WCU-4", victim_date_of_birth="", mobile="07700 900456")
    # As long as the rule lets a unit's name be, and longer still without its upper case.
    report = imported(portal, CLI, MARY, again, row(OMAR, unit="ß" * 100))
    assert (report.added, len(report.flagged_rows), report.new_units) == (3, 1, ["ß" * 100])
    assert imported(portal, CLI, MARY, again).unchanged == 2
    assert _count(portal, SearchToken) > 20
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")
    dates = {**ONE, "dates": {"CRD": "2031-11-01", "X" * 40: "2030-01-01"}}
    assert import_key_dates(portal.ctx, CLI, json.dumps([dates]).encode()).added == 1


def test_the_same_file_from_two_hands_at_once_goes_in_once(portal: Portal) -> None:
    data, start = file_of(*many(60)), Barrier(2)

    def bring(_: int) -> int:
        start.wait(timeout=10)
        return import_referrals(portal.ctx, CLI, data).added

    with ThreadPoolExecutor(2) as pool:
        added = list(pool.map(bring, range(2)))
    assert sum(added) == 60
    assert _count(portal, Case) == 60


def test_a_double_click_is_one_case(portal: Portal) -> None:
    start = Barrier(2)

    def send(_: int) -> str:
        start.wait(timeout=10)
        return receive_typed(portal.ctx, portal.officer, MARY, UUID(int=9))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert first == second
    assert _count(portal, Case) == 1


def test_the_same_key_dates_from_two_hands_are_one_version(portal: Portal) -> None:
    imported(portal, CLI, MARY)
    start = Barrier(2)

    def bring(_: int) -> tuple[int, int, int]:
        start.wait(timeout=10)
        report = import_key_dates(portal.ctx, CLI, json.dumps([ONE]).encode())
        return report.added, report.unchanged, len(report.refused_sets)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(bring, range(2))) == [(0, 1, 0), (1, 0, 0)]
    assert _count(portal, KeyDates) == 1
