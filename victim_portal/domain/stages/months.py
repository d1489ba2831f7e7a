"""A month of a year: as near to a date as a victim is told."""

from dataclasses import dataclass
from datetime import date
from typing import Self

_MONTHS = range(1, 13)


@dataclass(frozen=True, order=True)
class YearMonth:
    """One month of one year; it can't hold a day, so that none can slip out.

    Raises ValueError for a month outside 1 to 12.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if self.month not in _MONTHS:
            raise ValueError("A month is a number from 1 to 12.")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2027-03`; ValueError for anything else."""
        year, dash, month = text.partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isdecimal()):
            raise ValueError("Write the month like 2027-03.")
        return cls(int(year), int(month))

    def __str__(self) -> str:
        """`2027-03`, which `parse` reads back."""
        return f"{self.year:04d}-{self.month:02d}"

    def in_words(self) -> str:
        """`March 2027`, in English for staff; letters to victims use `wording`."""
        return f"{date(self.year, self.month, 1):%B} {self.year}"

    def months_until(self, later: "YearMonth") -> int:
        """How many months lead to `later`; negative where it lies before."""
        return (later.year - self.year) * 12 + later.month - self.month
