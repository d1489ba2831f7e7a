"""New rows that nobody can have meant, or that would take away what the law gives."""

from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.policy import (
    Amendment,
    Change,
    PolicyDocument,
    PolicyError,
    RowChange,
    Table,
    load_policy,
    parse_policy,
    row_of,
    rules_of,
    try_change,
    write_policy,
)
from victim_portal.domain.policy.amending import from_json, to_json

TEXT = (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
SHIPPED = parse_policy(TEXT)
FILE = load_policy(TEXT)
TODAY = date(2026, 11, 26)
NEW_YEAR = date(2027, 1, 1)
ROUTE: dict[str, Any] = {
    "id": "new",
    "offence_categories": ["murder"],
    "sentence_types": ["SDS"],
    "effective_from": NEW_YEAR,
    "route": "discretionary",
    "reason": "r",
    "source": "s",
}


def changed(table: Table, name: str, **changes: Any) -> RowChange:
    """The row of the file with this name, from the new year on, with other figures."""
    for rule in rules_of(FILE, table):
        row = dict(row_of(rule))
        if name in row.values() or name == table.value:
            return RowChange(Change.ADD, table, {**row, "effective_from": NEW_YEAR, **changes})
    raise AssertionError(name)


def route(before: str = "", **changes: Any) -> RowChange:
    return RowChange(Change.ADD, Table.ELIGIBILITY, {**ROUTE, **changes}, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed(Table.LEAD_TIME, "statement_due", amount=-1), "from 0 up"),
        (changed(Table.LEAD_TIME, "statement_due", amount=105, unit="weeks"), "at most 104"),
        (changed(Table.LEAD_TIME, "statement_due", amount=501, unit="working_days"), "at most 500"),
        (changed(Table.CLOCK, "first_contact", amount=0), "nobody could keep to it"),
        (changed(Table.CLOCK, "first_contact", amount=501), "at most 500"),
        (changed(Table.FIRST_CONTACT, "telephone", amount=501), "at most 500"),
        (changed(Table.FIRST_CONTACT, "telephone", times=2, apart=501), "at most 500"),
        (changed(Table.FIRST_CONTACT, "telephone", times=21, apart=1), "20 times can't be meant"),
        (changed(Table.REVIEW_PERIOD, "second_person", amount=0), "at least 1"),
        (changed(Table.REVIEW_PERIOD, "second_person", amount=1826, unit="days"), "5 years"),
        (changed(Table.ATTEMPTS, "attempts", minimum=0), "at least 1"),
        (changed(Table.ATTEMPTS, "attempts", minimum=21), "20 attempts"),
        (changed(Table.ATTEMPTS, "attempts", over_days=366), "365 days"),
        (changed(Table.GLASS, "glass", minutes=481), "480 minutes"),
        (changed(Table.GLASS, "glass", tries_an_hour=21), "20 tries"),
        (changed(Table.RETENTION, "statutory_case", months=11), "at least 12 months"),
        (changed(Table.RETENTION, "audit", months=0), "at least 1"),
        (changed(Table.RETENTION, "audit", months=1201), "1,200 months"),
        (changed(Table.RETENTION, "key_backup", months=13), "at most 12 months"),
    ],
)
def test_figures_that_cannot_be_meant_are_refused(change: RowChange, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        try_change(SHIPPED, [], change, TODAY)


def test_the_figures_of_the_file_could_be_typed() -> None:
    """Else a limit of ours would stand against a published one."""
    for table in Table:
        if table is Table.ELIGIBILITY:
            continue
        for rule in rules_of(FILE, table):
            row = {**row_of(rule), "effective_from": NEW_YEAR}
            assert try_change(SHIPPED, [], RowChange(Change.ADD, table, row), TODAY)


FIRST = SHIPPED.rows[Table.ELIGIBILITY][0]["id"]


@pytest.mark.parametrize(
    "change",
    [
        route(str(FIRST), route="undecided"),
        route("murder"),
        route("murder", min_term="P10Y"),
        route("murder", relationships=["victim"]),
        route("murder", effective_to=NEW_YEAR),
        route("murder", offence_categories=["murder", "other"]),
    ],
)
def test_no_row_takes_victims_out_of_a_route_of_the_law(change: RowChange) -> None:
    with pytest.raises(PolicyError, match="which the law gives them"):
        try_change(SHIPPED, [], change, TODAY)


@pytest.mark.parametrize(
    "change",
    [
        # Below the term that the law asks for.
        route("under-twelve-months", offence_categories=["sexual"], max_term_exclusive="P6M"),
        # The same route, by a narrower row.
        route("twelve-months-or-more", route="statutory", min_term="P10Y",
              offence_categories=["sexual"]),
        # After every row of the law.
        route(offence_categories=["other", "murder"]),
    ],
)  # fmt: skip
def test_what_takes_nothing_away_may_stand(change: RowChange) -> None:
    assert try_change(SHIPPED, [], change, TODAY)


def test_a_row_of_the_law_that_a_release_brings_is_not_taken_away() -> None:
    coming = route(route="statutory", offence_categories=["other"]).row
    rows = {**SHIPPED.rows, Table.ELIGIBILITY: (*SHIPPED.rows[Table.ELIGIBILITY], coming)}
    newer = PolicyDocument(SHIPPED.version, rows)
    away = RowChange(Change.WITHDRAW, Table.ELIGIBILITY, coming)
    with pytest.raises(PolicyError, match="which the law gives them"):
        try_change(newer, [], away, TODAY)
    # One that two administrators added themselves may go before it begins.
    typed = [Amendment(1, RowChange(Change.ADD, Table.ELIGIBILITY, coming))]
    assert try_change(SHIPPED, typed, away, TODAY).eligibility == FILE.eligibility
    # That it says another first day than the one that stands helps nobody.
    lies = RowChange(Change.WITHDRAW, Table.ELIGIBILITY, {"id": "murder", **{
        "effective_from": NEW_YEAR}})  # fmt: skip
    with pytest.raises(PolicyError, match="has begun"):
        try_change(SHIPPED, [], lies, TODAY)


FIGURES = st.integers(-3, 12_000)
VALUES = st.one_of(
    FIGURES, st.text(max_size=8), st.booleans(), st.none(), st.dates(), st.lists(st.text())
)


@given(st.sampled_from(Table), st.data())
def test_any_row_is_refused_with_words_or_is_read_back(table: Table, data: st.DataObject) -> None:
    """Reading, amending and writing are one circle, and nothing else than a refusal leaves it."""
    start = row_of(data.draw(st.sampled_from(rules_of(FILE, table))))
    keys = st.sampled_from([*start, "before", "colour"])
    row = {
        **start,
        "effective_from": TODAY + timedelta(days=data.draw(st.integers(-2, 4000))),
        **data.draw(st.dictionaries(keys, VALUES, max_size=2)),
    }
    change = RowChange(Change.ADD, table, row)
    try:
        policy = try_change(SHIPPED, [], change, TODAY)
    except PolicyError:
        return
    assert load_policy(write_policy(policy)) == policy
    kept = RowChange(Change.ADD, table, from_json(to_json(row)))
    assert try_change(SHIPPED, [], kept, TODAY) == policy
