"""Lengths of sentences and minimum terms, as ISO 8601 durations."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from victim_portal.domain.calendar import add_months

_PATTERN = re.compile(
    r"P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?", re.IGNORECASE
)
_LONGEST_IN_DAYS = 150 * 365
_ORDINARY_DAY = date(2001, 1, 1)
"""A day followed by years of 365 days, for comparing where no date of sentence is known."""


@dataclass(frozen=True)
class Term:
    """A length in calendar units, kept as the court put it: 18 months stay 18 months.

    Two terms are equal only when written alike; use `at_least` to compare lengths.
    Raises ValueError for a negative part, for nothing at all, and for more than about
    150 years.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self._parts()) < 0:
            raise ValueError("A term can't be negative.")
        if max(self._parts()) == 0:
            raise ValueError("A term must be longer than nothing.")
        if (
            self.years * 365 + self.months * 365 // 12 + self.weeks * 7 + self.days
            > _LONGEST_IN_DAYS
        ):
            raise ValueError("A term can't be longer than 150 years.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 duration of whole years, months, weeks and days.

        `P8Y`, `P2Y6M`, `P18M`, `P100D`, `P2W`; upper or lower case, spaces around it
        ignored. Raises ValueError with a sentence fit to show beside a field.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None or not any(match.groups()):
            raise ValueError(
                "Write the term as an ISO 8601 duration of whole years, months, weeks or days, "
                "like P8Y, P2Y6M, P18M or P100D."
            )
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(years, months, weeks, days)

    def __str__(self) -> str:
        """The ISO 8601 duration, parts of zero left out; `Term.parse` reads it back."""
        return "P" + "".join(
            f"{n}{letter}" for n, letter in zip(self._parts(), "YMWD", strict=True) if n
        )

    def end_from(self, day: date) -> date:
        """The day that lies this term after `day`, by the calendar.

        For measuring and comparing only: release and expiry dates are the prison
        service's to calculate.
        """
        months_on = add_months(day, self.years * 12 + self.months)
        return months_on + timedelta(weeks=self.weeks, days=self.days)

    def at_least(self, other: "Term", from_day: date = _ORDINARY_DAY) -> bool:
        """Whether this term is as long as `other` or longer, both measured from `from_day`.

        `from_day` is the date of sentence: 365 days are 12 months from March 2024 but not
        from March 2023, whose year holds a leap day. Without it ordinary years count.
        """
        return self.end_from(from_day) >= other.end_from(from_day)

    def in_words(self) -> str:
        """Plain English for staff: `8 years`, `2 years and 6 months`."""
        words = [
            f"{n} {unit}" if n == 1 else f"{n} {unit}s"
            for n, unit in zip(self._parts(), ("year", "month", "week", "day"), strict=True)
            if n
        ]
        return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))

    def _parts(self) -> tuple[int, int, int, int]:
        return self.years, self.months, self.weeks, self.days
