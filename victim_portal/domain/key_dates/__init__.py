"""Key dates of a sentence as the prison service gives them: read, doubted, compared.

Official dates are stored as they came and never computed here.
"""

from victim_portal.domain.key_dates.plausibility import DATE_NAMES, Flag, implausible
from victim_portal.domain.key_dates.reading import (
    KeyDateSet,
    RefusedSet,
    parse_key_date_sets,
)
from victim_portal.domain.key_dates.versions import Change, diff

__all__ = [
    "DATE_NAMES",
    "Change",
    "Flag",
    "KeyDateSet",
    "RefusedSet",
    "diff",
    "implausible",
    "parse_key_date_sets",
]
