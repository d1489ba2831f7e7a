"""By which route a referred case stands in the scheme (2004 Act, ss.35-45).

The rules themselves are rows of the policy. Nobody is ever called ineligible here: what
the rows can't settle is undecided and waits for a person.
"""

from dataclasses import dataclass
from datetime import date

from victim_portal.domain.policy import EligibilityRule, Policy
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, Route, SentenceType

NO_RULE = "no-rule"


@dataclass(frozen=True)
class Referred:
    """The facts of a referral that the rules look at; `term` is None when unrecorded."""

    relationship: Relationship
    offence_category: OffenceCategory
    sentence_type: SentenceType
    sentenced_on: date
    term: Term | None = None


@dataclass(frozen=True)
class Eligibility:
    """The answer, with the row of the policy that gave it and its reason in plain words.

    `eligible` is True on every route but `undecided`, where it is None; never False.
    `needs_decision` asks for a task: always when undecided, and where a row says that
    somebody must confirm the route. `rule_id` is `no-rule` when no row fits, and the row
    that asked for a length when that isn't recorded.
    """

    eligible: bool | None
    route: Route
    rule_id: str
    reason: str
    needs_decision: bool


def decide(referred: Referred, policy: Policy) -> Eligibility:
    """The route by the first row of the policy that fits the facts."""
    for rule in policy.eligibility:
        if not _fits_but_for_term(rule, referred):
            continue
        if rule.asks_for_term and referred.term is None:
            return _undecided(
                rule.id,
                "The length of the sentence isn't recorded, and the route turns on it. "
                "Somebody has to find out the length.",
            )
        if _term_fits(rule, referred):
            return _answer(rule)
    return _undecided(
        NO_RULE, "No rule covers this offence, sentence and date together. Somebody has to decide."
    )


def _fits_but_for_term(rule: EligibilityRule, referred: Referred) -> bool:
    return (
        referred.offence_category in rule.offence_categories
        and referred.sentence_type in rule.sentence_types
        and (not rule.relationships or referred.relationship in rule.relationships)
        and (rule.effective_from is None or referred.sentenced_on >= rule.effective_from)
        and (rule.effective_to is None or referred.sentenced_on <= rule.effective_to)
    )


def _term_fits(rule: EligibilityRule, referred: Referred) -> bool:
    term, day = referred.term, referred.sentenced_on
    if term is None:
        return not rule.asks_for_term
    long_enough = rule.min_term is None or term.at_least(rule.min_term, day)
    short_enough = rule.max_term_exclusive is None or not term.at_least(
        rule.max_term_exclusive, day
    )
    return long_enough and short_enough


def _answer(rule: EligibilityRule) -> Eligibility:
    if rule.route is Route.UNDECIDED:
        return _undecided(rule.id, rule.reason)
    return Eligibility(True, rule.route, rule.id, rule.reason, rule.needs_decision)


def _undecided(rule_id: str, reason: str) -> Eligibility:
    return Eligibility(None, Route.UNDECIDED, rule_id, reason, needs_decision=True)
