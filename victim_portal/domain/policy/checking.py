"""What must hold between the rows of a whole policy, whoever wrote them."""

from collections import Counter
from collections.abc import Iterable

from victim_portal.domain.policy.rows import PolicyError
from victim_portal.domain.policy.rules import ClockKind, EligibilityRule, Policy
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import FirstContactStep


def check_policy(policy: Policy) -> None:
    """Refuse, with a PolicyError, rows that can't stand beside each other.

    Two rows of one rule that start on the same day, an eligibility row that an earlier one
    always hides, an id that is used twice, and rules that every policy must have.
    """
    _check_dates(policy)
    _check_eligibility(policy.eligibility)


def _check_dates(policy: Policy) -> None:
    _refuse_twins("clock", ((r.kind, r.effective_from) for r in policy.clocks))
    _refuse_twins("lead_time", ((r.stage, r.effective_from) for r in policy.lead_times))
    _refuse_twins("attempts", (("attempts", r.effective_from) for r in policy.attempt_rules))
    steps = policy.first_contact_rules
    _refuse_twins("first_contact", ((r.step, r.effective_from) for r in steps))
    _refuse_twins("unusual", ((r.name, r.effective_from) for r in policy.unusual_rules))
    _refuse_twins("review_period", ((r.name, r.effective_from) for r in policy.review_periods))
    _refuse_twins("glass", (("glass", r.effective_from) for r in policy.glass_rules))
    _refuse_twins("retention", ((r.kind, r.effective_from) for r in policy.retention_rules))
    unkept = set(RetentionKind) - {rule.kind for rule in policy.retention_rules}
    if unkept:
        named = ", ".join(sorted(unkept))
        raise PolicyError(f"Policy: there is no [[retention]] row for {named}.")
    missing = set(ClockKind) - {rule.kind for rule in policy.clocks}
    if missing:
        raise PolicyError(f"Policy: there is no [[clock]] row for {', '.join(sorted(missing))}.")
    unsaid = set(FirstContactStep) - {rule.step for rule in steps}
    if unsaid:
        named = ", ".join(sorted(unsaid))
        raise PolicyError(f"Policy: there is no [[first_contact]] row for {named}.")


def _refuse_twins(table: str, keys: Iterable[tuple[object, object]]) -> None:
    for (name, starts), count in Counter(keys).items():
        if count > 1:
            raise PolicyError(f"Policy, [[{table}]]: {name} has {count} rows from {starts}.")


def _check_eligibility(rules: tuple[EligibilityRule, ...]) -> None:
    for index, rule in enumerate(rules):
        for earlier in rules[:index]:
            if earlier.id == rule.id:
                raise PolicyError(f"Policy, [[eligibility]]: the id {rule.id!r} is used twice.")
            if _hides(earlier, rule):
                raise PolicyError(
                    f"Policy, [[eligibility]]: {rule.id!r} can never apply, "
                    f"because {earlier.id!r} stands before it and takes every case of it."
                )


def _hides(earlier: EligibilityRule, later: EligibilityRule) -> bool:
    """Whether `earlier` answers every case that `later` could."""
    covers_people = not earlier.relationships or (
        bool(later.relationships) and earlier.relationships >= later.relationships
    )
    starts_first = earlier.effective_from is None or (
        later.effective_from is not None and earlier.effective_from <= later.effective_from
    )
    ends_last = earlier.effective_to is None or (
        later.effective_to is not None and earlier.effective_to >= later.effective_to
    )
    same_terms = not earlier.asks_for_term or (
        (earlier.min_term, earlier.max_term_exclusive) == (later.min_term, later.max_term_exclusive)
    )
    return (
        earlier.offence_categories >= later.offence_categories
        and earlier.sentence_types >= later.sentence_types
        and covers_people
        and starts_first
        and ends_last
        and same_terms
    )
