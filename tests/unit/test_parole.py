"""The timetable of a parole review and its countdowns."""

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.parole import (
    DeadlineKind,
    moved,
    standing,
    timetable,
)
from victim_portal.domain.policy import load_policy

POLICY = load_policy((files("victim_portal") / "data" / "policy.toml").read_text("utf-8"))
HEARING = date(2027, 3, 3)
DECISION = date(2027, 3, 15)
SINCE_2020 = st.dates(date(2020, 1, 1), date(2090, 1, 1))


def test_the_deadlines_before_a_hearing() -> None:
    found = {one.kind: one.due_on for one in timetable(HEARING, None, POLICY, frozenset())}
    assert found == {
        DeadlineKind.NON_DISCLOSURE: date(2027, 1, 6),
        DeadlineKind.STATEMENT: date(2027, 2, 3),
        DeadlineKind.DECISION: date(2027, 3, 17),
    }


def test_the_deadlines_after_a_decision() -> None:
    found = {one.kind: one.due_on for one in timetable(None, DECISION, POLICY, frozenset())}
    assert found == {
        DeadlineKind.SUMMARY: date(2027, 9, 15),
        DeadlineKind.RECONSIDERATION_WISH: date(2027, 3, 29),
        DeadlineKind.RECONSIDERATION: date(2027, 4, 5),
    }
    both = {one.kind for one in timetable(HEARING, DECISION, POLICY, frozenset())}
    assert DeadlineKind.DECISION not in both


def test_work_is_due_on_the_last_working_day_in_time() -> None:
    holidays = frozenset({date(2027, 2, 3)})
    statement = next(
        one
        for one in timetable(HEARING, None, POLICY, holidays)
        if one.kind is DeadlineKind.STATEMENT
    )
    assert (statement.due_on, statement.work_by) == (date(2027, 2, 3), date(2027, 2, 2))


def test_before_the_rules_there_are_no_deadlines() -> None:
    assert timetable(date(2010, 1, 1), date(2010, 2, 1), POLICY, frozenset()) == ()
    assert timetable(None, None, POLICY, frozenset()) == ()


@given(SINCE_2020)
def test_withholding_is_decided_before_the_statement_is_due(hearing: date) -> None:
    deadlines = timetable(hearing, None, POLICY, frozenset())
    assert [one.kind for one in deadlines] == [
        DeadlineKind.NON_DISCLOSURE,
        DeadlineKind.STATEMENT,
        DeadlineKind.DECISION,
    ]
    assert all(one.work_by <= one.due_on and one.source for one in deadlines)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "Gone: it was due 3 days ago."),
        (-1, "Gone: it was due yesterday."),
        (0, "Today is the last day."),
        (1, "1 day left"),
        (12, "12 days left"),
    ],
)
def test_a_countdown_says_plainly_where_it_stands(days: int, words: str) -> None:
    deadline = timetable(HEARING, None, POLICY, frozenset())[0]
    found = standing(deadline, deadline.due_on - timedelta(days=days))
    assert found.words.startswith(words)
    assert found.gone == (days < 0)
    assert (deadline.if_gone in found.words) == (days < 0)


def test_moving_a_hearing_shows_the_difference() -> None:
    before = timetable(HEARING, None, POLICY, frozenset())
    later = timetable(HEARING + timedelta(days=7), None, POLICY, frozenset())
    assert moved(before, before) == ()
    assert (DeadlineKind.STATEMENT, date(2027, 2, 3), date(2027, 2, 10)) in moved(before, later)
    assert moved(before, ())[0] == (DeadlineKind.NON_DISCLOSURE, date(2027, 1, 6), None)


def test_where_a_decision_can_not_be_looked_at_again_no_such_time_runs() -> None:
    found = timetable(None, DECISION, POLICY, frozenset(), reconsidered=False)
    assert [one.kind for one in found] == [DeadlineKind.SUMMARY]


@given(SINCE_2020)
def test_an_officer_is_reminded_before_each_deadline_on_a_working_day(hearing: date) -> None:
    for one in (
        *timetable(hearing, None, POLICY, frozenset()),
        *timetable(None, hearing, POLICY, frozenset()),
    ):
        reminded = one.kind in (
            DeadlineKind.NON_DISCLOSURE,
            DeadlineKind.STATEMENT,
            DeadlineKind.SUMMARY,
        )
        assert (one.remind_on is not None) == reminded
        if one.remind_on is not None:
            assert one.remind_on < one.work_by
            assert one.remind_on.weekday() < 5


def test_after_the_hearing_nobody_is_told_to_send_anything_to_it() -> None:
    statement = timetable(HEARING, None, POLICY, frozenset())[1]
    after = HEARING + timedelta(days=1)
    assert "can still admit it" in standing(statement, HEARING).still
    assert standing(statement, after, held=True).still.startswith("The hearing has been.")
