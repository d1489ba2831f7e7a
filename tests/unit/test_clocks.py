"""The clocks that start with a case."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.clocks import CaseClock, ClockState, clocks_for, standing
from victim_portal.domain.policy import ClockKind, load_policy
from victim_portal.domain.vocabulary import Route

POLICY = load_policy((files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8"))
EASTER_2026 = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)})


def test_ten_working_days_to_refer_and_twenty_to_make_contact() -> None:
    clocks = clocks_for(Route.STATUTORY, date(2026, 3, 27), date(2026, 4, 1), POLICY, EASTER_2026)
    assert clocks == (
        CaseClock(ClockKind.REFERRAL, date(2026, 3, 27), date(2026, 4, 14)),
        CaseClock(ClockKind.FIRST_CONTACT, date(2026, 4, 1), date(2026, 5, 1)),
    )


def test_a_short_sentence_has_fifteen_calendar_days_from_sentence() -> None:
    clocks = clocks_for(
        Route.SHORT_SENTENCE, date(2026, 3, 27), date(2026, 4, 1), POLICY, EASTER_2026
    )
    assert clocks == (
        CaseClock(ClockKind.REFERRAL, date(2026, 3, 27), date(2026, 4, 14)),
        CaseClock(ClockKind.SHORT_SENTENCE_CONTACT, date(2026, 3, 27), date(2026, 4, 11)),
    )


def test_a_referral_ahead_of_sentence_keeps_the_earlier_first_contact() -> None:
    clocks = clocks_for(
        Route.SHORT_SENTENCE, date(2026, 3, 27), date(2026, 3, 2), POLICY, EASTER_2026
    )
    assert clocks[1] == CaseClock(ClockKind.FIRST_CONTACT, date(2026, 3, 2), date(2026, 3, 30))


def test_an_old_sentence_referred_today_has_todays_contact_limit() -> None:
    referral, contact = clocks_for(
        Route.STATUTORY, date(2019, 5, 1), date(2026, 3, 2), POLICY, frozenset()
    )
    assert referral.due_on == date(2019, 5, 29)  # 20 working days then
    assert contact == CaseClock(ClockKind.FIRST_CONTACT, date(2026, 3, 2), date(2026, 3, 30))


def test_a_case_from_before_the_code_keeps_the_limit_of_its_time() -> None:
    _, contact = clocks_for(
        Route.STATUTORY, date(2019, 5, 1), date(2019, 5, 20), POLICY, frozenset()
    )
    assert contact == CaseClock(ClockKind.FIRST_CONTACT, date(2019, 5, 1), date(2019, 6, 26))


def test_a_limit_that_did_not_exist_yet_gives_no_clock() -> None:
    clocks = clocks_for(Route.STATUTORY, date(1998, 5, 1), date(2026, 3, 2), POLICY, frozenset())
    assert [clock.kind for clock in clocks] == [ClockKind.FIRST_CONTACT]


@settings(max_examples=150)
@given(
    st.sampled_from(Route),
    st.dates(date(2021, 4, 1), date(2026, 11, 21)),
    st.integers(0, 400),
)
def test_every_route_has_a_referral_and_one_contact_clock(
    route: Route, sentenced_on: date, waited: int
) -> None:
    received_on = sentenced_on + timedelta(days=waited)
    referral, contact = clocks_for(route, sentenced_on, received_on, POLICY, EASTER_2026)
    assert referral.kind is ClockKind.REFERRAL
    assert contact.kind in (ClockKind.FIRST_CONTACT, ClockKind.SHORT_SENTENCE_CONTACT)
    assert (contact.kind is ClockKind.FIRST_CONTACT) or route is Route.SHORT_SENTENCE
    for clock in (referral, contact):
        assert clock.due_on > clock.starts_on
    usual = clocks_for(Route.STATUTORY, sentenced_on, received_on, POLICY, EASTER_2026)[1]
    assert contact.due_on <= usual.due_on


CLOCK = CaseClock(ClockKind.FIRST_CONTACT, date(2026, 3, 2), date(2026, 3, 30))


@pytest.mark.parametrize(
    ("today", "stopped_on", "state", "left"),
    [
        (date(2026, 3, 2), None, ClockState.RUNNING, 20),
        (date(2026, 3, 24), None, ClockState.RUNNING, 4),
        (date(2026, 3, 25), None, ClockState.DUE_SOON, 3),
        (date(2026, 3, 30), None, ClockState.DUE_SOON, 0),
        (date(2026, 3, 31), None, ClockState.OVERDUE, -1),
        (date(2026, 4, 7), None, ClockState.OVERDUE, -4),
        (date(2026, 4, 7), date(2026, 3, 30), ClockState.STOPPED_IN_TIME, 0),
        (date(2026, 4, 7), date(2026, 3, 9), ClockState.STOPPED_IN_TIME, 15),
        (date(2026, 4, 7), date(2026, 3, 31), ClockState.STOPPED_LATE, -1),
    ],
)
def test_how_a_clock_stands(
    today: date, stopped_on: date | None, state: ClockState, left: int
) -> None:
    reading = standing(CLOCK, today, stopped_on, EASTER_2026)
    assert (reading.state, reading.working_days_left) == (state, left)


@pytest.mark.parametrize("today", [date(2026, 3, 24), date(2026, 4, 20)])
def test_a_wait_that_was_given_up_is_no_longer_overdue(today: date) -> None:
    given_up = date(2026, 3, 31)
    reading = standing(CLOCK, today, None, EASTER_2026, ended_on=given_up)
    assert (reading.state, reading.working_days_left) == (ClockState.ENDED_WITHOUT_CONTACT, -1)
    late = standing(CLOCK, today, date(2026, 4, 14), EASTER_2026, ended_on=given_up)
    assert late.state is ClockState.STOPPED_LATE


def test_late_is_late_even_when_no_working_day_has_passed() -> None:
    saturday = CaseClock(ClockKind.SHORT_SENTENCE_CONTACT, date(2026, 3, 27), date(2026, 4, 11))
    reading = standing(saturday, date(2026, 4, 12), None, EASTER_2026)
    assert (reading.state, reading.working_days_left) == (ClockState.OVERDUE, 0)


@settings(max_examples=150)
@given(st.integers(0, 200), st.none() | st.integers(0, 200))
def test_a_clock_is_in_exactly_one_truthful_state(today: int, stopped: int | None) -> None:
    day = CLOCK.starts_on + timedelta(days=today)
    stopped_on = None if stopped is None else CLOCK.starts_on + timedelta(days=stopped)
    reading = standing(CLOCK, day, stopped_on, EASTER_2026)
    late = (stopped_on or day) > CLOCK.due_on
    assert late == (reading.state in (ClockState.OVERDUE, ClockState.STOPPED_LATE))
    assert (stopped_on is not None) == reading.state.startswith("stopped")
    assert reading.working_days_left <= 0 if late else reading.working_days_left >= 0
