"""Rules of the policy in plain words, and what a change makes of them."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from victim_portal.domain.plain_words import OFFENCE_CATEGORY, RELATIONSHIP, ROUTE, SENTENCE_TYPE
from victim_portal.domain.policy.amending import Change, RowChange
from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
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
from victim_portal.domain.policy.tables import Rule, Table, rule_name, rules_of
from victim_portal.domain.unusual import UnusualRule

TABLES: Mapping[Table, str] = MappingProxyType(
    {
        Table.CLOCK: "Clocks",
        Table.ELIGIBILITY: "Eligibility",
        Table.LEAD_TIME: "Lead times",
        Table.ATTEMPTS: "Attempts before no response",
        Table.FIRST_CONTACT: "Steps of first contact",
        Table.REVIEW_PERIOD: "Review periods",
        Table.UNUSUAL: "Reading that stands out",
        Table.GLASS: "Breaking the glass",
        Table.RETENTION: "Retention",
    }
)
_ANCHORS: Mapping[Anchor, str] = MappingProxyType(
    {
        Anchor.SENTENCE: "the sentence",
        Anchor.REFERRAL: "the referral",
        Anchor.NEWS: "the news",
        Anchor.LAST_CONTACT: "the last contact",
        Anchor.PAROLE_ELIGIBILITY: "parole eligibility",
        Anchor.TARIFF: "the end of the tariff",
        Anchor.HEARING: "the hearing",
        Anchor.DECISION: "the decision",
        Anchor.RELEASE: "the release",
        Anchor.LICENCE_END: "the end of the licence",
    }
)
_UNITS: Mapping[Unit, tuple[str, str]] = MappingProxyType(
    {
        Unit.WORKING_DAYS: ("working day", "working days"),
        Unit.DAYS: ("day", "days"),
        Unit.WEEKS: ("week", "weeks"),
        Unit.MONTHS: ("month", "months"),
    }
)

_Word = TypeVar("_Word")


def title(table: Table, name: str) -> str:
    """What a rule is called on a page: "Statement due"."""
    if table in (Table.ATTEMPTS, Table.GLASS):
        return TABLES[table]
    return plain(name)


def plain(name: str) -> str:
    """A name of the file as words."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def long_day(day: date) -> str:
    """A day in words: "31 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def amount_in_words(limit: LeadTime) -> str:
    """The amount alone: "28 days"."""
    return _counted(limit.amount, *_UNITS[limit.unit])


def rule_in_words(rule: Rule) -> str:
    """What a rule says, without its name: "28 days before the hearing"."""
    match rule:
        case ClockRule():
            return f"{amount_in_words(rule.limit)} from {_ANCHORS[rule.event]}"
        case LeadTimeRule():
            if rule.lead_time.amount == 0:
                return f"on the day of {_ANCHORS[rule.event]}"
            limit, anchor = rule.lead_time, _ANCHORS[rule.event]
            return f"{amount_in_words(limit)} {limit.side} {anchor}"
        case Attempts():
            tries = _counted(rule.minimum, "attempt", "attempts")
            return f"{tries} over {_counted(rule.over_days, 'day', 'days')}"
        case FirstContactRule():
            after = plain(rule.after).lower() if rule.after else "referral"
            first = f"{amount_in_words(rule.wait)} after the {after}"
            if rule.apart is None:
                return first
            return f"{first}, {rule.times} times, {amount_in_words(rule.apart)} apart"
        case ReviewPeriod():
            return amount_in_words(rule.period)
        case UnusualRule():
            least = f"from {rule.at_least} in number on"
            return f"{least}, {rule.times_usual} times the usual" if rule.times_usual else least
        case GlassRule():
            tries = _counted(rule.tries_an_hour, "try", "tries")
            return f"{_counted(rule.minutes, 'minute', 'minutes')}, {tries} an hour"
        case RetentionRule():
            return _counted(rule.months, "month", "months")
        case EligibilityRule():
            return _eligibility(rule)


def course(rules: Iterable[Rule], today: date) -> str:
    """A rule from today on: "28 days before ... until 31 December 2026, then 35 days ..."."""
    rows = sorted(rules, key=lambda rule: rule.effective_from or date.min)
    begun = [rule for rule in rows if (rule.effective_from or date.min) <= today]
    coming = [rule for rule in rows if rule not in begun]
    if not begun:
        if not coming:
            return "nothing is laid down"
        first = coming.pop(0)
        said = f"from {_start(first)} on {rule_in_words(first)}"
    else:
        said = rule_in_words(begun[-1])
    for rule in coming:
        last = (rule.effective_from or today) - timedelta(days=1)
        said += f" until {long_day(last)}, then {rule_in_words(rule)}"
    return said


def change_in_words(change: RowChange, before: Policy, after: Policy, today: date) -> str:
    """What a change does, in one sentence, beside what stood before and what would stand."""
    table, name = change.table, change.name
    if table is Table.ELIGIBILITY:
        return _eligibility_change(change, before, after)
    now, then = (
        course((rule for rule in rules_of(policy, table) if rule_name(rule) == name), today)
        for policy in (before, after)
    )
    if change.change is Change.WITHDRAW:
        return f"{title(table, name)}: {then}. Taken away is what was to come: {now}"
    return f"{title(table, name)}: {then}"


def _eligibility_change(change: RowChange, before: Policy, after: Policy) -> str:
    policy = after if change.change is Change.ADD else before
    rule = next(rule for rule in policy.eligibility if rule.id == change.name)
    if change.change is Change.WITHDRAW:
        return f"Eligibility, row {rule.id}: taken away before it begins ({_eligibility(rule)})"
    place = f"before the row {change.before}" if change.before else "after every other row"
    return f"Eligibility, new row {rule.id}, {place}: {_eligibility(rule)}"


def _eligibility(rule: EligibilityRule) -> str:
    """Which route, then who gets it, in the words of a case's page."""
    said = [
        ROUTE[rule.route],
        f"Offence: {_listed(OFFENCE_CATEGORY, rule.offence_categories)}",
        f"Sentence: {_listed(SENTENCE_TYPE, rule.sentence_types)}",
    ]
    if rule.relationships:
        said.append(f"For: {_listed(RELATIONSHIP, rule.relationships)}")
    if rule.min_term:
        said.append(f"Term of {rule.min_term.in_words()} or more")
    if rule.max_term_exclusive:
        said.append(f"Term below {rule.max_term_exclusive.in_words()}")
    if rule.effective_from:
        said.append(f"Sentenced from {long_day(rule.effective_from)}")
    if rule.effective_to:
        said.append(f"Sentenced until {long_day(rule.effective_to)}")
    if rule.needs_decision:
        said.append("A person decides")
    return ". ".join(said)


def _listed(words: Mapping[_Word, str], chosen: Container[_Word]) -> str:
    return "; ".join(text for word, text in words.items() if word in chosen)


def _start(rule: Rule) -> str:
    return long_day(rule.effective_from) if rule.effective_from else "the beginning"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
