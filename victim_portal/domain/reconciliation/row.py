"""One row of a list of sentences: every field read, every fault named, nothing guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from victim_portal.domain.referrals import FieldError, RowRefused
from victim_portal.domain.referrals.fields import (
    read_choice,
    read_identifier,
    read_name,
    read_past_date,
    read_text,
)
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, SentenceType

MOST_VICTIMS = 500
_PNC = re.compile(r"([0-9]{4}|[0-9]{2})/([0-9]{1,7})([A-Z])")
_NO_NUMBER = "Give a prison number, a CRN or a PNC number: nobody is matched by name alone."


@dataclass(frozen=True)
class ListedRow:
    """One sentence of one offender, as one source lists it.

    `victims` is None where the source doesn't know how many there are. Who it is about stays
    out of the repr, so that a log line can't tell.
    """

    source: str = field(repr=False)
    source_reference: str = field(repr=False)
    offender_last_name: str = field(repr=False)
    sentence_type: SentenceType
    offence_category: OffenceCategory
    sentenced_on: date
    offender_first_name: str = field(default="", repr=False)
    offender_date_of_birth: date | None = field(default=None, repr=False)
    prison_number: str = field(default="", repr=False)
    crn: str = field(default="", repr=False)
    pnc: str = field(default="", repr=False)
    offence: str = field(default="", repr=False)
    court: str = field(default="", repr=False)
    custodial_term: Term | None = None
    unit: str = ""
    victims: int | None = None


COLUMNS = (
    "source",
    "source_reference",
    "offender_first_name",
    "offender_last_name",
    "offender_date_of_birth",
    "prison_number",
    "crn",
    "pnc",
    "offence",
    "offence_category",
    "sentence_type",
    "sentenced_on",
    "court",
    "custodial_term",
    "unit",
    "victims",
)
"""The columns of a list, in the order in which they are written."""

REQUIRED = frozenset(
    {
        "source",
        "source_reference",
        "offender_last_name",
        "offence_category",
        "sentence_type",
        "sentenced_on",
    }
)

SENSITIVE = frozenset(f.name for f in fields(ListedRow) if not f.repr)
"""Columns whose value tells who somebody is: an error message never repeats it."""


def check_listed(values: Mapping[str, str], today: date) -> ListedRow | RowRefused:
    """Read one row; `values` is keyed by column. Never raises for what it holds."""
    readers = _readers(today)
    read: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for column in COLUMNS:
        text = values.get(column, "")
        if not text.strip():
            if column in REQUIRED:
                reasons[column] = "This is needed."
            continue
        try:
            read[column] = readers[column](text)
        except ValueError as error:
            reasons[column] = str(error)
    numbers = ("prison_number", "crn", "pnc")
    if not any(column in read or column in reasons for column in numbers):
        reasons["prison_number"] = _NO_NUMBER
    born_on, sentenced_on = read.get("offender_date_of_birth"), read.get("sentenced_on")
    if born_on is not None and sentenced_on is not None and born_on > sentenced_on:
        reasons["offender_date_of_birth"] = "The date of birth is after the sentence."
    if reasons:
        return RowRefused(tuple(FieldError(c, reasons[c]) for c in COLUMNS if c in reasons))
    return ListedRow(**read)


def listed_values(row: ListedRow) -> dict[str, str]:
    """The row as canonical text by column; what wasn't given is empty."""
    values = ((column, getattr(row, column)) for column in COLUMNS)
    return {
        column: ""
        if value is None
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
        for column, value in values
    }


def _readers(today: date) -> dict[str, Callable[[str], Any]]:
    def past(text: str) -> date:
        return read_past_date(text, today)

    def up_to(longest: int) -> Callable[[str], Any]:
        return lambda text: read_text(text, longest)

    return {
        "source": up_to(100),
        "source_reference": up_to(64),
        "offender_first_name": read_name,
        "offender_last_name": read_name,
        "offender_date_of_birth": past,
        "prison_number": read_identifier,
        "crn": read_identifier,
        "pnc": lambda text: _read_pnc(text, today),
        "offence": up_to(200),
        "offence_category": lambda text: read_choice(text, OffenceCategory),
        "sentence_type": lambda text: read_choice(text, SentenceType),
        "sentenced_on": past,
        "court": up_to(100),
        "custodial_term": Term.parse,
        "unit": up_to(100),
        "victims": _read_victims,
    }


def _read_pnc(text: str, today: date) -> str:
    """A PNC number in its long form, `2012/0123456X`, however it was written."""
    match = _PNC.fullmatch(re.sub(r"\s", "", text).upper())
    if match is None:
        raise ValueError("Write the PNC number as year/number and a letter: 2012/0123456X.")
    year, number, letter = match.groups()
    if len(year) == 2:
        century = "20" if int(year) <= today.year % 100 else "19"
        year = f"{century}{year}"
    return f"{year}/{int(number):07d}{letter}"


def _read_victims(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) > MOST_VICTIMS:
        raise ValueError(f"Write a whole number from 0 to {MOST_VICTIMS}.")
    return int(text)
