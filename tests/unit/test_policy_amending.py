"""Rows that two people add to the policy of the file, or take away before they begin."""

from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.policy import (
    Amendment,
    Change,
    Policy,
    PolicyError,
    RowChange,
    Table,
    amended,
    in_force_on,
    load_policy,
    parse_policy,
    try_change,
    write_policy,
)
from victim_portal.domain.policy.amending import from_json, to_json
from victim_portal.domain.policy.saying import change_in_words

TEXT = (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
SHIPPED = parse_policy(TEXT)
FILE = load_policy(TEXT)
TODAY = date(2026, 11, 26)
NEW_YEAR = date(2027, 1, 1)
STATEMENT = {
    "stage": "statement_due",
    "event": "hearing",
    "side": "before",
    "amount": 35,
    "unit": "days",
    "effective_from": NEW_YEAR,
    "source": "Practice direction of 2026",
}
ROUTE = {
    "id": "fraud-from-2027",
    "offence_categories": ["other"],
    "sentence_types": ["SDS"],
    "effective_from": NEW_YEAR,
    "route": "discretionary",
    "needs_decision": True,
    "reason": "Offered by discretion.",
    "source": "A test",
}


def add(table: Table = Table.LEAD_TIME, before: str = "", **changes: Any) -> RowChange:
    start = STATEMENT if table is Table.LEAD_TIME else ROUTE
    return RowChange(Change.ADD, table, {**start, **changes}, before)


def away(change: RowChange) -> RowChange:
    return RowChange(Change.WITHDRAW, change.table, change.row)


def numbered(*changes: RowChange) -> list[Amendment]:
    return [Amendment(number, change) for number, change in enumerate(changes, start=1)]


def test_nothing_amended_is_the_file() -> None:
    assert amended(SHIPPED, []) == FILE


def test_a_new_row_holds_from_its_day_and_the_old_one_stays() -> None:
    policy = amended(SHIPPED, numbered(add()))
    assert policy.version == f"{FILE.version}+1"
    assert policy.lead_time("statement_due", NEW_YEAR - timedelta(days=1)).amount == 28
    assert policy.lead_time("statement_due", NEW_YEAR).amount == 35
    assert load_policy(write_policy(policy)) == policy


@given(st.permutations([1, 2, 3]))
def test_amendments_are_applied_in_the_order_of_their_numbers(order: list[int]) -> None:
    by_number = {one.number: one for one in numbered(add(), away(add()), add(amount=42))}
    policy = amended(SHIPPED, [by_number[number] for number in order])
    assert policy.lead_time("statement_due", NEW_YEAR).amount == 42
    assert policy.version == f"{FILE.version}+3"


@given(
    st.dates(date(2022, 4, 1), TODAY - timedelta(days=1)),
    st.dates(TODAY, date(2036, 1, 1)),
    st.integers(0, 400),
)
def test_no_change_alters_what_held_on_a_day_that_has_passed(
    passed: date, begins: date, amount: int
) -> None:
    policy = try_change(SHIPPED, [], add(effective_from=begins, amount=amount), TODAY)
    before, after = in_force_on(FILE, passed), in_force_on(policy, passed)
    assert after == in_force_on(policy, passed)
    assert after.lead_times == before.lead_times


def test_an_eligibility_row_stands_where_it_was_put() -> None:
    ids = [rule.id for rule in try_change(SHIPPED, [], route(), TODAY).eligibility]
    assert ids.index("fraud-from-2027") == ids.index("other-offence") - 1
    last = add(Table.ELIGIBILITY, offence_categories=["other", "murder"])
    assert try_change(SHIPPED, [], last, TODAY).eligibility[-1].id == "fraud-from-2027"


def route(**changes: Any) -> RowChange:
    return add(Table.ELIGIBILITY, "other-offence", **changes)


def test_the_file_gives_way_to_what_two_people_agreed_on() -> None:
    """A release may bring the same row with another figure."""
    newer = parse_policy(TEXT + _toml(add(amount=30)))
    policy = amended(newer, numbered(add()))
    assert policy.lead_time("statement_due", NEW_YEAR).amount == 35
    gone = amended(newer, numbered(away(add())))
    assert gone.lead_time("statement_due", NEW_YEAR).amount == 28


def test_what_a_release_took_away_need_not_be_withdrawn() -> None:
    assert amended(SHIPPED, numbered(away(add()))).lead_times == FILE.lead_times


def test_a_row_whose_neighbour_a_release_took_away_is_loud() -> None:
    other = TEXT.replace('id = "other-offence"', 'id = "something-else"')
    with pytest.raises(PolicyError, match="amendment 1: the row 'other-offence'"):
        amended(parse_policy(other), numbered(route()))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (add(effective_from=TODAY - timedelta(days=1)), "days that have passed"),
        (add(effective_from=date(2062, 1, 1)), "within 10 years"),
        (add(stage="statement_dew"), "no such rule"),
        (add(event="release"), "counts from can't be changed"),
        (add(amount=-1), "whole number from 0 up"),
        (add(amount=10_001), "at most 10,000"),
        (add(amount=731), "at most 730, which is 2 years"),
        (add(amount=25, unit="months"), "at most 24"),
        (add(unit="fortnights"), "isn't one of working_days"),
        (add(colour="red"), "unknown key 'colour'"),
        (add(source=" "), "'source' must be a text"),
        (route(id="murder"), "a row with this name already"),
        (route(effective_from=None), "needs the first day"),
        (
            add(
                Table.ELIGIBILITY,
                offence_categories=["murder"],
                sentence_types=["SDS"],
                effective_from=NEW_YEAR,
            ),
            "can never apply, because 'murder'",
        ),
        (away(add()), "no such row any more"),
        (
            RowChange(
                Change.WITHDRAW,
                Table.LEAD_TIME,
                {"stage": "statement_due", "effective_from": date(2019, 7, 22)},
            ),
            "has begun",
        ),
        (
            RowChange(Change.WITHDRAW, Table.ELIGIBILITY, {"id": "murder"}),
            "has begun",
        ),
    ],
)
def test_what_cannot_stand_is_refused_with_words(change: RowChange, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        try_change(SHIPPED, [], change, TODAY)


def test_two_rows_of_one_day_are_refused_until_the_first_is_taken_away() -> None:
    known = numbered(add())
    with pytest.raises(PolicyError, match="a row from this day already"):
        try_change(SHIPPED, known, add(amount=40), TODAY)
    known = numbered(add(), away(add()))
    assert try_change(SHIPPED, known, add(amount=40), TODAY).version == f"{FILE.version}+3"


def test_a_row_may_begin_today_and_can_then_not_be_taken_away() -> None:
    begun = add(effective_from=TODAY)
    assert try_change(SHIPPED, [], begun, TODAY).lead_time("statement_due", TODAY).amount == 35
    with pytest.raises(PolicyError, match="has begun"):
        try_change(SHIPPED, numbered(begun), away(begun), TODAY)
    ahead = add(effective_from=TODAY + timedelta(days=1))
    assert try_change(SHIPPED, numbered(ahead), away(ahead), TODAY).lead_times == FILE.lead_times


@pytest.mark.parametrize("today", [date(2028, 2, 29)])
def test_ten_years_on_from_a_leap_day(today: date) -> None:
    try_change(SHIPPED, [], add(effective_from=date(2038, 3, 1)), today)
    with pytest.raises(PolicyError, match="within 10 years"):
        try_change(SHIPPED, [], add(effective_from=date(2038, 3, 2)), today)


@pytest.mark.parametrize("change", [add(), route()])
def test_a_row_survives_json(change: RowChange) -> None:
    assert from_json(to_json(change.row)) == change.row


def test_a_change_is_said_in_words() -> None:
    after = try_change(SHIPPED, [], add(), TODAY)
    assert said(add(), FILE, after) == (
        "Statement due: 28 days before the hearing until 31 December 2026, "
        "then 35 days before the hearing"
    )
    assert said(away(add()), after, FILE) == (
        "Statement due: 28 days before the hearing. Taken away is what was to come: "
        "28 days before the hearing until 31 December 2026, then 35 days before the hearing"
    )
    new = try_change(SHIPPED, [], route(), TODAY)
    assert said(route(), FILE, new) == (
        "Eligibility, new row fraud-from-2027, before the row other-offence: "
        "Discretionary. Offence: Another offence. Sentence: Standard determinate sentence. "
        "Sentenced from 1 January 2027. A person decides"
    )
    assert "taken away before it begins" in said(away(route()), new, FILE)


def said(change: RowChange, before: Policy, after: Policy) -> str:
    return change_in_words(change, before, after, TODAY)


def _toml(change: RowChange) -> str:
    lines = ["", f"[[{change.table}]]"]
    for key, value in change.row.items():
        lines.append(f"{key} = {value!r}" if isinstance(value, str) else f"{key} = {value}")
    return "\n".join(lines)
