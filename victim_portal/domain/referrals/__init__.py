"""Referrals into the scheme: one rule for the typed form and for the file."""

from victim_portal.domain.referrals.check import FieldError, RowRefused, check_row
from victim_portal.domain.referrals.row import (
    COLUMNS,
    REQUIRED,
    SENSITIVE,
    ReferralRow,
    canonical_bytes,
    changed_columns,
    row_digest,
    row_values,
    values_digest,
)

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "SENSITIVE",
    "FieldError",
    "ReferralRow",
    "RowRefused",
    "canonical_bytes",
    "changed_columns",
    "check_row",
    "row_digest",
    "row_values",
    "values_digest",
]
