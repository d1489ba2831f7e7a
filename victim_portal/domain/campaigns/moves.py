"""Which of the three months that a victim may be told moved between two sets of dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from victim_portal.domain.campaigns.vocabulary import Direction
from victim_portal.domain.stages import (
    Road,
    YearMonth,
    governing_licence_end,
    governing_parole,
    governing_release,
    known_codes,
)


@dataclass(frozen=True)
class Move:
    """One road whose day changed. The days are for clocks and lists of staff, never told.

    `before` or `after` is None where there was none, or where it was taken away.
    """

    road: Road
    before: date | None
    after: date | None

    @property
    def month_before(self) -> YearMonth | None:
        """The month before."""
        return YearMonth.of(self.before) if self.before else None

    @property
    def month_after(self) -> YearMonth | None:
        """The month now."""
        return YearMonth.of(self.after) if self.after else None

    @property
    def months(self) -> int | None:
        """By how many months it moved, negative for earlier; None where one side is missing."""
        if self.before is None or self.after is None:
            return None
        return YearMonth.of(self.before).months_until(YearMonth.of(self.after))

    def nearest(self, today: date) -> date:
        """The old or the new day, whichever comes first; the later one once both are past."""
        days = [day for day in (self.before, self.after) if day is not None]
        return min((day for day in days if day >= today), default=max(days))


def moves(before: Mapping[str, date], after: Mapping[str, date], today: date) -> tuple[Move, ...]:
    """The roads on which another day governs than before, in the order of `Road`.

    A day of before that has passed still counts as the one that was known.
    """
    return tuple(_moved(known_codes(before), known_codes(after), today))


def direction_of(months: int | None) -> Direction:
    """Which way a move of so many months goes."""
    if months is None:
        return Direction.UNKNOWN
    if months == 0:
        return Direction.SAME
    return Direction.EARLIER if months < 0 else Direction.LATER


def _moved(before: Mapping[str, date], after: Mapping[str, date], today: date) -> Iterator[Move]:
    for road in Road:
        was = _governing(road, before, today) or _governing(road, before, date.min)
        now = _governing(road, after, today) or _governing(road, after, date.min)
        if was != now:
            yield Move(road, was, now)


def _governing(road: Road, dates: Mapping[str, date], not_before: date) -> date | None:
    if road is Road.RELEASE:
        found = governing_release(dates, not_before)
    elif road is Road.PAROLE:
        found = governing_parole(dates, not_before)
    else:
        found = governing_licence_end(dates)
    return found[1] if found else None
