"""The receipt ladder: what each stage requires, and who climbs when nobody answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.bank_holidays import england_and_wales
from victim_portal.domain.calendar import LONDON, london_date
from victim_portal.domain.ladder import (
    _TABLE,
    LADDER,
    PROVES,
    LadderStep,
    Required,
    Rung,
    Within,
    height,
    is_reached,
    next_step,
    time_of,
)
from victim_portal.domain.stages import STAGES, Stage

HOLIDAYS = england_and_wales()
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
CONFIRM = LADDER[Stage.RELEASED]
ARRIVE = LADDER[Stage.HEARING_LISTED]


def test_each_stage_stands_in_the_table_once() -> None:
    named = [stage for _, stages in _TABLE for stage in stages]
    assert sorted(named) == sorted(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_what_a_life_hangs_on_is_confirmed_and_urgent_news_on_the_same_day(stage: Stage) -> None:
    rule, required = STAGES[stage], LADDER[stage]
    if rule.urgent:
        assert required.within.hours + 2 * required.each_step.hours <= 4
    if rule.urgent or rule.statutory or rule.release_type:
        assert height(required.rung) >= height(Rung.CONFIRMED)


def test_the_rungs_are_in_order() -> None:
    assert [height(rung) for rung in Rung] == [0, 1, 2, 3, 4]
    assert height(None) < height(Rung.HANDED_OVER)


@pytest.mark.parametrize(
    ("required", "got", "there"),
    [
        (CONFIRM, {}, False),
        (CONFIRM, {"sms": Rung.DELIVERED, "email": Rung.OPENED}, False),
        (CONFIRM, {"email": Rung.CONFIRMED}, True),
        (CONFIRM, {"sms": Rung.SPOKEN}, True),
        (ARRIVE, {"sms": Rung.HANDED_OVER}, False),
        (ARRIVE, {"sms": Rung.DELIVERED}, True),
        # A relay says nothing of delivery.
        (ARRIVE, {"email": Rung.HANDED_OVER}, True),
        (LADDER[Stage.ANNUAL_CONTACT], {"sms": Rung.HANDED_OVER}, True),
    ],
)
def test_when_it_got_there(required: Required, got: dict[str, Rung], there: bool) -> None:
    assert is_reached(required, got) is there


@given(
    st.sampled_from(list(Stage)),
    st.dictionaries(st.sampled_from(sorted(PROVES)), st.sampled_from(list(Rung))),
    st.sampled_from(sorted(PROVES)),
)
def test_more_receipts_never_take_anything_back(
    stage: Stage, got: dict[str, Rung], kind: str
) -> None:
    before = is_reached(LADDER[stage], got)
    for rung in Rung:
        if height(rung) >= height(got.get(kind)):
            assert is_reached(LADDER[stage], {**got, kind: rung}) >= before
    assert is_reached(LADDER[stage], {kind: Rung.SPOKEN})


def test_silence_climbs_and_ends_with_the_manager() -> None:
    assert next_step(LadderStep.SENT, True) is LadderStep.ANOTHER_CHANNEL
    assert next_step(LadderStep.SENT, False) is LadderStep.OFFICER
    for another in (True, False):
        assert next_step(LadderStep.ANOTHER_CHANNEL, another) is LadderStep.OFFICER
        assert next_step(LadderStep.OFFICER, another) is LadderStep.MANAGER
        assert next_step(LadderStep.MANAGER, another) is None


@given(st.sampled_from(list(Stage)), st.lists(st.booleans(), min_size=9, max_size=9))
def test_every_ladder_comes_to_the_manager_in_a_few_steps(stage: Stage, others: list[bool]) -> None:
    step, at, taken = LadderStep.SENT, NOON, []
    for another in others:
        until = time_of(LADDER[stage], step, at, HOLIDAYS)
        if until is None:
            break
        assert until > at
        following = next_step(step, another)
        assert following is not None
        step, at = following, until
        taken.append(step)
    assert step is LadderStep.MANAGER
    assert len(taken) == len(set(taken))
    assert taken[-2] is LadderStep.OFFICER
    if STAGES[stage].urgent:
        assert london_date(at) == london_date(NOON)


def test_working_days_leave_out_weekends_and_holidays() -> None:
    friday = datetime(2026, 12, 24, 16, tzinfo=LONDON)
    until = Within(working_days=2).after(friday, HOLIDAYS)
    assert london_date(until) == datetime(2026, 12, 30).date()


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, 0, 30), datetime(2026, 10, 25, 0, 30)])
def test_hours_are_hours_when_the_clocks_change(day: datetime) -> None:
    began = day.replace(tzinfo=LONDON)
    until = Within(hours=2).after(began.astimezone(UTC), HOLIDAYS)
    assert until - began.astimezone(UTC) == timedelta(hours=2)
