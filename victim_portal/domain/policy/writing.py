"""From rules back to rows and to TOML that `load_policy` reads, and a policy cut to one day."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.policy.rules import (
    Anchor,
    Attempts,
    ClockRule,
    EligibilityRule,
    FirstContactRule,
    LeadTimeRule,
    Policy,
    ReviewPeriod,
)
from victim_portal.domain.policy.tables import (
    PARTS,
    RowValues,
    Rule,
    Table,
    rule_name,
    rules_of,
)
from victim_portal.domain.unusual import UnusualRule


def row_of(rule: Rule) -> RowValues:
    """The keys and values by which a rule is written; reading them gives the same rule."""
    # By identity: an amount of 0 equals False and must be written.
    row = _row(rule).items()
    return {k: v for k, v in row if v is not None and v is not False and v != []}


def in_force_on(policy: Policy, day: date) -> Policy:
    """What holds for things that happen on `day`: one row of each rule, and its eligibility.

    A rule that hadn't begun is left out, but for steps of first contact, of which an older
    referral takes the first ones. The eligibility rows are those for a sentence of that day.
    """
    parts: dict[str, Any] = {PARTS[t]: newest_begun(rules_of(policy, t), day) for t in Table}
    parts["first_contact_rules"] = policy.first_contact(day)
    parts["eligibility"] = tuple(
        rule
        for rule in policy.eligibility
        if (rule.effective_from or day) <= day <= (rule.effective_to or day)
    )
    return replace(policy, **parts)


def newest_begun(rules: Iterable[Rule], day: date) -> tuple[Rule, ...]:
    """The newest row of each rule that had begun by `day`, in the order of the rules."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda one: one.effective_from or date.min):
        if (rule.effective_from or date.min) <= day:
            found[rule_name(rule)] = rule
    order = {rule_name(rule): place for place, rule in reversed(list(enumerate(rules)))}
    return tuple(sorted(found.values(), key=lambda one: order[rule_name(one)]))


def write_policy(policy: Policy) -> str:
    """The policy as TOML; `load_policy` makes the same policy of it."""
    lines = [f"version = {_text(policy.version)}"]
    for table in Table:
        for rule in rules_of(policy, table):
            lines += ["", f"[[{table}]]"]
            lines += [f"{key} = {_value(value)}" for key, value in row_of(rule).items()]
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> dict[str, object]:
    match rule:
        case ClockRule():
            row = {
                "kind": rule.kind.value,
                "event": rule.event.value,
                "amount": rule.limit.amount,
                "unit": rule.limit.unit.value,
                **_dated(rule),
            }
            del row["proposal"]
            return row
        case LeadTimeRule():
            return {
                "stage": rule.stage,
                "event": rule.event.value,
                "side": rule.lead_time.side.value,
                "amount": rule.lead_time.amount,
                "unit": rule.lead_time.unit.value,
                **_dated(rule),
            }
        case Attempts():
            return {"minimum": rule.minimum, "over_days": rule.over_days, **_dated(rule)}
        case FirstContactRule():
            return {
                "step": rule.step.value,
                "after": rule.after.value if rule.after else Anchor.REFERRAL.value,
                "amount": rule.wait.amount,
                "unit": rule.wait.unit.value,
                "times": rule.times,
                "apart": rule.apart.amount if rule.apart else None,
                **_dated(rule),
            }
        case ReviewPeriod():
            amount, unit = rule.period.amount, rule.period.unit.value
            return {"name": rule.name, "amount": amount, "unit": unit, **_dated(rule)}
        case UnusualRule():
            return {
                "rule": rule.name.value,
                "at_least": rule.at_least,
                "times_usual": rule.times_usual,
                **_dated(rule),
            }
        case GlassRule():
            tries = rule.tries_an_hour
            return {"minutes": rule.minutes, "tries_an_hour": tries, **_dated(rule)}
        case RetentionRule():
            return {"kind": rule.kind.value, "months": rule.months, **_dated(rule)}
        case EligibilityRule():
            return {
                "id": rule.id,
                "offence_categories": _words(rule.offence_categories),
                "sentence_types": _words(rule.sentence_types),
                "relationships": _words(rule.relationships),
                "min_term": str(rule.min_term) if rule.min_term else None,
                "max_term_exclusive": str(rule.max_term_exclusive)
                if rule.max_term_exclusive
                else None,
                "effective_from": rule.effective_from,
                "effective_to": rule.effective_to,
                "route": rule.route.value,
                "needs_decision": rule.needs_decision,
                "reason": rule.reason,
                "source": rule.source,
            }


def _dated(rule: Rule) -> dict[str, object]:
    return {
        "effective_from": rule.effective_from,
        "source": rule.source,
        "proposal": getattr(rule, "proposal", False),
    }


def _words(values: Iterable[StrEnum]) -> list[str]:
    """In the order of their closed list, so that the same rule is always written the same."""
    chosen = set(values)
    return [word.value for kind in {type(one) for one in chosen} for word in kind if word in chosen]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_text(str(each)) for each in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL, which JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
