"""The rules that a policy holds, as values; `reading` makes them from text."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from victim_portal.domain.calendar import add_months, add_working_days
from victim_portal.domain.policy.keeping import GlassRule, RetentionRule
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.terms import Term
from victim_portal.domain.unusual import Unusual, UnusualRule
from victim_portal.domain.vocabulary import (
    FirstContactStep,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
)


class Unit(StrEnum):
    """What a limit is counted in. Weeks are seven days, months are calendar months."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Side(StrEnum):
    """On which side of its event a limit lies."""

    BEFORE = "before"
    AFTER = "after"


class Anchor(StrEnum):
    """The events that limits are counted from."""

    SENTENCE = "sentence"
    REFERRAL = "referral"
    NEWS = "news"
    LAST_CONTACT = "last_contact"
    PAROLE_ELIGIBILITY = "parole_eligibility"
    TARIFF = "tariff"
    HEARING = "hearing"
    DECISION = "decision"
    RELEASE = "release"
    LICENCE_END = "licence_end"


class ClockKind(StrEnum):
    """The clocks that run at the start of a case."""

    REFERRAL = "referral"
    FIRST_CONTACT = "first_contact"
    SHORT_SENTENCE_CONTACT = "short_sentence_contact"


@dataclass(frozen=True)
class LeadTime:
    """An amount of time on one side of an event."""

    amount: int
    unit: Unit
    side: Side = Side.AFTER

    def applied_to(self, event_on: date, bank_holidays: Container[date]) -> date:
        """The day that lies this far from `event_on`, on its own side."""
        signed = self.amount if self.side is Side.AFTER else -self.amount
        match self.unit:
            case Unit.WORKING_DAYS:
                return add_working_days(event_on, signed, bank_holidays)
            case Unit.DAYS:
                return event_on + timedelta(days=signed)
            case Unit.WEEKS:
                return event_on + timedelta(weeks=signed)
            case Unit.MONTHS:
                return add_months(event_on, signed)


@dataclass(frozen=True)
class ClockRule:
    """One limit of one clock, for events from `effective_from` on."""

    kind: ClockKind
    event: Anchor
    limit: LeadTime
    effective_from: date
    source: str


@dataclass(frozen=True)
class LeadTimeRule:
    """How long before or after an event one stage of the plan stands.

    `proposal` marks the portal's own design, as against a published limit.
    """

    stage: str
    event: Anchor
    lead_time: LeadTime
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class Attempts:
    """What must be on record before "no response" may be said of a victim.

    `minimum` attempts at contact, the first and the last at least `over_days` calendar
    days apart.
    """

    minimum: int
    over_days: int
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class FirstContactRule:
    """One step by which somebody who was referred is reached.

    It is due `wait` after the step `after` (None: after the referral), and is done `times`
    times, the tries `apart` from each other (None where there is one). Holds for referrals
    from `effective_from` on.
    """

    step: FirstContactStep
    after: FirstContactStep | None
    wait: LeadTime
    times: int
    apart: LeadTime | None
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class ReviewPeriod:
    """After how long something must be looked at again."""

    name: str
    period: LeadTime
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class EligibilityRule:
    """One row of the eligibility table; rows are tried in order, the first match wins.

    The dates are dates of sentence, both included. `min_term` is included,
    `max_term_exclusive` is not. `relationships` empty means anybody.
    """

    id: str
    offence_categories: frozenset[OffenceCategory]
    sentence_types: frozenset[SentenceType]
    route: Route
    reason: str
    source: str
    effective_from: date | None = None
    effective_to: date | None = None
    min_term: Term | None = None
    max_term_exclusive: Term | None = None
    relationships: frozenset[Relationship] = frozenset()
    needs_decision: bool = False

    @property
    def asks_for_term(self) -> bool:
        """Whether the row can't be decided without the length of the term."""
        return self.min_term is not None or self.max_term_exclusive is not None


class _Dated(Protocol):
    @property
    def effective_from(self) -> date: ...


_R = TypeVar("_R", bound=_Dated)


