"""A page asks the database the same number of questions, however many rows it shows."""

from collections.abc import Callable

import pytest

from tests.support.casework import dated, ready, received
from tests.support.people import REFERRAL, referral
from tests.support.portal import CLI, Portal
from tests.support.queries import asked
from tests.support.web import MANAGER, OFFICER, client_for
from victim_portal.domain.csv_text import encode_table
from victim_portal.services.referrals import import_referrals, list_duplicates

# Four of them, a BEGIN and a SELECT each, ask for the newest amendments of policy and wording.
MOST_FOR_A_LIST = 18
MOST_FOR_THE_QUEUE = 21


def _counted(portal: Portal, work: Callable[[], object]) -> int:
    return len(asked(portal, work))


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


@pytest.mark.parametrize("person", [OFFICER, MANAGER])
def test_the_queue_of_a_unit_asks_as_much_for_one_as_for_many(portal: Portal, person: str) -> None:
    client = client_for(portal, person)
    client.get("/queue")
    _bring_in(portal, 0, 1)
    for_one = _counted(portal, lambda: client.get("/queue"))
    _bring_in(portal, 1, 24)
    for_many = _counted(portal, lambda: client.get("/queue"))
    assert for_one == for_many <= MOST_FOR_THE_QUEUE


def test_a_case_with_many_updates_asks_as_much_as_one_with_few(portal: Portal) -> None:
    client = client_for(portal)
    reference = ready(portal)
    client.get(f"/cases/{reference}")
    few = _counted(portal, lambda: client.get(f"/cases/{reference}"))
    for year in range(2031, 2036):
        dated(portal, reference, CRD=f"{year}-05-01", SLED="2041-11-01")
    many = _counted(portal, lambda: client.get(f"/cases/{reference}"))
    assert many == few


def test_the_list_of_pairs_asks_as_much_for_one_as_for_many(portal: Portal) -> None:
    client = client_for(portal)
    client.get("/referrals/duplicates")
    for number in range(2):
        received(portal, **_alike(0, number))
    for_one = _counted(portal, lambda: client.get("/referrals/duplicates"))
    for offender in range(1, 6):
        for number in range(3):
            received(portal, **_alike(offender, number))
    assert len(list_duplicates(portal.ctx, portal.officer).pairs) > 10
    assert _counted(portal, lambda: client.get("/referrals/duplicates")) == for_one


def _alike(offender: int, number: int) -> dict[str, str]:
    """One of several referrals of one victim of one offender."""
    names = ("Ash", "Quince", "Tamboli", "Zeller", "Brook", "Hughes")
    return {
        "referral_reference": f"D-{offender}-{number}",
        "victim_last_name": names[offender],
        "victim_date_of_birth": f"19{50 + offender}-03-04",
        "prison_number": f"B{offender}000XX",
        "crn": f"Y{offender:06d}",
        "offender_last_name": f"Oak{names[offender]}",
    }
