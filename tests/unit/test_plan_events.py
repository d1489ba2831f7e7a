"""What is recorded becomes an update at once, and changes what is still expected."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.planning import (
    TODAY,
    after,
    day,
    event,
    make,
    preference,
    stages,
    update,
)
from victim_portal.domain.stages import STAGES, EventOutcome, Stage
from victim_portal.domain.vocabulary import Level

DATES = {"CRD": "2027-03-05", "SLED": "2029-01-01"}


def test_news() -> None:
    news = event(Stage.RECALLED, "2026-11-20", id="r1", version=3)
    found = update(make(DATES, [news]), Stage.RECALLED)
    assert found.window_opens == TODAY
    assert found.window_closes == day("2026-11-23")
    assert found.plan_key == "recalled:r1"
    assert found.facts == {"enrolment": 4, "preference": 2, "event:r1": 3}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("level", list(Level))
def test_the_level_decides_and_safety_overrules_it(stage: Stage, level: Level) -> None:
    rule = STAGES[stage]
    planned = make({}, [event(stage, "2026-11-21", id="e")], wants=preference(level))
    expected = level in rule.levels or rule.urgent or rule.statutory
    assert (f"{stage}:e" in {u.plan_key for u in planned}) == expected


def test_settled_news_is_not_planned_again() -> None:
    news = event(Stage.RELEASED, "2026-11-20")
    case = after(update(make(DATES, [news]), Stage.RELEASED), sent=False)
    assert Stage.RELEASED not in stages(make(DATES, [news], case=case))


def test_after_release_no_release_is_expected() -> None:
    planned = make(DATES, [event(Stage.RELEASED, "2026-11-20")])
    assert {Stage.RELEASED, Stage.LICENCE_ENDED} <= stages(planned)
    assert not {Stage.PRE_RELEASE, Stage.PAROLE_REVIEW_STARTED} & stages(planned)


def test_after_a_recall_release_is_expected_again() -> None:
    events = [event(Stage.RELEASED, "2026-10-01"), event(Stage.RECALLED, "2026-11-10")]
    planned = make({"PRRD": "2027-01-05", "SLED": "2029-01-01"}, events)
    assert update(planned, Stage.PRE_RELEASE).plan_key == "pre_release:PRRD"
    assert update(planned, Stage.PRE_RELEASE).window_opens == TODAY


def test_a_discharge_under_consideration_is_no_release() -> None:
    started = replace(
        event(Stage.CONDITIONAL_DISCHARGE, "2026-11-01"), outcome=EventOutcome.STARTED
    )
    assert Stage.PRE_RELEASE in stages(make(DATES, [started]))


def test_ordinary_news_from_before_opting_in_is_old() -> None:
    old = [event(Stage.APPEAL, "2026-01-01"), event(Stage.RECALLED, "2026-01-02")]
    assert Stage.APPEAL not in stages(make(DATES, old))
    assert Stage.RECALLED in stages(make(DATES, old))


def test_a_hearing_to_come_is_never_old() -> None:
    listed = replace(event(Stage.HEARING_LISTED, "2026-01-01"), hearing_on=day("2027-03-09"))
    assert {Stage.HEARING_LISTED, Stage.STATEMENT_DUE} <= stages(make({}, [listed]))


def test_a_statement_is_due_before_the_hearing() -> None:
    listed = replace(event(Stage.HEARING_LISTED, "2026-11-20"), hearing_on=day("2027-03-09"))
    found = update(make({}, [listed]), Stage.STATEMENT_DUE)
    assert (found.window_opens, found.window_closes) == (TODAY, day("2027-01-12"))
    late = replace(listed, hearing_on=day("2026-12-10"))
    assert Stage.STATEMENT_DUE not in stages(make({}, [late]))


def test_a_deferral_moves_the_statement() -> None:
    events = [
        replace(event(Stage.HEARING_LISTED, "2026-10-20"), hearing_on=day("2027-01-09")),
        replace(event(Stage.HEARING_DEFERRED, "2026-11-20"), hearing_on=None),
    ]
    assert Stage.STATEMENT_DUE not in stages(make({}, events))


def test_after_a_death_only_its_news() -> None:
    events = [event(Stage.RECALLED, "2026-11-01"), event(Stage.OFFENDER_DEATH, "2026-11-20")]
    planned = make(DATES, events, wants=preference(Level.RELEASE_MONTH_ONLY))
    assert [u.stage for u in planned] == [Stage.OFFENDER_DEATH]


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_a_hearing_that_moved_twice_in_a_day_stands_where_it_was_put_last(
    ids: tuple[str, str],
) -> None:
    morning, noon = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (9, 12))
    first = event(Stage.HEARING_DEFERRED, "2026-11-20", id=ids[0])
    second = event(Stage.HEARING_DEFERRED, "2026-11-20", id=ids[1])
    moves = [
        replace(first, hearing_on=day("2027-02-09"), recorded_at=morning),
        replace(second, hearing_on=day("2027-03-09"), recorded_at=noon),
    ]
    reminder = update(make({}, moves), Stage.STATEMENT_DUE)
    assert reminder.event_id == ids[1]
    assert str(reminder.anchor_month) == "2027-03"


@pytest.mark.parametrize("stage", [Stage.HEARING_LISTED, Stage.HEARING_DEFERRED])
def test_a_hearing_that_has_been_is_never_told_as_one_to_come(stage: Stage) -> None:
    heard_of_late = event(stage, "2026-11-20")
    yesterday = replace(heard_of_late, hearing_on=TODAY - timedelta(days=1))
    assert stage not in stages(make({}, [yesterday]))
    assert stage in stages(make({}, [replace(heard_of_late, hearing_on=TODAY)]))
    assert stage in stages(make({}, [replace(heard_of_late, hearing_on=None)]))


def test_after_the_decision_nobody_is_told_of_the_hearing_or_asked_for_a_statement() -> None:
    listed = replace(event(Stage.HEARING_LISTED, "2026-11-18"), hearing_on=day("2027-03-09"))
    decided = event(Stage.PAROLE_DECISION, "2026-11-20")
    assert {Stage.HEARING_LISTED, Stage.STATEMENT_DUE} <= stages(make({}, [listed]))
    planned = stages(make({}, [listed, decided]))
    assert not {Stage.HEARING_LISTED, Stage.STATEMENT_DUE} & planned
    assert Stage.PAROLE_DECISION in planned
    again = replace(event(Stage.HEARING_LISTED, "2026-11-21"), hearing_on=day("2027-06-09"))
    assert {Stage.HEARING_LISTED, Stage.STATEMENT_DUE} <= stages(make({}, [decided, again]))
