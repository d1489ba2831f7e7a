"""How a listed sentence stands: limits, gaps and answers; and what a row may say."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lists import JOHN
from victim_portal.bank_holidays import england_and_wales
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.policy import load_policy
from victim_portal.domain.reconciliation import (
    Answers,
    KnownCase,
    ListedRow,
    ListedState,
    Outcome,
    Standing,
    check_listed,
    listed_values,
    stand,
)
from victim_portal.domain.referrals import RowRefused
from victim_portal.domain.vocabulary import Route

POLICY = load_policy((files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8"))
HOLIDAYS = england_and_wales()
SENTENCED = date(2026, 11, 2)
LIMIT = date(2026, 11, 16)
TODAY = date(2026, 12, 1)


def _stand(
    *cases: KnownCase,
    victims: int | None = None,
    answers: Answers | None = None,
    today: date = TODAY,
) -> Standing:
    return stand(
        SENTENCED,
        Route.STATUTORY,
        victims,
        cases,
        answers or Answers(),
        today,
        POLICY,
        HOLIDAYS,
    )


def _case(received_on: date = date(2026, 11, 10), **changes: bool) -> KnownCase:
    return KnownCase(received_on, Route.STATUTORY, changes.get("offered", False), False)


def test_the_tenth_working_day_is_in_time_and_the_day_after_is_not() -> None:
    assert add_working_days(SENTENCED, 10, HOLIDAYS) == LIMIT
    assert _stand(today=LIMIT) == Standing(ListedState.WAITING, _stand(today=LIMIT).gaps, LIMIT, 1)
    assert _stand(today=LIMIT + timedelta(days=1)).gaps.never_referred
    assert not _stand(_case(LIMIT)).gaps.referred_late
    assert _stand(_case(LIMIT + timedelta(days=1))).gaps.referred_late


def test_who_is_not_offered_in_time_is_a_gap_of_its_own() -> None:
    due = add_working_days(date(2026, 11, 10), 20, HOLIDAYS)
    waits = _stand(_case(), today=due)
    assert (waits.state, waits.until) == (ListedState.SETTLED, due)
    assert _stand(_case(), today=due + timedelta(days=1)).gaps.never_offered
    assert not _stand(_case(offered=True), today=due + timedelta(days=1)).gaps


def test_each_victim_that_a_list_knows_of_is_looked_for() -> None:
    assert _stand(_case(offered=True), victims=2).missing == 1
    assert not _stand(_case(offered=True), _case(offered=True), victims=2).gaps
    # Whether there is nobody is a person's to say.
    assert _stand(victims=0).gaps.never_referred


def test_an_answer_ends_what_it_answers_and_nothing_else() -> None:
    unoffered = _case(date(2026, 10, 1))
    told = _stand(unoffered, victims=2, answers=Answers(Outcome.NO_VICTIM))
    assert (told.gaps.never_referred, told.gaps.never_offered) == (False, True)
    late = _case(date(2026, 11, 30), offered=True)
    assert _stand(late, answers=Answers(late=True)).state is ListedState.SETTLED
    assert _stand(late, answers=Answers(late=True)).late


@given(
    days=st.lists(st.integers(0, 400), max_size=4),
    offered=st.booleans(),
    victims=st.none() | st.integers(0, 5),
    after=st.integers(0, 500),
)
def test_nobody_who_is_missing_is_ever_settled(
    days: list[int], offered: bool, victims: int | None, after: int
) -> None:
    today = SENTENCED + timedelta(days=after)
    cases = [_case(SENTENCED + timedelta(days=n), offered=offered) for n in days]
    found = _stand(*cases, victims=victims, today=today)
    if len(cases) < max(victims or 1, 1):
        assert found.state is not ListedState.SETTLED
        assert found.gaps.never_referred == (today > LIMIT)
    assert (found.state is ListedState.OPEN) == bool(found.gaps)
    assert found.until is None or found.until >= today


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"prison_number": "", "crn": ""}, "prison_number"),
        ({"pnc": "twelve"}, "pnc"),
        ({"victims": "many"}, "victims"),
        ({"victims": "-1"}, "victims"),
        ({"sentenced_on": "2099-01-01"}, "sentenced_on"),
        ({"sentence_type": "community order"}, "sentence_type"),
        ({"offender_date_of_birth": "2026-11-10"}, "offender_date_of_birth"),
        ({"source_reference": " "}, "source_reference"),
        ({"custodial_term": "eight years"}, "custodial_term"),
        ({"offender_last_name": "\u202eOak"}, "offender_last_name"),
    ],
)
def test_a_fault_is_named_and_nothing_is_guessed(changes: dict[str, str], column: str) -> None:
    found = check_listed({**JOHN, **changes}, TODAY)
    assert isinstance(found, RowRefused)
    assert [error.column for error in found.errors] == [column]


def test_a_pnc_number_is_the_same_however_it_is_written() -> None:
    for written in ("2012/0123456X", "12/123456x", " 2012/123456 X "):
        found = check_listed({**JOHN, "prison_number": "", "crn": "", "pnc": written}, TODAY)
        assert isinstance(found, ListedRow)
        assert found.pnc == "2012/0123456X"
    old = check_listed({**JOHN, "pnc": "78/1A"}, TODAY)
    assert isinstance(old, ListedRow)
    assert old.pnc == "1978/0000001A"


@given(st.dictionaries(st.sampled_from([*JOHN, "?"]), st.text(max_size=40)))
def test_no_row_breaks_the_reading(values: dict[str, str]) -> None:
    found = check_listed({**JOHN, **values}, TODAY)
    if isinstance(found, ListedRow):
        again = check_listed(listed_values(found), TODAY)
        assert again == found
        assert found.offender_last_name not in repr(found) or len(found.offender_last_name) < 3
