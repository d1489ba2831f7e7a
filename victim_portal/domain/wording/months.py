"""Months as a reader meets them: `March 2027`, `Mawrth 2027`."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import Language

MONTH_NAMES: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        Language.ENGLISH: (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        Language.WELSH: (
            "Ionawr",
            "Chwefror",
            "Mawrth",
            "Ebrill",
            "Mai",
            "Mehefin",
            "Gorffennaf",
            "Awst",
            "Medi",
            "Hydref",
            "Tachwedd",
            "Rhagfyr",
        ),
    }
)


WEEKDAY_NAMES: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        Language.ENGLISH: (
            *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ),
        Language.WELSH: (
            *("Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau"),
            *("Dydd Gwener", "Dydd Sadwrn", "Dydd Sul"),
        ),
    }
)


def whole_day_in_words(day: date, language: Language) -> str:
    """A day on which something was written: `Monday 7 December 2026`."""
    weekday, month = WEEKDAY_NAMES[language][day.weekday()], MONTH_NAMES[language][day.month - 1]
    return f"{weekday} {day.day} {month} {day.year}"


def month_in_words(month: YearMonth, language: Language) -> str:
    """The month and year in the reader's language.

    Welsh sentences put "mis" before it (`ym mis Mawrth 2027`), so the name never mutates.
    """
    return f"{MONTH_NAMES[language][month.month - 1]} {month.year}"
