"""The officer's day: everything that waits, in the order of what can't wait."""

from victim_portal.services.today.annual import (
    ANNUAL,
    AnnualDraft,
    BulkDone,
    annual_drafts,
    approve_annual,
)
from victim_portal.services.today.page import TodayLine, TodayPage, today_of_kind, today_page
from victim_portal.services.today.putting_off import put_off, put_off_view, take_up_again

__all__ = [
    "ANNUAL",
    "AnnualDraft",
    "BulkDone",
    "TodayLine",
    "TodayPage",
    "annual_drafts",
    "approve_annual",
    "put_off",
    "put_off_view",
    "take_up_again",
    "today_of_kind",
    "today_page",
]
