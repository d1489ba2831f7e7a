"""Where a task stands in the day, and until when it may be put off."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.tasks import ENDINGS
from victim_portal.domain.today import (
    FEW,
    LONGEST_WAIT,
    MAY_WAIT,
    SAFETY,
    Part,
    arranged,
    due_in_words,
    last_day_to_wait,
    part_of,
    wait_problem,
)

TODAY = date(2026, 11, 27)
kinds = st.sampled_from(sorted(ENDINGS))
days = st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=90))
lines = st.lists(st.tuples(kinds, days), max_size=300).map(
    lambda found: [(kind, day, number) for number, (kind, day) in enumerate(found)]
)


def test_the_tables_name_kinds_that_there_are() -> None:
    assert set(ENDINGS) >= SAFETY
    assert set(ENDINGS) >= MAY_WAIT
    assert not SAFETY & MAY_WAIT


@given(lines)
def test_nothing_is_lost_and_nothing_stands_twice(some: list[tuple[str, date, int]]) -> None:
    parts = arranged(some, TODAY)
    stood = [line for groups in parts.values() for group in groups for line in group.lines]
    assert sorted(stood) == list(range(len(some)))
    for part, groups in parts.items():
        for group in groups:
            assert group.folded == (len(group.lines) > FEW)
            dues = [some[line][1] for line in group.lines]
            assert dues == sorted(dues)
            assert {part_of(some[line][0], some[line][1], TODAY) for line in group.lines} == {part}
        # Safety first, whatever the day.
        first = [group.kind in SAFETY for group in groups]
        assert first == sorted(first, reverse=True)


@given(kinds, days)
def test_what_is_late_or_safety_of_today_comes_first(kind: str, due_on: date) -> None:
    part = part_of(kind, due_on, TODAY)
    assert (part is Part.NOW) == (
        due_on < TODAY or (kind in SAFETY and due_on <= TODAY + timedelta(days=1))
    )


@given(kinds, days, days)
def test_nothing_waits_past_its_clock(kind: str, due_on: date, until: date) -> None:
    last = last_day_to_wait(kind, due_on, TODAY)
    allowed = wait_problem(kind, due_on, until, TODAY) == ""
    assert allowed == (last is not None and TODAY < until <= last)
    if allowed:
        assert kind not in SAFETY
        assert until <= TODAY + LONGEST_WAIT
        assert kind in MAY_WAIT or until <= due_on


def test_by_when_in_words() -> None:
    said = {
        -100: "Late since August 2026",
        -60: "Late by 60 days",
        -2: "Late by 2 days",
        -1: "Late by 1 day",
        0: "Today",
        1: "Tomorrow",
        3: "On Monday",
        7: "In 7 days",
    }
    for away, words in said.items():
        assert due_in_words(TODAY + timedelta(days=away), TODAY) == words
