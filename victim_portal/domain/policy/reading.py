"""From the text of `policy.toml`, or from its rows and what was amended, to a checked `Policy`."""

import tomllib
from typing import Any

from victim_portal.domain.policy.checking import check_policy
from victim_portal.domain.policy.row_reading import read_row
from victim_portal.domain.policy.rows import PolicyError, Row
from victim_portal.domain.policy.rules import Policy
from victim_portal.domain.policy.tables import PARTS, PolicyDocument, RowValues, Table

# A policy from before there was such a rule lets nothing stand out.
_MAY_BE_EMPTY = frozenset({Table.UNUSUAL})


def load_policy(text: str) -> Policy:
    """Read and check a policy written in TOML.

    Raises PolicyError, naming table and row, for text that isn't TOML, a missing or
    misspelt key, a word outside its closed list, two rows of one rule that start on the
    same day, an eligibility row that an earlier one always hides, a missing clock, or a
    step of first contact that is missing or stands after a later one.
    """
    return read_policy(parse_policy(text))


def parse_policy(text: str) -> PolicyDocument:
    """The rows of a policy written in TOML, as they stand; PolicyError where there are none."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"Policy: the text isn't valid TOML: {error}") from error
    top = Row("at the top", {k: v for k, v in document.items() if k not in set(Table)})
    version = top.text("version")
    top.finish()
    return PolicyDocument(version, {table: _rows(table, document.get(table)) for table in Table})


def read_policy(document: PolicyDocument) -> Policy:
    """The policy that rows say, checked as a whole; raises what `load_policy` raises."""
    parts: dict[str, Any] = {}
    for table in Table:
        rows = document.rows[table]
        if not rows and table not in _MAY_BE_EMPTY:
            raise PolicyError(f"Policy: there must be at least one [[{table}]] row.")
        parts[PARTS[table]] = tuple(
            read_row(table, values, f"[[{table}]] row {number}")
            for number, values in enumerate(rows, start=1)
        )
    policy = Policy(version=document.version, **parts)
    check_policy(policy)
    return policy


def _rows(table: Table, found: object) -> tuple[RowValues, ...]:
    if found is None:
        return ()
    if not isinstance(found, list) or not found:
        raise PolicyError(f"Policy: there must be at least one [[{table}]] row.")
    for number, values in enumerate(found, start=1):
        if not isinstance(values, dict):
            raise PolicyError(f"Policy, [[{table}]] row {number}: must be a table of keys.")
    return tuple(found)
