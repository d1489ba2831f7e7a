"""The history of one official date, in plain words: what it was, since when, from whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from victim_portal.domain.stages import YearMonth, known_codes

SOURCES = {
    "calculation_service": "the prison's calculation service",
    "typed": "an officer, from what the prison said",
}


@dataclass(frozen=True)
class DateVersion:
    """One version of an offender's dates, as it was given.

    `received_on` is the day on which it came, `confirmed_on` the last day on which the same
    dates were given again (else the same day). `doubtful` says that a check found something.
    """

    version: int
    source: str
    status: str
    received_on: date
    confirmed_on: date
    doubtful: bool = False
    dates: Mapping[str, date] = field(default_factory=dict)

    @property
    def by_whom(self) -> str:
        """Where it came from, in the middle of a sentence."""
        return SOURCES.get(self.source, "a source that isn't known")


@dataclass(frozen=True)
class Spell:
    """A time in which a date lay in one month. `month` None: no date was given any more.

    `until` is None for the spell that lasts. `moves_within` counts how often the date moved
    without leaving the month, which nobody is told.
    """

    month: YearMonth | None
    since: date
    until: date | None
    by_whom: str
    moves_within: int = 0

    @property
    def words(self) -> str:
        """`March 2027 since 3 May 2025 (the prison's calculation service)`."""
        what = self.month.in_words() if self.month else "not given"
        when = f"since {_day(self.since)}"
        if self.until is not None:
            same = self.since == self.until
            when = f"on {_day(self.since)}" if same else f"from {_day(self.since)}"
        moved = ""
        if self.moves_within:
            times = "once" if self.moves_within == 1 else f"{self.moves_within} times"
            moved = f", moved within the month {times}"
        return f"{what} {when} ({self.by_whom}{moved})"


def history_of(code: str, versions: Sequence[DateVersion]) -> tuple[Spell, ...]:
    """The spells of a date code through `versions` (oldest first), the newest spell first.

    Empty for a code that no version holds. A code under its old name is the same date.
    """
    spells: list[Spell] = []
    before: date | None = None
    for version in versions:
        day = known_codes(version.dates).get(code)
        if not spells and day is None:
            continue
        month = YearMonth.of(day) if day else None
        if spells and spells[-1].month == month:
            if day != before:
                spells[-1] = replace(spells[-1], moves_within=spells[-1].moves_within + 1)
        else:
            if spells:
                spells[-1] = replace(spells[-1], until=version.received_on)
            spells.append(Spell(month, version.received_on, None, version.by_whom))
        before = day
    return tuple(reversed(spells))


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