@dataclass(frozen=True)
class Policy:
    """Everything that `policy.toml` says, checked. `version` names the text in records."""

    version: str
    clocks: tuple[ClockRule, ...]
    eligibility: tuple[EligibilityRule, ...]
    lead_times: tuple[LeadTimeRule, ...]
    attempt_rules: tuple[Attempts, ...]
    first_contact_rules: tuple[FirstContactRule, ...]
    review_periods: tuple[ReviewPeriod, ...]
    retention_rules: tuple[RetentionRule, ...]
    unusual_rules: tuple[UnusualRule, ...] = ()
    glass_rules: tuple[GlassRule, ...] = ()

    def clock(self, kind: ClockKind, events: Mapping[Anchor, date]) -> ClockRule | None:
        """The newest limit of a clock that was in force on the day of its own event.

        `events` holds the days that are known; None where no limit was in force yet.
        """
        return _newest(
            rule
            for rule in self.clocks
            if rule.kind is kind
            and rule.event in events
            and rule.effective_from <= events[rule.event]
        )

    def lead_time(self, stage_name: str, on: date) -> LeadTime:
        """The lead time of a stage in force on the day `on`.

        Raises LookupError when the policy has none for that stage and day.
        """
        return self.lead_time_rule(stage_name, on).lead_time

    def lead_time_rule(self, stage_name: str, on: date) -> LeadTimeRule:
        """The same with its event and source, for a page that explains a date."""
        rows = (rule for rule in self.lead_times if rule.stage == stage_name)
        return _in_force(rows, on, f"a lead time for the stage {stage_name!r}")

    def attempts(self, on: date) -> Attempts:
        """The attempts that "no response" needs on the day `on`; LookupError if unsaid."""
        return _in_force(self.attempt_rules, on, "the attempts before no response")

    def first_contact(self, received_on: date) -> tuple[FirstContactRule, ...]:
        """The steps of first contact for a referral of that day, in their order.

        A referral that is older than every row of a step takes its oldest.
        """
        found: list[FirstContactRule] = []
        for step in FirstContactStep:
            rows = [rule for rule in self.first_contact_rules if rule.step is step]
            held = _newest(row for row in rows if row.effective_from <= received_on)
            found.append(held or min(rows, key=lambda row: row.effective_from))
        return tuple(found)

    def unusual(self, on: date) -> Mapping[Unusual, UnusualRule]:
        """The rules by which reading stands out on the day `on`; none that began later."""
        held: dict[Unusual, UnusualRule] = {}
        for name in Unusual:
            rows = (r for r in self.unusual_rules if r.name is name and r.effective_from <= on)
            newest = _newest(rows)
            if newest is not None:
                held[name] = newest
        return held

    def review_period(self, name: str, on: date) -> LeadTime:
        """The review period `name` in force on the day `on`; LookupError if unsaid."""
        rows = (rule for rule in self.review_periods if rule.name == name)
        return _in_force(rows, on, f"a review period {name!r}").period

    def glass(self, on: date) -> GlassRule:
        """What holds for breaking the glass on the day `on`; LookupError if unsaid."""
        return _in_force(self.glass_rules, on, "for how long broken glass opens a case")

    def retention(self, on: date) -> dict[RetentionKind, int]:
        """How many months each kind of record is kept, as the schedule stands on the day `on`.

        The schedule of that day holds for everything that is kept then, however old.
        """
        return {rule.kind: rule.months for rule in self.schedule(on)}

    def schedule(self, on: date) -> tuple[RetentionRule, ...]:
        """The same with each line's source, for a page that explains a date."""
        return tuple(
            _in_force(
                (rule for rule in self.retention_rules if rule.kind is kind),
                on,
                f"how long to keep {kind!r}",
            )
            for kind in RetentionKind
        )


def _newest(rows: Iterable[_R]) -> _R | None:
    return max(rows, key=lambda row: row.effective_from, default=None)


def _in_force(rows: Iterable[_R], on: date, what: str) -> _R:
    found = _newest(row for row in rows if row.effective_from <= on)
    if found is None:
        raise LookupError(f"The policy doesn't say {what} on {on.isoformat()}.")
    return found
