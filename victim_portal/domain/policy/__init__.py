"""The scheme's time limits and routes as dated data, so that a change of law is a change
of `data/policy.toml` and not of code."""

from victim_portal.domain.policy.keeping import RetentionRule
from victim_portal.domain.policy.reading import load_policy
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

__all__ = [
    "Anchor",
    "Attempts",
    "ClockKind",
    "ClockRule",
    "EligibilityRule",
    "FirstContactRule",
    "LeadTime",
    "LeadTimeRule",
    "Policy",
    "PolicyError",
    "RetentionRule",
    "ReviewPeriod",
    "Side",
    "Unit",
    "load_policy",
]
