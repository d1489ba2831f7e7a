"""The month that somebody was told of, beside the month that stands now."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date

from victim_portal.domain.plan import CaseFacts, EventFacts, KeyDateFacts, LeadTimes
from victim_portal.domain.plan.dated import ahead
from victim_portal.domain.plan.situation import Situation
from victim_portal.domain.plan.values import PreferenceFacts
from victim_portal.domain.stages import (
    Road,
    YearMonth,
    governing_licence_end,
    governing_parole,
    governing_release,
    known_codes,
)
from victim_portal.domain.vocabulary import Level


@dataclass(frozen=True)
class ToldMonth:
    """What one victim knows of one road, and what stands.

    `by_update` is the plan key of the update that told it, "" where it was known from the
    day of joining. `now` is None where nothing is expected any more.
    """

    road: Road
    told: YearMonth
    now: YearMonth | None
    by_update: str = ""

    @property
    def still_true(self) -> bool:
        """Whether what they were told is what stands."""
        return self.told == self.now


def situation_of(
    case: CaseFacts,
    key_dates: KeyDateFacts | None,
    events: Sequence[EventFacts],
    policy: LeadTimes,
    bank_holidays: Container[date],
    today: date,
) -> Situation:
    """The facts of a case for questions in which neither sentence nor level plays a part."""
    dates = key_dates or KeyDateFacts(version=0, dates={})
    return Situation(
        case,
        None,
        replace(
            dates,
            dates=known_codes(dates.dates),
            disclosed=known_codes(dates.disclosed),
            changed_in=known_codes(dates.changed_in),
        ),
        events,
        PreferenceFacts(Level.KEY_STAGES, 0),
        policy,
        bank_holidays,
        today,
    )


def told_and_now(now: Situation) -> tuple[ToldMonth, ...]:
    """For each road of which they know a month: that month, and the one that stands now."""
    found = []
    for road in Road:
        known = _told(now, road)
        if known is None:
            continue
        expected = ahead(now, road)
        month = YearMonth.of(expected[1]) if expected else None
        found.append(ToldMonth(road, known[0], month, known[1]))
    return tuple(found)


def _told(now: Situation, road: Road) -> tuple[YearMonth, str] | None:
    told = now.told_month(road)
    if told is not None:
        for settled in reversed(now.case.settled):
            if settled.sent and settled.anchor_month == told[1]:
                return told[1], settled.plan_key
    if now.case.opted_in_on is None:
        return None
    dates = now.key_dates.disclosed
    if road is Road.RELEASE:
        known = governing_release(dates, date.min)
    elif road is Road.PAROLE:
        known = governing_parole(dates, date.min)
    else:
        known = governing_licence_end(dates)
    return (YearMonth.of(known[1]), "") if known else None
