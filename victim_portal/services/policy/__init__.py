"""The policy: what is in force, what was changed of it, and changing it with two people."""

from victim_portal.services.policy.proposing import (
    preview_change,
    propose_change,
    row_to_withdraw,
)
from victim_portal.services.policy.reading import policy_changes, policy_on, rule_history
from victim_portal.services.policy.source import StoredPolicies
from victim_portal.services.policy.values import (
    ChangeLine,
    ChangeState,
    PolicyView,
    Preview,
    RuleHistory,
    RuleLine,
    Standing,
)

__all__ = [
    "ChangeLine",
    "ChangeState",
    "PolicyView",
    "Preview",
    "RuleHistory",
    "RuleLine",
    "Standing",
    "StoredPolicies",
    "policy_changes",
    "policy_on",
    "preview_change",
    "propose_change",
    "row_to_withdraw",
    "rule_history",
]
