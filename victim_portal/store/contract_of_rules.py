"""The part of the contract that is about rules and texts, which concern no person."""

from collections.abc import Mapping
from types import MappingProxyType

CODE = "a code of the portal's own, from a list in the code"
POLICY = "a row of the policy, which concerns no person"
TEMPLATE = "a text with gaps, which concerns no person"

RULES_IN_PLAIN_TEXT: Mapping[str, str] = MappingProxyType(
    {
        "licence_policy.document": "the official policy, a published file that concerns no person",
        "licence_policy.digest": CODE,
        "licence_policy.version": CODE,
        "policy_amendment.before_row": CODE,
        "policy_amendment.row_name": CODE,
        "policy_amendment.row_values": POLICY,
        "policy_amendment.why": "a reason that concerns no person: why a policy changes",
        "template_version.english": TEMPLATE,
        "template_version.name": CODE,
        "template_version.reviewer": "who answers for the Welsh words, as their work",
        "template_version.source": TEMPLATE,
        "template_version.source_key": CODE,
        "template_version.welsh": TEMPLATE,
        "template_version.why": "a reason that concerns no person: why a wording changes",
    }
)
"""Columns of rules and texts that could hold words, and why theirs may be read."""
