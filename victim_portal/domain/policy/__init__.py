"""The scheme's time limits and routes as dated data, so that a change of law is a change
of `data/policy.toml`, or an amendment that two people agree on, and not of code."""

from victim_portal.domain.policy.amending import (
    Amendment,
    Change,
    RowChange,
    amended,
    try_change,
)
from victim_portal.domain.policy.keeping import RetentionRule
from victim_portal.domain.policy.reading import load_policy, parse_policy, read_policy
from victim_portal.domain.policy.rows import PolicyError
from victim_portal.domain.policy.rules import (
    Anchor,
    Attempts,
    ClockKind,
    ClockRule,
    EligibilityRule,
    FirstContactRule,
    LeadTime,
    LeadTimeRule,
    Policy,
    ReviewPeriod,
    Side,
    Unit,
)
from victim_portal.domain.policy.tables import (
    PolicyDocument,
    RowValues,
    Rule,
    Table,
    rule_name,
    rules_of,
)
from victim_portal.domain.policy.writing import in_force_on, row_of, write_policy

__all__ = [
    "Amendment",
    "Anchor",
    "Attempts",
    "Change",
    "ClockKind",
    "ClockRule",
    "EligibilityRule",
    "FirstContactRule",
    "LeadTime",
    "LeadTimeRule",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "RetentionRule",
    "ReviewPeriod",
    "RowChange",
    "RowValues",
    "Rule",
    "Side",
    "Table",
    "Unit",
    "amended",
    "in_force_on",
    "load_policy",
    "parse_policy",
    "read_policy",
    "row_of",
    "rule_name",
    "rules_of",
    "try_change",
    "write_policy",
]
