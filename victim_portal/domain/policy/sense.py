"""What nobody can have meant, or what would do harm: refused of a new row, and said why.

The file of a release is read by many before it ships; a row that is typed is read by two. The
limits are the portal's own, each far beyond any figure that was ever published.
"""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.policy.rows import PolicyError
from victim_portal.domain.policy.rules import (
    Anchor,
    Attempts,
    ClockRule,
    EligibilityRule,
    FirstContactRule,
    LeadTime,
    LeadTimeRule,
    Policy,
    ReviewPeriod,
    Unit,
)
from victim_portal.domain.policy.tables import Rule
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import Route

IN_A_YEAR: Mapping[Unit, int] = MappingProxyType(
    {Unit.WORKING_DAYS: 250, Unit.DAYS: 365, Unit.WEEKS: 52, Unit.MONTHS: 12}
)
MOST_YEARS, MOST_YEARS_OF_A_PERIOD = 2, 5
MOST_TRIES, MOST_MINUTES, MOST_MONTHS = 20, 480, 1200
LEAST_MONTHS_OF_A_RECORD, MOST_MONTHS_OF_KEYS = 12, 12
RECORDS = frozenset(
    {
        RetentionKind.STATUTORY_CASE,
        RetentionKind.DISCRETIONARY_CASE,
        RetentionKind.AUDIT,
        RetentionKind.INCIDENT,
    }
)
LAID_DOWN = frozenset({Route.STATUTORY, Route.HOSPITAL_RESTRICTED, Route.HOSPITAL_UNRESTRICTED})
"""The routes that the law gives to a victim: none is taken away by a typed row."""
BY_LAW = (
    "It would take victims out of {!r}, which the law gives them. "
    "A change of that law comes with a release of the portal."
)


def check_sense(rule: Rule) -> None:
    """Refuse, with a PolicyError, a new row whose figures nobody can have meant."""
    match rule:
        case ClockRule():
            _length(rule.limit, MOST_YEARS, least=1)
        case LeadTimeRule():
            # A tariff runs for many years, and its first review lies years before its end.
            of_tariff = rule.event is Anchor.TARIFF
            _length(rule.lead_time, MOST_YEARS_OF_A_PERIOD if of_tariff else MOST_YEARS)
        case ReviewPeriod():
            _length(rule.period, MOST_YEARS_OF_A_PERIOD, least=1)
        case FirstContactRule():
            _length(rule.wait, MOST_YEARS)
            if rule.apart is not None:
                _length(rule.apart, MOST_YEARS)
            _most(rule.times, MOST_TRIES, "times")
        case Attempts():
            _most(rule.minimum, MOST_TRIES, "attempts")
            _most(rule.over_days, IN_A_YEAR[Unit.DAYS], "days")
        case GlassRule():
            _most(rule.minutes, MOST_MINUTES, "minutes")
            _most(rule.tries_an_hour, MOST_TRIES, "tries an hour")
        case RetentionRule():
            _months(rule)


def check_law(rule: EligibilityRule, after: Policy) -> None:
    """Refuse, with a PolicyError, a new row that stands before one of the law and takes of it."""
    passed = False
    for other in after.eligibility:
        if other.id == rule.id:
            passed = True
        elif (
            passed and other.route in LAID_DOWN and other.route != rule.route and _meet(rule, other)
        ):
            raise PolicyError(BY_LAW.format(other.id))


def _length(limit: LeadTime, years: int, least: int = 0) -> None:
    most = IN_A_YEAR[limit.unit] * years
    if limit.amount < least:
        raise PolicyError(f"It must be at least {least}: nobody could keep to it.")
    if limit.amount > most:
        raise PolicyError(f"It must be at most {most:,}, which is {years} years.")


def _most(number: int, most: int, what: str) -> None:
    if number > most:
        raise PolicyError(f"More than {most:,} {what} can't be meant.")


def _months(rule: RetentionRule) -> None:
    if rule.kind in RECORDS and rule.months < LEAST_MONTHS_OF_A_RECORD:
        raise PolicyError(f"It must be kept for at least {LEAST_MONTHS_OF_A_RECORD} months.")
    if rule.kind is RetentionKind.KEY_BACKUP and rule.months > MOST_MONTHS_OF_KEYS:
        raise PolicyError(
            f"It must be at most {MOST_MONTHS_OF_KEYS} months: "
            "who was forgotten could be read again with it."
        )
    _most(rule.months, MOST_MONTHS, "months")


def _meet(one: EligibilityRule, other: EligibilityRule) -> bool:
    """Whether some case could be one of both rows."""
    return bool(
        one.offence_categories & other.offence_categories
        and one.sentence_types & other.sentence_types
        and _people_meet(one, other)
        and _starts_by_the_end_of(one, other)
        and _starts_by_the_end_of(other, one)
        and not _shorter(one, other)
        and not _shorter(other, one)
    )


def _people_meet(one: EligibilityRule, other: EligibilityRule) -> bool:
    return (
        not one.relationships
        or not other.relationships
        or bool(one.relationships & other.relationships)
    )


def _starts_by_the_end_of(one: EligibilityRule, other: EligibilityRule) -> bool:
    starts, ends = one.effective_from, other.effective_to
    return starts is None or ends is None or starts <= ends


def _shorter(one: EligibilityRule, other: EligibilityRule) -> bool:
    """Whether every term of one lies below every term of the other."""
    longest, shortest = one.max_term_exclusive, other.min_term
    return longest is not None and shortest is not None and shortest.at_least(longest)
