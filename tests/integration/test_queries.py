"""A page asks the database the same number of questions, however many rows it shows."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from tests.support.casework import dated, ready
from tests.support.people import REFERRAL, referral
from tests.support.portal import CLI, Portal
from tests.support.web import client_for
from victim_portal.domain.csv_text import encode_table
from victim_portal.services.referrals import import_referrals

MOST_FOR_A_LIST = 14


def _counted(portal: Portal, work: Callable[[], object]) -> int:
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(portal.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(portal.engine, "before_cursor_execute", note)
    return len(asked)


def _bring_in(portal: Portal, first: int, number: int) -> None:
    rows = [
        list(
            referral(
                referral_reference=f"W-{n}",
                victim_first_name=f"Person{n}",
                victim_date_of_birth=f"19{50 + n}-01-02",
                prison_number=f"A{1000 + n}ZZ",
                crn=f"X{n:06d}",
            ).values()
        )
        for n in range(first, first + number)
    ]
    import_referrals(portal.ctx, CLI, encode_table(list(REFERRAL), rows))


@pytest.mark.parametrize("path", ["/cases?list=queue", "/cases?list=unit", "/tasks"])
def test_a_list_asks_as_much_for_one_as_for_many(portal: Portal, path: str) -> None:
    client = client_for(portal)
    client.get(path)
    _bring_in(portal, 0, 1)
    for_one = _counted(portal, lambda: client.get(path))
    _bring_in(portal, 1, 24)
    for_many = _counted(portal, lambda: client.get(path))
    assert for_one == for_many <= MOST_FOR_A_LIST


def test_a_case_with_many_updates_asks_as_much_as_one_with_few(portal: Portal) -> None:
    client = client_for(portal)
    reference = ready(portal)
    few = _counted(portal, lambda: client.get(f"/cases/{reference}"))
    for year in range(2031, 2036):
        dated(portal, reference, CRD=f"{year}-05-01", SLED="2041-11-01")
    many = _counted(portal, lambda: client.get(f"/cases/{reference}"))
    assert many == few
