"""The referral rule: every field read, every fault named, nothing guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from victim_portal.domain.referrals.fields import (
    read_choice,
    read_identifier,
    read_name,
    read_past_date,
    read_postcode,
    read_text,
)
from victim_portal.domain.referrals.row import COLUMNS, REQUIRED, SENSITIVE, ReferralRow
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import (
    Language,
    OffenceCategory,
    Relationship,
    SentenceType,
)

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class FieldError:
    """One bad field: its column, a sentence, and what stood there.

    `shown` is the start of the value, for the screen of whoever sent it; it is empty for
    a column in `SENSITIVE`.
    """

    column: str
    reason: str
    shown: str = ""


@dataclass(frozen=True)
class RowRefused:
    """A row that breaks a rule, with every bad field of it in file order."""

    errors: tuple[FieldError, ...]


def check_row(
    values: Mapping[str, str],
    today: date,
    phone: Reader,
    email: Reader,
) -> ReferralRow | RowRefused:
    """Read one referral, typed or from a file; `values` is keyed by column.

    `phone` and `email` bring a number or address into its stored form and raise
    ValueError with a sentence. Never raises for what `values` holds; names of columns
    that aren't in `COLUMNS` are passed over.
    """
    readers = _readers(today, phone, email)
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
    for column, reason in _contradictions(read):
        reasons.setdefault(column, reason)
    if reasons:
        return RowRefused(
            tuple(
                FieldError(column, reasons[column], _shown(column, values.get(column, "")))
                for column in COLUMNS
                if column in reasons
            )
        )
    return ReferralRow(**read)


def _readers(today: date, phone: Reader, email: Reader) -> dict[str, Reader]:
    def past(text: str) -> date:
        return read_past_date(text, today)

    def up_to(longest: int) -> Reader:
        return lambda text: read_text(text, longest)

    return {
        "referral_reference": up_to(64),
        "received_on": past,
        "referred_by": up_to(100),
        "victim_first_name": read_name,
        "victim_last_name": read_name,
        "victim_date_of_birth": past,
        "relationship": lambda text: read_choice(text, Relationship),
        "email": lambda text: email(text.strip()),
        "mobile": lambda text: phone(text.strip()),
        "address": lambda text: read_text(text, 500, lines=True),
        "postcode": read_postcode,
        "language": lambda text: read_choice(text, Language),
        "offender_first_name": read_name,
        "offender_last_name": read_name,
        "offender_date_of_birth": past,
        "prison_number": read_identifier,
        "crn": read_identifier,
        "offence": up_to(200),
        "offence_category": lambda text: read_choice(text, OffenceCategory),
        "sentence_type": lambda text: read_choice(text, SentenceType),
        "sentenced_on": past,
        "court": up_to(100),
        "custodial_term": Term.parse,
        "unit": up_to(100),
        "minimum_term": Term.parse,
    }


def _contradictions(read: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Dates that can't both be right, laid at the door of the one less likely to be."""
    sentenced_on: date | None = read.get("sentenced_on")
    if sentenced_on is None:
        return []
    found: list[tuple[str, str]] = []
    received_on: date | None = read.get("received_on")
    if received_on is not None and received_on < sentenced_on:
        found.append(("received_on", "A referral can't come before the sentence."))
    for column in ("victim_date_of_birth", "offender_date_of_birth"):
        born_on: date | None = read.get(column)
        if born_on is not None and born_on > sentenced_on:
            found.append((column, "The date of birth is after the sentence."))
    return found


def _shown(column: str, text: str) -> str:
    if column in SENSITIVE:
        return ""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text.strip())[:40]
