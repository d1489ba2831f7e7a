"""The tables of a policy: their names, what names a row, and where their rules are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.policy.rules import (
    Attempts,
    ClockRule,
    EligibilityRule,
    FirstContactRule,
    LeadTimeRule,
    Policy,
    ReviewPeriod,
)
from victim_portal.domain.unusual import UnusualRule


class Table(StrEnum):
    """The tables, by their names in the file and in its order."""

    CLOCK = "clock"
    ELIGIBILITY = "eligibility"
    LEAD_TIME = "lead_time"
    ATTEMPTS = "attempts"
    FIRST_CONTACT = "first_contact"
    REVIEW_PERIOD = "review_period"
    UNUSUAL = "unusual"
    GLASS = "glass"
    RETENTION = "retention"


Rule = (
    ClockRule
    | EligibilityRule
    | LeadTimeRule
    | Attempts
    | FirstContactRule
    | ReviewPeriod
    | UnusualRule
    | GlassRule
    | RetentionRule
)
RowValues = Mapping[str, object]
"""The keys of one row with their values, as TOML has them: texts, numbers, dates, lists."""

PARTS: Mapping[Table, str] = MappingProxyType(
    {
        Table.CLOCK: "clocks",
        Table.ELIGIBILITY: "eligibility",
        Table.LEAD_TIME: "lead_times",
        Table.ATTEMPTS: "attempt_rules",
        Table.FIRST_CONTACT: "first_contact_rules",
        Table.REVIEW_PERIOD: "review_periods",
        Table.UNUSUAL: "unusual_rules",
        Table.GLASS: "glass_rules",
        Table.RETENTION: "retention_rules",
    }
)
"""Where a `Policy` keeps the rules of each table."""

NAMED_BY: Mapping[Table, str] = MappingProxyType(
    {
        Table.CLOCK: "kind",
        Table.ELIGIBILITY: "id",
        Table.LEAD_TIME: "stage",
        Table.FIRST_CONTACT: "step",
        Table.REVIEW_PERIOD: "name",
        Table.UNUSUAL: "rule",
        Table.RETENTION: "kind",
    }
)
"""The key by which the rows of one rule know each other; a table without holds one rule."""


@dataclass(frozen=True)
class PolicyDocument:
    """The rows of a policy, table by table in their order, not checked yet."""

    version: str
    rows: Mapping[Table, tuple[RowValues, ...]]


def row_name(table: Table, values: RowValues) -> str:
    """What the rule of a row is called; the table's own name where it holds one rule."""
    key = NAMED_BY.get(table)
    return str(values.get(key, "")) if key else table.value


def row_start(values: RowValues) -> date | None:
    """The day from which a row holds; None for an eligibility row of every date."""
    found = values.get("effective_from")
    return found if isinstance(found, date) else None


def rules_of(policy: Policy, table: Table) -> tuple[Rule, ...]:
    """The rules of one table, in the order of their rows."""
    found: tuple[Rule, ...] = getattr(policy, PARTS[table])
    return found


def rule_name(rule: Rule) -> str:
    """The same as `row_name`, of a rule that was read."""
    match rule:
        case ClockRule() | RetentionRule():
            return rule.kind.value
        case EligibilityRule():
            return rule.id
        case LeadTimeRule():
            return rule.stage
        case FirstContactRule():
            return rule.step.value
        case ReviewPeriod():
            return rule.name
        case UnusualRule():
            return rule.name.value
        case GlassRule():
            return Table.GLASS.value
        case Attempts():
            return Table.ATTEMPTS.value
