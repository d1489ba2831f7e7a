"""The 18th birthday, to the moment: whose it is, when it ends a parent's part, and what decides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.calendar import LONDON, london_date
from victim_portal.domain.coming_of_age import (
    AgeFacts,
    Incapacity,
    OwnAnswer,
    access_ends_at,
    comes_of_age_on,
    first_way_ends_at,
    half_birthday_17,
    has_decided,
    has_ended,
    is_to_be_asked,
    latest_review,
    majority,
    midnight,
    way_ends_at,
)
from victim_portal.domain.minors import SpokenWith, is_under_18
from victim_portal.domain.plan import CaseFacts, PlanDeadlineKind
from victim_portal.domain.plan.ages import from_age
from victim_portal.domain.vocabulary import Enrolment, Relationship

K = PlanDeadlineKind
BIRTHS = st.dates(date(1930, 1, 1), date(2100, 12, 31))
LEAP_DAYS = (
    st.integers(1932, 2096).filter(lambda y: y % 4 == 0 and y != 2100).map(lambda y: date(y, 2, 29))
)
BORN = date(2009, 7, 3)
DAY = date(2027, 7, 3)
START = datetime(2027, 7, 2, 23, 0, tzinfo=UTC)
"""Midnight in London in summer."""


def facts(**changes: Any) -> AgeFacts:
    given: dict[str, Any] = {"relationship": Relationship.PARENT_OR_GUARDIAN, "born_on": BORN}
    return AgeFacts(**{**given, **changes})


def answer(at: datetime, state: Enrolment = Enrolment.OPTED_IN) -> OwnAnswer:
    return OwnAnswer(state, london_date(at), at)


@pytest.mark.parametrize(
    ("born_on", "half", "full"),
    [
        (date(2008, 11, 18), date(2026, 5, 18), date(2026, 11, 18)),
        # Born on 29 February: 1 March in other years, and six months after that.
        (date(2008, 2, 29), date(2025, 9, 1), date(2026, 3, 1)),
        # Every 18th year of somebody born on 29 February has no such day; the 17th neither.
        (date(2012, 2, 29), date(2029, 9, 1), date(2030, 3, 1)),
        # Six months after 31 August there is no 31st: the last day of February.
        (date(2008, 8, 31), date(2026, 2, 28), date(2026, 8, 31)),
        (date(2010, 8, 31), date(2028, 2, 29), date(2028, 8, 31)),
        (date(2008, 3, 1), date(2025, 9, 1), date(2026, 3, 1)),
    ],
)
def test_the_two_days(born_on: date, half: date, full: date) -> None:
    assert (half_birthday_17(born_on), majority(born_on)) == (half, full)


@given(BIRTHS | LEAP_DAYS)
def test_the_day_is_the_first_on_which_they_are_no_child(born_on: date) -> None:
    day = majority(born_on)
    assert is_under_18(born_on, day - timedelta(days=1))
    assert not is_under_18(born_on, day)
    assert 181 <= (day - half_birthday_17(born_on)).days <= 187


@given(BIRTHS | LEAP_DAYS)
def test_it_ends_at_midnight_in_london_in_summer_and_in_winter(born_on: date) -> None:
    age = facts(born_on=born_on)
    start = access_ends_at(age)
    assert start is not None
    local = start.astimezone(LONDON)
    assert (local.date(), local.hour, local.minute) == (majority(born_on), 0, 0)
    assert not has_ended(age, start - timedelta(microseconds=1))
    assert has_ended(age, start)
    assert is_to_be_asked(age, start + timedelta(days=5000))


@pytest.mark.parametrize(
    ("born_on", "utc"),
    [
        (BORN, START),
        (date(2009, 1, 3), datetime(2027, 1, 3, tzinfo=UTC)),
        # The days on which the clocks change: midnight comes before they do.
        (date(2009, 3, 28), datetime(2027, 3, 28, tzinfo=UTC)),
        (date(2009, 3, 29), datetime(2027, 3, 28, 23, tzinfo=UTC)),
        (date(2009, 10, 31), datetime(2027, 10, 30, 23, tzinfo=UTC)),
        (date(2009, 11, 1), datetime(2027, 11, 1, tzinfo=UTC)),
    ],
)
def test_the_moment_in_utc(born_on: date, utc: datetime) -> None:
    assert access_ends_at(facts(born_on=born_on)) == utc


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({}, True),
        ({"relationship": Relationship.VICTIM}, False),
        (
            {
                "relationship": Relationship.VICTIM,
                "spoken_with": SpokenWith.PARENT_OR_GUARDIAN,
            },
            True,
        ),
        (
            {"relationship": Relationship.VICTIM, "spoken_with": SpokenWith.SOCIAL_WORKER},
            False,
        ),
        ({"born_on": None}, False),
        *(
            ({"relationship": one, "spoken_with": SpokenWith.PARENT_OR_GUARDIAN}, False)
            for one in (
                Relationship.BEREAVED_RELATIVE,
                Relationship.FAMILY_SPOKESPERSON,
                Relationship.ACTS_FOR_VICTIM,
            )
        ),
    ],
)
def test_whose_case_has_such_a_day(changes: dict[str, Any], ends: bool) -> None:
    assert has_ended(facts(**changes), START) == ends


def test_a_bereaved_relatives_case_has_no_such_day() -> None:
    assert comes_of_age_on(facts(relationship=Relationship.BEREAVED_RELATIVE)) is None


@pytest.mark.parametrize(
    ("given_answer", "decides"),
    [
        (answer(START), True),
        (answer(START + timedelta(days=400), Enrolment.OPTED_OUT), True),
        (answer(START, Enrolment.DO_NOT_CONTACT), True),
        # Asked, and not decided.
        (answer(START, Enrolment.DEFERRED), False),
        (answer(START, Enrolment.NO_RESPONSE), False),
        # A parent's: the day before, or of the day before and written down later.
        (answer(START - timedelta(seconds=1)), False),
        (OwnAnswer(Enrolment.OPTED_IN, date(2027, 7, 2), START + timedelta(days=1)), False),
    ],
)
def test_which_answer_decides(given_answer: OwnAnswer, decides: bool) -> None:
    age = facts(answers=(answer(START - timedelta(days=90)), given_answer))
    assert has_decided(age) == decides
    assert is_to_be_asked(age, START + timedelta(days=500)) != decides


def test_a_lack_of_capacity_counts_to_the_end_of_its_day_of_review() -> None:
    age = facts(incapacity=(Incapacity(date(2027, 12, 31)),))
    lapses = datetime(2028, 1, 1, tzinfo=UTC)
    assert access_ends_at(age) == lapses
    assert not has_ended(age, lapses - timedelta(microseconds=1))
    assert has_ended(age, lapses)
    # What was answered for them meanwhile decides nothing.
    meanwhile = facts(incapacity=age.incapacity, answers=(answer(START + timedelta(days=9)),))
    assert not has_decided(meanwhile)


def test_one_that_is_ended_ends_at_once_and_one_of_before_changes_nothing() -> None:
    ended = datetime(2027, 9, 1, 15, 30, tzinfo=UTC)
    assert access_ends_at(facts(incapacity=(Incapacity(date(2027, 12, 31), ended),))) == ended
    early = Incapacity(date(2027, 6, 1))
    assert access_ends_at(facts(incapacity=(early,))) == START
    # Ended after its review had passed: it had counted no more already.
    late = Incapacity(date(2027, 8, 1), ended)
    assert access_ends_at(facts(incapacity=(late,))) == midnight(date(2027, 8, 2))


def test_a_way_is_theirs_once_they_agreed_it_and_decided() -> None:
    undecided, decided = facts(), facts(answers=(answer(START),))
    before, after = START - timedelta(seconds=1), START
    assert way_ends_at(undecided, after) == START
    assert way_ends_at(decided, before) == START
    assert way_ends_at(decided, None) == START
    assert way_ends_at(decided, after) is None
    # A code, or a letter that asks them, may go by a way of their own before they decide.
    assert first_way_ends_at(undecided, after) is None
    assert first_way_ends_at(decided, before) == START
    adult = facts(relationship=Relationship.VICTIM)
    assert way_ends_at(adult, None) is None
    assert first_way_ends_at(adult, before) is None


def _due(today: date, enrolment: Enrolment = Enrolment.OPTED_IN, **changes: Any) -> dict[K, date]:
    case = CaseFacts(enrolment, 1, referred_on=date(2025, 1, 6), age=facts(**changes))
    return {one.kind: one.opens_on for one in from_age(case, today) if one.opens_on <= today}


def test_what_is_asked_of_staff_and_from_when() -> None:
    assert _due(date(2027, 1, 2)) == {}
    assert _due(date(2027, 1, 3)) == {K.SPEAK_ALONE: date(2027, 1, 3)}
    assert _due(date(2027, 7, 2)) == {K.SPEAK_ALONE: date(2027, 1, 3)}
    assert _due(DAY) == {K.OWN_CHOICE: DAY}
    assert _due(date(2040, 1, 1), Enrolment.DECLINED) == {K.OWN_CHOICE: DAY}
    assert _due(DAY, Enrolment.DO_NOT_CONTACT) == {}
    assert _due(DAY, answers=(answer(START),)) == {}
    themselves = {"relationship": Relationship.VICTIM, "spoken_with": SpokenWith.THEMSELVES}
    assert _due(date(2027, 1, 3), **themselves) == {}
    alone = {"relationship": Relationship.VICTIM}
    assert _due(date(2027, 1, 3), **alone) == {K.SPEAK_ALONE: date(2027, 1, 3)}
    assert _due(DAY, relationship=Relationship.BEREAVED_RELATIVE) == {}
    assert _due(DAY, born_on=None) == {K.ASK_BIRTH_DATE: date(2025, 1, 6)}


def test_a_review_of_capacity_is_asked_for_four_weeks_before_it_ends() -> None:
    stands = {"incapacity": (Incapacity(date(2027, 12, 31)),)}
    assert _due(date(2027, 12, 2), **stands) == {}
    assert _due(date(2027, 12, 3), **stands) == {K.CAPACITY_REVIEW: date(2027, 12, 3)}
    assert _due(date(2028, 1, 1), **stands) == {K.OWN_CHOICE: date(2028, 1, 1)}


def test_no_word_or_key_of_a_task_holds_a_birthday() -> None:
    for enrolment in (Enrolment.OPTED_IN, Enrolment.OFFERED):
        case = CaseFacts(enrolment, 1, age=facts())
        for one in from_age(case, date(2027, 7, 2)):
            told = f"{one.key} {one.what} {one.rule}"
            assert not {"2027", "2009", "July"} & set(told.replace(":", " ").split())


def test_the_latest_review_is_a_year_on() -> None:
    assert latest_review(date(2028, 2, 29)) == date(2029, 2, 28)
