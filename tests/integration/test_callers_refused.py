"""What can't be recorded of a caller's check, and by whom."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tests.support.callers import (
    ANSWERS,
    CODE,
    FAILED,
    HERS,
    OTHER,
    check,
    log,
    number_of,
    record,
    ring_back,
)
from tests.support.casework import opted_in, received, view
from tests.support.portal import Portal
from tests.support.supporters import events
from victim_portal.services.callers import CheckInput, caller_check, record_check
from victim_portal.services.channels import end_channel
from victim_portal.services.errors import InvalidError, NotFoundError


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, **HERS)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": CODE}, "outcome"),
        ({"outcome": FAILED, "still_safe": True}, "still_safe"),
        ({"outcome": OTHER, "still_safe": False}, "still_safe"),
        ({"outcome": ANSWERS, "caller_id": UUID(int=7)}, "caller"),
        ({"outcome": ANSWERS, "number_id": UUID(int=7)}, "number"),
        ({"outcome": ANSWERS, "still_safe": False, "unsafe": (UUID(int=7),)}, "unsafe"),
        ({"outcome": ANSWERS, "still_safe": True, "unsafe": (UUID(int=7),)}, "still_safe"),
        ({"outcome": FAILED, "wanted": "x" * 1001}, "wanted"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(
    portal: Portal, reference: str, more: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, **more)  # type: ignore[arg-type]  # whatever the test gives
    assert field in refused.value.problems
    assert log(portal) == []


def test_too_little_known_is_never_enough(portal: Portal) -> None:
    reference = received(portal, victim_date_of_birth="", victim_first_name="")
    assert not check(portal, reference).callers[0].asked.enough
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, ANSWERS)
    assert set(refused.value.problems) == {"outcome"}


def test_a_number_of_another_case_is_none_of_theirs(portal: Portal, reference: str) -> None:
    other = opted_in(portal, referral_reference="WCU-2", victim_first_name="Tom",
                     victim_last_name="Elm", victim_date_of_birth="1971-01-01", crn="X2",
                     prison_number="B1234CD", mobile="07700 900321")  # fmt: skip
    with pytest.raises(InvalidError):
        record(portal, reference, FAILED, number_id=number_of(portal, other))
    with pytest.raises(InvalidError):
        record(portal, reference, ANSWERS, still_safe=False, unsafe=(number_of(portal, other),))
    assert view(portal, other).channels[0].suspended_at is None


def test_an_ended_number_is_no_choice(portal: Portal, reference: str) -> None:
    used = number_of(portal, reference)
    end_channel(portal.ctx, portal.officer, reference, used)
    assert used not in {one.id for one in check(portal, reference).numbers}
    with pytest.raises(InvalidError):
        record(portal, reference, FAILED, number_id=used)


def test_after_midnight_in_london_it_is_the_next_day(portal: Portal, reference: str) -> None:
    portal.clock.set(datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    record(portal, reference, FAILED)
    assert log(portal)[0].on == date(2027, 7, 1)
    assert ring_back(portal).due_on == date(2027, 7, 1)


def test_out_of_reach_it_is_not_there(portal: Portal, reference: str) -> None:
    for number in (reference, "VC-00000000"):
        with pytest.raises(NotFoundError):
            caller_check(portal.ctx, portal.stranger, number)
        with pytest.raises(NotFoundError):
            record_check(portal.ctx, portal.stranger, number, CheckInput(FAILED))
    assert log(portal) == []
    assert events(portal, "caller_checked") == []
