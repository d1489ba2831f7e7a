"""The bank holidays of England and Wales, from the installed `holidays` package.

Works without a network. One-off holidays that are proclaimed after the installed
release are unknown until it is updated.
"""

from datetime import date, datetime

import holidays


class BankHolidays:
    """Answers `day in bank_holidays`, filling in each year when it is first asked for.

    A moved holiday counts on both its own weekend day and the weekday that stands in for
    it, which makes no difference to working days.
    """

    def __init__(self) -> None:
        self._years: dict[int, frozenset[date]] = {}

    def __contains__(self, day: object) -> bool:
        """Whether the date `day` is a bank holiday.

        A year without data has none: an official date may lie beyond all calendars, and a
        sentence of the last century before them. Raises TypeError for anything but a plain
        date (a moment has no date before its time zone is settled).
        """
        if not isinstance(day, date) or isinstance(day, datetime):
            raise TypeError(f"Only a date can be a bank holiday, not {type(day).__name__}.")
        return day in self.of_year(day.year)

    def of_year(self, year: int) -> frozenset[date]:
        """The bank holidays of one year; none for a year without data."""
        known = self._years.get(year)
        if known is None:
            calendar = holidays.country_holidays("GB", subdiv="ENG", years=year)
            first, last = calendar.start_year, calendar.end_year
            found = frozenset(calendar) if first <= year <= last else frozenset()
            known = self._years[year] = found
        return known


def england_and_wales(years: range | None = None) -> BankHolidays:
    """The bank holidays of England and Wales, the given `years` filled in at once.

    Any other year is filled in when asked for. Wales shares the calendar of England, so
    one subdivision stands for both.
    """
    found = BankHolidays()
    for year in years or ():
        found.of_year(year)
    return found
