"""Amendments: rows that two people added to the policy of the file, or took away before they began.

Nothing is overwritten. A new limit is a new row with its own first day, from the day on which
it is agreed at the earliest; what was judged before stays judged by what held then. So what
was in force on a day that has passed never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from victim_portal.domain.policy.reading import read_policy
from victim_portal.domain.policy.row_reading import read_row
from victim_portal.domain.policy.rows import PolicyError
from victim_portal.domain.policy.rules import EligibilityRule, Policy
from victim_portal.domain.policy.sense import BY_LAW, LAID_DOWN, check_law, check_sense
from victim_portal.domain.policy.tables import (
    PolicyDocument,
    RowValues,
    Table,
    row_name,
    row_start,
)

FURTHEST_YEARS = 10
"""No row begins further ahead: a slip of the hand in the year would never be noticed."""
_DATES = ("effective_from", "effective_to")


class Change(StrEnum):
    """What an amendment does."""

    ADD = "add"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class RowChange:
    """One row to add, or to take away before it begins.

    `before` is for eligibility alone: the id of the row before which it stands, or "" for
    the last place. Of a row that is taken away, its name and its first day count.
    """

    change: Change
    table: Table
    row: RowValues
    before: str = ""

    @property
    def name(self) -> str:
        """What the rule is called."""
        return row_name(self.table, self.row)

    @property
    def begins_on(self) -> date | None:
        """The first day of the row."""
        return row_start(self.row)


@dataclass(frozen=True)
class Amendment:
    """A change that was agreed, with its number: they are applied in that order."""

    number: int
    change: RowChange


def amend(shipped: PolicyDocument, amendments: Iterable[Amendment]) -> PolicyDocument:
    """The rows of the file with every amendment; its version names the file and the last one.

    A row of the file that has the name and first day of an amended one gives way to it: what
    two people agreed on isn't undone by a release. PolicyError where an amendment stands
    before a row that isn't there any more.
    """
    rows = {table: list(found) for table, found in shipped.rows.items()}
    version = shipped.version
    for one in sorted(amendments, key=lambda each: each.number):
        change, found = one.change, rows[one.change.table]
        found[:] = [row for row in found if not _same(change, row)]
        if change.change is Change.ADD:
            found.insert(_place(change, found, one.number), change.row)
        version = f"{shipped.version}+{one.number}"
    return PolicyDocument(version, {table: tuple(found) for table, found in rows.items()})


def amended(shipped: PolicyDocument, amendments: Iterable[Amendment]) -> Policy:
    """The same as a policy, checked as the file is; PolicyError where it can't stand."""
    return read_policy(amend(shipped, amendments))


def try_change(
    shipped: PolicyDocument,
    amendments: Iterable[Amendment],
    change: RowChange,
    today: date,
) -> Policy:
    """The policy with one more change, which begins on `today` at the earliest.

    Raises PolicyError, with words for whoever proposes it, where the row alone is wrong,
    where it begins too early or too late, where nobody can have meant it or it would take
    away what the law gives, where there is nothing to take away, and where the whole policy
    could not stand.
    """
    known = list(amendments)
    standing = amend(shipped, known).rows[change.table]
    rule = None
    if change.change is Change.ADD:
        rule = read_row(change.table, change.row, f"[[{change.table}]], the new row")
        _check_new(change, standing, today)
        check_sense(rule)
    else:
        _check_withdrawn(change, shipped, standing, today)
    number = max((one.number for one in known), default=0) + 1
    policy = amended(shipped, [*known, Amendment(number, change)])
    if isinstance(rule, EligibilityRule):
        check_law(rule, policy)
    return policy


def _check_new(change: RowChange, standing: Iterable[RowValues], today: date) -> None:
    """What holds for a new row beyond what holds for every row; PolicyError."""
    begins = change.begins_on
    if begins is None:
        raise PolicyError("A new row needs the first day on which it holds.")
    if begins < today:
        raise PolicyError("A new row can't hold for days that have passed: choose a later day.")
    if begins > _years_on(today, FURTHEST_YEARS):
        raise PolicyError(f"A new row must begin within {FURTHEST_YEARS} years.")
    if change.table is Table.ELIGIBILITY:
        if any(_same(change, row) for row in standing):
            raise PolicyError("There is a row with this name already: choose another.")
        return
    of_rule = [row for row in standing if row_name(change.table, row) == change.name]
    if not of_rule:
        raise PolicyError("There is no such rule: nothing would ask for it.")
    if any(_same(change, row) for row in of_rule):
        raise PolicyError(
            "There is a row from this day already. If it has not begun, take it away first."
        )
    # The code hands over the day of one event: a row from another would count from the wrong day.
    if change.table is Table.LEAD_TIME and all(
        row.get("event") != change.row.get("event") for row in of_rule
    ):
        raise PolicyError("What a lead time counts from can't be changed here.")


def _check_withdrawn(
    change: RowChange, shipped: PolicyDocument, standing: Iterable[RowValues], today: date
) -> None:
    """What holds for a row that is taken away; PolicyError."""
    found = next((row for row in standing if _same(change, row)), None)
    if found is None:
        raise PolicyError("There is no such row any more.")
    begins = row_start(found)
    if begins is None or begins <= today:
        raise PolicyError("The row has begun: add a new one instead.")
    of_the_file = any(found is row for row in shipped.rows[change.table])
    if of_the_file and found.get("route") in LAID_DOWN:
        raise PolicyError(BY_LAW.format(change.name))


def to_json(row: RowValues) -> dict[str, object]:
    """A row as JSON can hold it."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def from_json(values: Mapping[str, object]) -> RowValues:
    """A row from what `to_json` made."""
    return {
        key: date.fromisoformat(value) if key in _DATES and isinstance(value, str) else value
        for key, value in values.items()
    }


def _same(change: RowChange, row: RowValues) -> bool:
    """Whether a row is the one that a change is about: by name and day, in eligibility by id."""
    if row_name(change.table, row) != change.name:
        return False
    return change.table is Table.ELIGIBILITY or row_start(row) == change.begins_on


def _place(change: RowChange, rows: list[RowValues], number: int) -> int:
    if not change.before:
        return len(rows)
    for place, row in enumerate(rows):
        if row_name(change.table, row) == change.before:
            return place
    raise PolicyError(
        f"Policy, amendment {number}: the row {change.before!r}, before which it stands, isn't "
        f"in [[{change.table}]] any more."
    )


def _years_on(day: date, years: int) -> date:
    # A leap day that a later year doesn't have: the day after serves.
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)
