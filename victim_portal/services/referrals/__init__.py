"""Referrals coming in: typed by an officer, or as a file from a witness care unit."""

from victim_portal.services.referrals.duplicates import (
    DuplicateView,
    decide_duplicate,
    list_duplicates,
)
from victim_portal.services.referrals.importing import (
    ImportReport,
    RefusedRow,
    import_referrals,
    rejected_csv,
)
from victim_portal.services.referrals.typed import receive_typed

__all__ = [
    "DuplicateView",
    "ImportReport",
    "RefusedRow",
    "decide_duplicate",
    "import_referrals",
    "list_duplicates",
    "receive_typed",
    "rejected_csv",
]
