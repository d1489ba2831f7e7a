"""Days on which somebody wants to hear nothing: an anniversary, a birthday, one day only."""

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?", re.IGNORECASE
)
_FIGURES = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")
MOST = 30
"""As many as anybody asked for, and far fewer than would leave no day at all."""
# A leap year, so that 29 February is a day of every year.
_ANY_YEAR = 2024


def read_avoided(text: str) -> tuple[str, ...]:
    """One day to a line, in order and each once: `2027-03-09`, or `03-09` for every year.

    Reads `9 March`, `9th of March 2027` and `9/3/2027`. Raises ValueError with the first line
    that names no day, or that there are too many of them.
    """
    found: list[str] = []
    for line in text.splitlines():
        plain = " ".join(line.split()).rstrip(".,;")
        if plain:
            found.append(_read(plain))
    if len(found) > MOST:
        raise ValueError(f"Enter at most {MOST} days")
    return tuple(sorted(set(found), key=lambda day: (len(day), day)))


def avoided_in_words(stored: str) -> str:
    """A day as it is kept, in words that `read_avoided` reads back."""
    yearly = len(stored) == len("03-09")
    day = date.fromisoformat(f"{_ANY_YEAR}-{stored}" if yearly else stored)
    return f"{day.day} {day:%B}" if yearly else f"{day.day} {day:%B} {day.year}"


def avoided_on(stored: str) -> tuple[int | None, int, int]:
    """Year, month and day of a day as it is kept; no year for one of every year."""
    year, month, day = ("", *stored.split("-"))[-3:]
    return int(year) if year else None, int(month), int(day)


def _read(line: str) -> str:
    words, figures = _WORDS.fullmatch(line), _FIGURES.fullmatch(line)
    if words is not None:
        number, name, year = words.groups()
        full = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())]
        month = full[0] if len(full) == 1 else 0
    elif figures is not None:
        number, month, year = figures[1], int(figures[2]), figures[3]
    else:
        raise ValueError(f"“{line[:40]}” is no day. Write it like 9 March, or 9 March 2027")
    try:
        day = date(int(year or _ANY_YEAR), month, int(number))
    except ValueError:
        raise ValueError(f"There is no such day as “{line[:40]}”") from None
    return day.isoformat() if year else day.isoformat()[5:]
