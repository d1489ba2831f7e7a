"""The order of a timeline: oldest first, by year and month, with today between.

Oldest first, because a timeline holds what is ahead as well: what happened, what is due now
and what comes next are then read in one direction, on a screen, on paper and aloud. Whoever
opens it starts a year back and not forty: earlier years are pages of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from victim_portal.domain.calendar import add_months


class EntryKind(StrEnum):
    """What kind of thing stands in a timeline, in the order in which one day's are read."""

    HAPPENED = "happened"
    DATES = "dates"
    ANSWER = "answer"
    TOLD = "told"
    NOT_TOLD = "not_told"
    PLANNED = "planned"
    DEADLINE = "deadline"
    EXPECTED = "expected"


class Milestone(StrEnum):
    """What happened to the case itself."""

    SENTENCED = "sentenced"
    REFERRED = "referred"
    CLOSED = "closed"


class Part(StrEnum):
    """On which side of today an entry stands; what is open or late stands in today."""

    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"


class Dated(Protocol):
    """What the order needs of an entry: its kind and the day at which it stands."""

    @property
    def kind(self) -> EntryKind:
        """What kind of thing it is."""

    @property
    def on(self) -> date:
        """Its day in London; of what is planned, the first day of its window."""


E = TypeVar("E", bound=Dated)
_STILL_TO_DO = frozenset({EntryKind.PLANNED, EntryKind.DEADLINE})
_ORDER = {kind: number for number, kind in enumerate(EntryKind)}
BACK = 12
"""How many months of the past stand on the page that opens first."""


@dataclass(frozen=True)
class YearOfEntries(Generic[E]):
    """One year: its months that have entries, each with the first day of the month."""

    year: int
    months: tuple[tuple[date, tuple[E, ...]], ...]


@dataclass(frozen=True)
class Stretch(Generic[E]):
    """The part of a timeline that one page shows.

    `years` counts the past entries of every year, for the way to them; `year` is the one
    that was asked for, None for the page around today, which has `now` and `ahead` too.
    """

    past: tuple[YearOfEntries[E], ...]
    now: tuple[E, ...]
    ahead: tuple[YearOfEntries[E], ...]
    years: tuple[tuple[int, int], ...]
    year: int | None
    whole: bool
    since: date | None


def part_of(entry: Dated, today: date) -> Part:
    """Where an entry stands on the day `today`."""
    if entry.kind in _STILL_TO_DO:
        return Part.AHEAD if entry.on > today else Part.NOW
    if entry.kind is EntryKind.EXPECTED:
        return Part.NOW if entry.on < today else Part.AHEAD
    return Part.PAST if entry.on <= today else Part.AHEAD


def shown(entries: Iterable[E], today: date, asked: str = "") -> Stretch[E]:
    """What one page shows: `asked` is a year, `all` (for paper), or anything else for today.

    A year without entries shows today's page, so that an old link leads somewhere.
    """
    ordered = sorted(entries, key=lambda one: (one.on, _ORDER[one.kind]))
    parts: dict[Part, list[E]] = {part: [] for part in Part}
    for entry in ordered:
        parts[part_of(entry, today)].append(entry)
    past = parts[Part.PAST]
    counts: dict[int, int] = {}
    for entry in past:
        counts[entry.on.year] = counts.get(entry.on.year, 0) + 1
    years = tuple(counts.items())
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None
    if year in counts:
        some = [entry for entry in past if entry.on.year == year]
        return Stretch(by_years(some), (), (), years, year, False, None)
    whole = asked == "all"
    since = None if whole else add_months(today, -BACK)
    recent = [entry for entry in past if since is None or entry.on >= since]
    since = since if len(recent) < len(past) else None
    return Stretch(
        by_years(recent),
        tuple(parts[Part.NOW]),
        by_years(parts[Part.AHEAD]),
        years,
        None,
        whole or since is None,
        since,
    )


def by_years(entries: Sequence[E]) -> tuple[YearOfEntries[E], ...]:
    """Entries in order of time under the headings of their years and months."""
    years: dict[int, dict[date, list[E]]] = {}
    for entry in entries:
        months = years.setdefault(entry.on.year, {})
        months.setdefault(entry.on.replace(day=1), []).append(entry)
    return tuple(
        YearOfEntries(year, tuple((month, tuple(some)) for month, some in months.items()))
        for year, months in years.items()
    )
