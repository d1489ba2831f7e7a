"""Referrals coming in: typed by an officer, or as a file from a witness care unit."""

from victim_portal.services.referrals.deciding import decide_duplicate
from victim_portal.services.referrals.duplicates import (
    DuplicateList,
    DuplicateView,
    SideView,
    count_duplicates,
    list_duplicates,
)
from victim_portal.services.referrals.importing import (
    ImportReport,
    NotedRow,
    RefusedRow,
    import_referrals,
    rejected_csv,
)
from victim_portal.services.referrals.typed import other_units, receive_typed

__all__ = [
    "DuplicateList",
    "DuplicateView",
    "ImportReport",
    "NotedRow",
    "RefusedRow",
    "SideView",
    "count_duplicates",
    "decide_duplicate",
    "import_referrals",
    "list_duplicates",
    "other_units",
    "receive_typed",
    "rejected_csv",
]
