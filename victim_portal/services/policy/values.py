"""What pages show of the policy."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.policy import RowValues, Table


class Standing(StrEnum):
    """How one row of a rule stands today."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    OVER = "over"


class ChangeState(StrEnum):
    """What became of a proposed change."""

    WAITS = "waits"
    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    RAN_OUT = "ran_out"


@dataclass(frozen=True)
class AmendedBy:
    """Whose amendment a row is, by its number; the names of the first and the second person."""

    number: int
    proposed_by: str
    agreed_by: str
    agreed_at: datetime
    why: str


@dataclass(frozen=True)
class RuleLine:
    """One rule as it holds on a day; without `since` nothing was laid down then.

    `until` and no `proposal` are for eligibility. `coming` are rows that begin later, in words.
    """

    table: Table
    name: str
    title: str
    words: str
    since: date | None
    until: date | None
    source: str
    proposal: bool
    amended: AmendedBy | None
    coming: tuple[str, ...]


@dataclass(frozen=True)
class PolicyView:
    """The policy as it holds on a day; `version` names the file and the last amendment."""

    on: date
    version: str
    shipped: str
    tables: tuple[tuple[Table, str, tuple[RuleLine, ...]], ...]
    may_change: bool


@dataclass(frozen=True)
class RowLine:
    """One dated row of a rule; `values` are those that a new row may start from."""

    words: str
    begins_on: date | None
    ends_on: date | None
    source: str
    reason: str
    proposal: bool
    standing: Standing
    amended: AmendedBy | None
    values: RowValues


@dataclass(frozen=True)
class ChangeLine:
    """One change that was proposed, and what became of it."""

    id: UUID
    table: Table
    name: str
    title: str
    words: str
    withdraws: bool
    begins_on: date | None
    source: str
    why: str
    proposed_by: str
    proposed_at: datetime
    state: ChangeState
    decided_by: str
    decided_at: datetime | None
    refused_why: str
    waits_until: datetime
    number: int | None


@dataclass(frozen=True)
class RuleHistory:
    """Every row of one rule, the newest first, and every change of it that was proposed."""

    table: Table
    name: str
    title: str
    rows: tuple[RowLine, ...]
    changes: tuple[ChangeLine, ...]
    may_change: bool


@dataclass(frozen=True)
class Preview:
    """What a change would do, in words, and how much it may move.

    Every open case is planned again. `drafts` and `approved` are the updates that wait to go
    out and whose windows hang on the rule. `seconds` is how many people could agree.
    """

    words: str
    open_cases: int
    drafts: int
    approved: int
    seconds: int
