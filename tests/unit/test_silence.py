"""The rule of silence: what is too quiet, and that no silent case is left without a task."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT, AfterNo
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.silence import (
    COVERED_BY,
    ROW,
    Limits,
    Silence,
    SilenceFacts,
    Way,
    silences,
    to_ask,
)
from victim_portal.domain.tasks import ENDINGS
from victim_portal.domain.vocabulary import Enrolment, Level

TODAY = date(2026, 11, 18)
LIMITS = Limits(date(2025, 12, 18), TODAY - timedelta(days=7))
GOOD = Way(usable=True, review_on=TODAY)
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
WAYS = st.builds(Way, st.booleans(), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
FACTS = st.builds(
    SilenceFacts,
    st.sampled_from(Enrolment),
    st.booleans(),
    st.none() | st.sampled_from(Level),
    DAYS,
    st.none() | DAYS,
    st.lists(DAYS, max_size=5).map(lambda days: tuple(sorted(days, reverse=True))),
    st.lists(WAYS, max_size=3).map(tuple),
    st.none() | DAYS,
)


def _facts(**changes: object) -> SilenceFacts:
    given = {
        "enrolment": Enrolment.OPTED_IN,
        "closed": False,
        "level": Level.KEY_STAGES,
        "joined_on": date(2026, 1, 5),
        "ways": (GOOD,),
        **changes,
    }
    return SilenceFacts(**given)  # type: ignore[arg-type]  # whatever the test gives


def _found(**changes: object) -> dict[Silence, date]:
    return silences(_facts(**changes), TODAY, LIMITS)


def test_a_case_with_contact_and_a_way_is_not_silent() -> None:
    assert _found() == {}


def test_eleven_months_are_too_long_and_a_day_less_is_not() -> None:
    limit = LIMITS.quiet_before
    assert _found(joined_on=limit) == {Silence.NO_CONTACT: limit}
    assert _found(joined_on=limit + timedelta(days=1)) == {}
    assert _found(joined_on=date(2020, 1, 1), last_contact_on=date(2026, 3, 1)) == {}
    # Who asked for the month of release alone asked for this quiet.
    assert _found(joined_on=limit, level=Level.RELEASE_MONTH_ONLY) == {}


def test_three_in_a_row_that_nobody_opened() -> None:
    old = tuple(TODAY - timedelta(days=days) for days in (7, 20, 40))
    assert _found(unopened=old) == {Silence.UNREAD: old[-1]}
    assert _found(unopened=old[:2]) == {}
    # The last of them has its week.
    assert _found(unopened=(TODAY - timedelta(days=6), *old)) == {}


def test_a_dead_number_matters_where_there_is_no_other() -> None:
    dead = Way(usable=True, dead_since=date(2026, 11, 1))
    assert _found(ways=(dead,)) == {Silence.NO_WAY: date(2026, 11, 1)}
    assert _found(ways=(dead, GOOD)) == {}
    stopped = Way(usable=False, stopped_on=date(2026, 11, 3))
    assert _found(ways=(dead, stopped)) == {Silence.NO_WAY: date(2026, 11, 3)}
    assert Silence.NO_WAY in _found(ways=())


def test_a_plan_is_confirmed_by_its_day() -> None:
    late = Way(usable=True, review_on=TODAY - timedelta(days=1))
    assert _found(ways=(late, GOOD)) == {Silence.UNCONFIRMED: TODAY}
    assert _found(ways=(Way(usable=False, review_on=date(2026, 1, 1)), GOOD)) == {}


def test_what_a_yearly_contact_passes_over_is_found() -> None:
    day = date(2026, 11, 10)
    assert _found(passed_over_on=day) == {Silence.PASSED_OVER: day}


@given(FACTS)
def test_who_said_no_or_is_no_more_in_the_scheme_is_never_silent(facts: SilenceFacts) -> None:
    if facts.closed or facts.enrolment not in IN_SCHEME:
        assert silences(facts, TODAY, LIMITS) == {}


@given(FACTS, st.sets(st.sampled_from(sorted(ENDINGS))))
def test_no_silence_is_left_without_a_task(facts: SilenceFacts, others: set[str]) -> None:
    found = silences(facts, TODAY, LIMITS)
    asked = set(to_ask(found, others))
    assert asked <= found.keys()
    for one in found:
        assert one in asked or COVERED_BY[one] & others
    assert all(since <= TODAY for since in found.values())
    # It depends on nothing but what it is given, so a second look asks for nothing else.
    assert silences(facts, TODAY, LIMITS) == found


@given(FACTS, st.integers(1, 400))
def test_contact_ends_the_quiet_and_only_time_brings_it_back(
    facts: SilenceFacts, days: int
) -> None:
    heard = SilenceFacts(**{**vars(facts), "last_contact_on": TODAY, "unopened": ()})
    found = silences(heard, TODAY, LIMITS)
    assert Silence.NO_CONTACT not in found
    assert Silence.UNREAD not in found


@pytest.mark.parametrize("kind", sorted(frozenset().union(*COVERED_BY.values())))
def test_what_covers_a_silence_is_a_task_that_a_no_ends(kind: str) -> None:
    assert kind in ENDINGS
    assert ASKS_FOR_CONTACT[kind] is AfterNo.ENDS
    assert ROW == 3
