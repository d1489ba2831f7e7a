"""From the keys of one row to the rule that they say."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.policy.rows import Row
from victim_portal.domain.policy.rules import (
    Anchor,
    Attempts,
    ClockKind,
    ClockRule,
    EligibilityRule,
    FirstContactRule,
    LeadTime,
    LeadTimeRule,
    ReviewPeriod,
    Side,
    Unit,
)
from victim_portal.domain.policy.tables import RowValues, Rule, Table
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.unusual import Unusual, UnusualRule
from victim_portal.domain.vocabulary import (
    FirstContactStep,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
)


def read_row(table: Table, values: RowValues, place: str) -> Rule:
    """The rule that one row of a table says; PolicyError, naming `place`, where it says none."""
    row = Row(place, values)
    rule = _READERS[table](row)
    row.finish()
    return rule


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


_READERS: Mapping[Table, Callable[[Row], Rule]] = MappingProxyType(
    {
        Table.CLOCK: _clock,
        Table.ELIGIBILITY: _eligibility,
        Table.LEAD_TIME: _lead_time,
        Table.ATTEMPTS: _attempts,
        Table.FIRST_CONTACT: _first_contact,
        Table.REVIEW_PERIOD: _review_period,
        Table.UNUSUAL: _unusual,
        Table.GLASS: _glass,
        Table.RETENTION: _retention,
    }
)
