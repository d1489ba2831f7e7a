"""Referrals coming in: typed by an officer, or as a file from a witness care unit."""

from victim_portal.services.referrals.deciding import decide_duplicate
from victim_portal.services.referrals.duplicates import (
    DuplicateList,
    DuplicateView,
    SideView,
    count_duplicates,
    list_duplicates,
)
from victim_portal.services.referrals.importing import import_referrals
from victim_portal.services.referrals.merging import DoublesView, MergeView, doubles_of
from victim_portal.services.referrals.on_case import ReferralOnCase, referral_on_case
from victim_portal.services.referrals.reopening import check_reopening, reopen_case
from victim_portal.services.referrals.returning import (
    ReturnInput,
    ReturnPage,
    ReturnView,
    answer_return,
    check_sending_back,
    return_page,
    returns_of,
    send_back,
)
from victim_portal.services.referrals.typed import other_units, receive_typed
from victim_portal.services.referrals.withdrawing import (
    DoneSoFar,
    done_so_far,
    withdraw_referral,
)
from victim_portal.services.row_reports import (
    ImportReport,
    NotedRow,
    RefusedRow,
    rejected_csv,
)

__all__ = [
    "DoneSoFar",
    "DoublesView",
    "DuplicateList",
    "DuplicateView",
    "ImportReport",
    "MergeView",
    "NotedRow",
    "ReferralOnCase",
    "RefusedRow",
    "ReturnInput",
    "ReturnPage",
    "ReturnView",
    "SideView",
    "answer_return",
    "check_reopening",
    "check_sending_back",
    "count_duplicates",
    "decide_duplicate",
    "done_so_far",
    "doubles_of",
    "import_referrals",
    "list_duplicates",
    "other_units",
    "receive_typed",
    "referral_on_case",
    "rejected_csv",
    "reopen_case",
    "return_page",
    "returns_of",
    "send_back",
    "withdraw_referral",
]
