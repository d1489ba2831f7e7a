"""A referral as typed values, and how one is compared with the same one sent again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import (
    Language,
    OffenceCategory,
    Relationship,
    SentenceType,
)


@dataclass(frozen=True)
class ReferralRow:
    """One referral that keeps every rule: one victim, one offender, one sentence.

    Text that wasn't given is empty, dates and terms that weren't given are None. Who it
    is about stays out of the repr, so that a log line can't tell.
    """

    referral_reference: str
    received_on: date
    victim_last_name: str = field(repr=False)
    relationship: Relationship
    offender_last_name: str = field(repr=False)
    offence_category: OffenceCategory
    sentence_type: SentenceType
    sentenced_on: date
    referred_by: str = field(default="", repr=False)
    victim_first_name: str = field(default="", repr=False)
    victim_date_of_birth: date | None = field(default=None, repr=False)
    email: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    language: Language = Language.ENGLISH
    offender_first_name: str = field(default="", repr=False)
    offender_date_of_birth: date | None = field(default=None, repr=False)
    prison_number: str = field(default="", repr=False)
    crn: str = field(default="", repr=False)
    offence: str = field(default="", repr=False)
    court: str = field(default="", repr=False)
    custodial_term: Term | None = None
    unit: str = ""
    minimum_term: Term | None = None


COLUMNS = (
    "referral_reference",
    "received_on",
    "referred_by",
    "victim_first_name",
    "victim_last_name",
    "victim_date_of_birth",
    "relationship",
    "email",
    "mobile",
    "address",
    "postcode",
    "language",
    "offender_first_name",
    "offender_last_name",
    "offender_date_of_birth",
    "prison_number",
    "crn",
    "offence",
    "offence_category",
    "sentence_type",
    "sentenced_on",
    "court",
    "custodial_term",
    "unit",
    "minimum_term",
)
"""The columns of a referral file, in the order in which they are written."""

REQUIRED = frozenset(
    {
        "referral_reference",
        "received_on",
        "victim_last_name",
        "relationship",
        "offender_last_name",
        "offence_category",
        "sentence_type",
        "sentenced_on",
    }
)

SENSITIVE = frozenset(f.name for f in fields(ReferralRow) if not f.repr)
"""Columns whose value tells who somebody is: an error message never repeats it."""


def row_values(row: ReferralRow) -> dict[str, str]:
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


def canonical_bytes(row: ReferralRow) -> bytes:
    """The row as bytes that are equal exactly when two rows say the same.

    Columns without a value are left out, so that a column added later doesn't make every
    known referral look changed. Personal data: keep only a keyed hash of it.
    """
    return _canonical(row_values(row))


def _canonical(values: Mapping[str, str]) -> bytes:
    given = {column: value for column, value in values.items() if value}
    return json.dumps(given, sort_keys=True, separators=(",", ":")).encode("ascii")


def row_digest(row: ReferralRow) -> str:
    """SHA-256 of `canonical_bytes` in hexadecimal, for comparing within one run.

    Unkeyed, so it could be guessed at: don't store it.
    """
    return values_digest(row_values(row))


def values_digest(values: Mapping[str, str]) -> str:
    """The same of a row as `row_values` gave it when it was kept."""
    return hashlib.sha256(_canonical(values)).hexdigest()


def changed_columns(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """The columns in which two rows (as `row_values` gives them) differ, in file order."""
    return tuple(c for c in COLUMNS if old.get(c, "") != new.get(c, ""))
