"""How an official date has moved so far."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from victim_portal.domain.stages import (
    Road,
    YearMonth,
    governing_licence_end,
    governing_parole,
    governing_release,
    known_codes,
)
from victim_portal.domain.timeline.history import DateVersion


def moves_of(road: Road, code: str, versions: Sequence[DateVersion]) -> list[int]:
    """By how many months the same kind of date moved, from the end of one day to the next."""
    by_day = {version.received_on: version for version in versions}
    months: list[YearMonth | None] = []
    for version in by_day.values():
        found = _governing(road, version)
        months.append(YearMonth.of(found[1]) if found and found[0] == code else None)
    return [one.months_until(two) for one, two in pairwise(months) if one and two and one != two]


def _governing(road: Road, version: DateVersion) -> tuple[str, date] | None:
    dates = known_codes(version.dates)
    if road is Road.RELEASE:
        return governing_release(dates, version.received_on)
    if road is Road.PAROLE:
        return governing_parole(dates, date.min)
    return governing_licence_end(dates)


def later(month: YearMonth, months: int) -> YearMonth:
    """The month so many months on, or back where `months` is negative."""
    years, number = divmod(month.month - 1 + months, 12)
    return YearMonth(month.year + years, number + 1)
