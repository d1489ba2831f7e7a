"""From the text of `policy.toml` to a checked `Policy`."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.policy.rows import PolicyError, Row
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
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.unusual import Unusual, UnusualRule
from victim_portal.domain.vocabulary import (
    FirstContactStep,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
)

_TABLES = (
    *("clock", "eligibility", "lead_time", "attempts", "first_contact", "review_period"),
    *("unusual", "glass", "retention"),
)

_T = TypeVar("_T")


def load_policy(text: str) -> Policy:
    """Read and check a policy written in TOML.

    Raises PolicyError, naming table and row, for text that isn't TOML, a missing or
    misspelt key, a word outside its closed list, two rows of one rule that start on the
    same day, an eligibility row that an earlier one always hides, a missing clock, or a
    step of first contact that is missing or stands after a later one.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"Policy: the text isn't valid TOML: {error}") from error
    top = Row("at the top", {k: v for k, v in document.items() if k not in _TABLES})
    version = top.text("version")
    top.finish()
    policy = Policy(
        version=version,
        clocks=_table(document, "clock", _clock),
        eligibility=_table(document, "eligibility", _eligibility),
        lead_times=_table(document, "lead_time", _lead_time),
        attempt_rules=_table(document, "attempts", _attempts),
        first_contact_rules=_table(document, "first_contact", _first_contact),
        review_periods=_table(document, "review_period", _review_period),
        # A policy from before there was such a rule lets nothing stand out.
        unusual_rules=_table(document, "unusual", _unusual) if "unusual" in document else (),
        glass_rules=_table(document, "glass", _glass),
        retention_rules=_table(document, "retention", _retention),
    )
    _check_dates(policy)
    _check_eligibility(policy.eligibility)
    return policy


def _table(document: Mapping[str, object], name: str, read: Callable[[Row], _T]) -> tuple[_T, ...]:
    rows = document.get(name)
    if not isinstance(rows, list) or not rows:
        raise PolicyError(f"Policy: there must be at least one [[{name}]] row.")
    result = []
    for number, values in enumerate(rows, start=1):
        if not isinstance(values, dict):
            raise PolicyError(f"Policy, [[{name}]] row {number}: must be a table of keys.")
        row = Row(f"[[{name}]] row {number}", values)
        result.append(read(row))
        row.finish()
    return tuple(result)


def _clock(row: Row) -> ClockRule:
    event = row.choice("event", Anchor)
    if event not in (Anchor.SENTENCE, Anchor.REFERRAL):
        raise row.fail("'event' of a clock must be sentence or referral.")
    return ClockRule(
        kind=row.choice("kind", ClockKind),
        event=event,
        limit=LeadTime(row.number("amount"), row.choice("unit", Unit)),
        effective_from=row.day("effective_from"),
        source=row.text("source"),
    )


def _lead_time(row: Row) -> LeadTimeRule:
    return LeadTimeRule(
        stage=row.text("stage"),
        event=row.choice("event", Anchor),
        lead_time=LeadTime(
            row.number("amount"), row.choice("unit", Unit), row.choice("side", Side)
        ),
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _attempts(row: Row) -> Attempts:
    minimum = row.number("minimum")
    if minimum == 0:
        raise row.fail("'minimum' must be at least 1: silence needs somebody who tried.")
    return Attempts(
        minimum=minimum,
        over_days=row.number("over_days"),
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _first_contact(row: Row) -> FirstContactRule:
    step = row.choice("step", FirstContactStep)
    after = None
    if row.text("after") != Anchor.REFERRAL:
        after = row.choice("after", FirstContactStep)
        order = list(FirstContactStep)
        # So that steps can't wait for each other in a ring.
        if order.index(after) >= order.index(step):
            raise row.fail(f"{step} can't wait for {after}, which doesn't come before it.")
    unit, times = row.choice("unit", Unit), row.number("times")
    if times == 0:
        raise row.fail("'times' must be at least 1.")
    wait = LeadTime(row.number("amount"), unit)
    return FirstContactRule(
        step=step,
        after=after,
        wait=wait,
        times=times,
        apart=LeadTime(row.number("apart"), unit) if times > 1 else None,
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _unusual(row: Row) -> UnusualRule:
    at_least = row.number("at_least")
    if at_least == 0:
        raise row.fail("'at_least' must be at least 1: nothing at all can't stand out.")
    return UnusualRule(
        name=row.choice("rule", Unusual),
        at_least=at_least,
        times_usual=row.number("times_usual"),
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _review_period(row: Row) -> ReviewPeriod:
    return ReviewPeriod(
        name=row.text("name"),
        period=LeadTime(row.number("amount"), row.choice("unit", Unit)),
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _glass(row: Row) -> GlassRule:
    minutes, tries = row.number("minutes"), row.number("tries_an_hour")
    if minutes == 0 or tries == 0:
        raise row.fail("'minutes' and 'tries_an_hour' must be at least 1.")
    return GlassRule(
        minutes=minutes,
        tries_an_hour=tries,
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _retention(row: Row) -> RetentionRule:
    months = row.number("months")
    if months == 0:
        raise row.fail("'months' must be at least 1: nothing is forgotten on the day it closes.")
    return RetentionRule(
        kind=row.choice("kind", RetentionKind),
        months=months,
        effective_from=row.day("effective_from"),
        source=row.text("source"),
        proposal=row.flag("proposal"),
    )


def _eligibility(row: Row) -> EligibilityRule:
    rule = EligibilityRule(
        id=row.text("id"),
        offence_categories=row.choices("offence_categories", OffenceCategory),
        sentence_types=row.choices("sentence_types", SentenceType),
        route=row.choice("route", Route),
        reason=row.text("reason"),
        source=row.text("source"),
        effective_from=row.day_or_none("effective_from"),
        effective_to=row.day_or_none("effective_to"),
        min_term=row.term_or_none("min_term"),
        max_term_exclusive=row.term_or_none("max_term_exclusive"),
        relationships=row.choices("relationships", Relationship, required=False),
        needs_decision=row.flag("needs_decision"),
    )
    starts, ends = rule.effective_from, rule.effective_to
    if starts and ends and ends < starts:
        raise row.fail("'effective_to' lies before 'effective_from'.")
    shortest, longest = rule.min_term, rule.max_term_exclusive
    if shortest and longest and shortest.at_least(longest):
        raise row.fail("'min_term' leaves nothing below 'max_term_exclusive'.")
    return rule


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
