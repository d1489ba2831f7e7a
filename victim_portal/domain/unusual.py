"""Reading that stands out: what a manager or an auditor should ask about.

Nothing here says that somebody did wrong. Each rule counts, and tells the count beside its
limit; the limits are policy (`[[unusual]]` in policy.toml), with the date from which they hold.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median_high
from uuid import UUID
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NIGHT_ENDS, NIGHT_BEGINS = 6, 22
FOLLOWED_WITHIN = timedelta(minutes=10)
HOUR = timedelta(hours=1)


class Unusual(StrEnum):
    """What may stand out in what one person read on one day."""

    MANY_CASES = "many_cases"
    OUTSIDE_CASELOAD = "outside_caseload"
    AT_NIGHT = "at_night"
    AGAIN_AND_AGAIN = "again_and_again"
    SEARCHES_NOT_FOLLOWED = "searches_not_followed"
    BROKEN_GLASS = "broken_glass"


# Of how many cases, whose, and when. Breaking the glass asks by itself; a search that wasn't
# followed is put right by opening a case; one case read again and again is open already.
ASKS_WHO = frozenset({Unusual.MANY_CASES, Unusual.OUTSIDE_CASELOAD, Unusual.AT_NIGHT})


class LookKind(StrEnum):
    """What somebody did."""

    VIEW = "view"
    SEARCH = "search"
    GLASS = "glass"


@dataclass(frozen=True)
class Look:
    """One thing that a person looked at; `own` is whether the case is theirs to look at daily.

    A list has no case. `at` is aware.
    """

    at: datetime
    kind: LookKind
    case_id: UUID | None = None
    own: bool = True


@dataclass(frozen=True)
class UnusualRule:
    """From which count on something stands out, and for how many times one's usual."""

    name: Unusual
    at_least: int
    times_usual: int
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class StandsOut:
    """One thing that stands out: the count, its limit, and one's own usual where it matters."""

    rule: Unusual
    count: int
    limit: int
    usual: int | None = None
    case_id: UUID | None = None


def busiest_hour(looks: Iterable[Look]) -> int:
    """The most different cases that were looked at within any sixty minutes."""
    within: list[Look] = []
    most = 0
    for look in sorted((one for one in looks if _views_a_case(one)), key=lambda one: one.at):
        within = [one for one in within if look.at - one.at < HOUR] + [look]
        most = max(most, len({one.case_id for one in within}))
    return most


def usual_busiest_hour(earlier: Iterable[Look]) -> int:
    """The middle one of a person's busiest hours, over the days on which they looked at cases.

    0 where there is no such day: whoever is new has no usual yet.
    """
    days: dict[date, list[Look]] = defaultdict(list)
    for look in earlier:
        if _views_a_case(look):
            days[look.at.astimezone(LONDON).date()].append(look)
    return median_high(map(busiest_hour, days.values())) if days else 0


def needs_usual(looks: Sequence[Look], rules: Mapping[Unusual, UnusualRule]) -> bool:
    """Whether it must be known what is usual for this person before anything can be said."""
    rule = rules.get(Unusual.MANY_CASES)
    return rule is not None and busiest_hour(looks) >= rule.at_least


def stands_out(
    looks: Sequence[Look], usual: int, rules: Mapping[Unusual, UnusualRule]
) -> tuple[StandsOut, ...]:
    """What stands out in what one person looked at on one day, in the order of the rules.

    `usual` is their own usual busiest hour. A rule that the policy doesn't have is silent.
    """
    found: list[StandsOut] = []
    for name in Unusual:
        rule = rules.get(name)
        if rule is not None:
            found += _FINDERS[name](looks, usual, rule)
    return tuple(found)


def left_open(
    looks: Sequence[Look], usual: int, rules: Mapping[Unusual, UnusualRule]
) -> frozenset[UUID] | None:
    """The cases that may be read on without a new proof of who is there; None for every case.

    `looks` are those since the last proof. Where they stand out, only what was opened already
    stays open: a stolen session stops reading there, and its owner proves who they are
    (ASVS 5.0, 8.2.4). `ASKS_WHO` are the rules that count.
    """
    asking = {name: rule for name, rule in rules.items() if name in ASKS_WHO}
    if not stands_out(looks, usual, asking):
        return None
    return frozenset(one.case_id for one in looks if one.case_id and _views_a_case(one))


def is_night(at: datetime) -> bool:
    """Whether a moment lies between 10pm and 6am in London."""
    hour = at.astimezone(LONDON).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _many_cases(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    limit = max(rule.at_least, usual * rule.times_usual)
    count = busiest_hour(looks)
    return [StandsOut(rule.name, count, limit, usual)] if count >= limit else []


def _outside(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    others = {one.case_id for one in looks if _views_a_case(one) and not one.own}
    return _counted(len(others), rule)


def _at_night(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    return _counted(sum(is_night(one.at) for one in looks), rule)


def _again(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    counts = Counter(one.case_id for one in looks if _views_a_case(one) and not one.own)
    return [
        StandsOut(rule.name, count, rule.at_least, case_id=case_id)
        for case_id, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        if count >= rule.at_least
    ]


def _searches(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    ordered = sorted(looks, key=lambda one: one.at)
    left = 0
    for at, look in enumerate(ordered):
        if look.kind is LookKind.SEARCH:
            after = ordered[at + 1 :]
            left += not any(
                _views_a_case(one) and one.at - look.at <= FOLLOWED_WITHIN for one in after
            )
    return _counted(left, rule)


def _glass(looks: Sequence[Look], usual: int, rule: UnusualRule) -> list[StandsOut]:
    return _counted(sum(one.kind is LookKind.GLASS for one in looks), rule)


def _counted(count: int, rule: UnusualRule) -> list[StandsOut]:
    return [StandsOut(rule.name, count, rule.at_least)] if count >= rule.at_least else []


def _views_a_case(look: Look) -> bool:
    return look.kind is LookKind.VIEW and look.case_id is not None


_FINDERS = {
    Unusual.MANY_CASES: _many_cases,
    Unusual.OUTSIDE_CASELOAD: _outside,
    Unusual.AT_NIGHT: _at_night,
    Unusual.AGAIN_AND_AGAIN: _again,
    Unusual.SEARCHES_NOT_FOLLOWED: _searches,
    Unusual.BROKEN_GLASS: _glass,
}
