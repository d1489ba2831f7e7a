"""Sentence-progress updates: read in the exact words, edited, approved or cancelled."""

from victim_portal.services.updates.again import AgainView, again_asked, send_once_more
from victim_portal.services.updates.approving import approve_update
from victim_portal.services.updates.deciding import (
    EditedWords,
    cancel_update,
    edit_update,
)
from victim_portal.services.updates.exact_dates import (
    ExactDateView,
    agree_exact_date,
    ask_exact_date,
    exact_date_asked,
)
from victim_portal.services.updates.reading import OutgoingView, RestsOn, UpdateView, update_view
from victim_portal.services.updates.telling import WAYS as WAYS_OF_TELLING
from victim_portal.services.updates.telling import record_telling

__all__ = [
    "WAYS_OF_TELLING",
    "AgainView",
    "EditedWords",
    "ExactDateView",
    "OutgoingView",
    "RestsOn",
    "UpdateView",
    "again_asked",
    "agree_exact_date",
    "approve_update",
    "ask_exact_date",
    "cancel_update",
    "edit_update",
    "exact_date_asked",
    "record_telling",
    "send_once_more",
    "update_view",
]
