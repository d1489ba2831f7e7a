"""Days as the scheme counts them: London dates, working days, months and birthdays.

Bank holidays are always passed in; days carry no time of day. A moment becomes a day
only through `london_date`, so that midnight means midnight in London.
"""

from calendar import isleap, monthrange
from collections.abc import Container, Hashable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def london_date(now: datetime) -> date:
    """The calendar date in London at the aware moment `now`.

    Raises ValueError for a moment without a time zone, because its date is a guess.
    """
    if now.tzinfo is None or now.utcoffset() is None:
        raise ValueError("A moment needs a time zone before it can become a London date.")
    return now.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last moment of a London day, aware."""
    return datetime.combine(day + _ONE_DAY, time.min, LONDON) - timedelta(microseconds=1)


def is_working_day(day: date, bank_holidays: Container[date]) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in bank_holidays


def add_working_days(start: date, n: int, bank_holidays: Container[date]) -> date:
    """The `n`-th working day after `start`; day 1 is the next working day after it.

    From a Friday, n=1 is the Monday and n=10 the Friday two weeks on (without bank
    holidays). n=0 is `start` itself, working day or not. A negative `n` counts working
    days backwards: n=-1 is the last working day before `start`.
    """
    step = _ONE_DAY if n >= 0 else -_ONE_DAY
    day, left = start, abs(n)
    while left:
        day += step
        if is_working_day(day, bank_holidays):
            left -= 1
    return day


def working_days_between(start: date, end: date, bank_holidays: Container[date]) -> int:
    """How many working days lead from `start` to `end`: the inverse of `add_working_days`.

    Counts the working days after `start` up to and with `end`. Where `end` lies before
    `start` the answer is negative and counts from `end` up to the day before `start`; it
    may be 0 when only weekends and bank holidays lie between.
    """
    if end >= start:
        return _within(start, end, bank_holidays)
    return -_within(end - _ONE_DAY, start - _ONE_DAY, bank_holidays)


def _within(before: date, last: date, bank_holidays: Container[date]) -> int:
    """The working days after one day up to and with another that isn't earlier.

    Lists of cases ask for spans of many years, so a year is counted once and kept; holidays
    that may change are counted day by day.
    """
    if not isinstance(bank_holidays, Hashable):
        days = range(1, (last - before).days + 1)
        return sum(is_working_day(before + timedelta(days=n), bank_holidays) for n in days)
    whole = sum(_in_year(year, bank_holidays)[-1] for year in range(before.year, last.year))
    until = _in_year(last.year, bank_holidays)[last.timetuple().tm_yday]
    return whole + until - _in_year(before.year, bank_holidays)[before.timetuple().tm_yday]


@lru_cache(maxsize=1024)
def _in_year(year: int, bank_holidays: Any) -> tuple[int, ...]:
    """By the number of a day in its year the working days up to it; the first entry is 0."""
    length = 366 if isleap(year) else 365
    counts, day = [0], date(year, 1, 1)
    for number in range(length):
        counts.append(counts[-1] + is_working_day(day + timedelta(days=number), bank_holidays))
    return tuple(counts)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier when negative).

    Where that month is too short, its last day: 31 January and one month is 28 or 29
    February.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(born_on: date, years: int) -> date:
    """The day on which a person born on `born_on` reaches the age of `years`.

    An age is reached at the start of the anniversary (Family Law Reform Act 1969, s.9);
    somebody born on 29 February reaches it on 1 March in other years.
    """
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        if (born_on.month, born_on.day) != (2, 29):
            raise
        return date(born_on.year + years, 3, 1)
