"""Sentence-progress updates: read in the exact words, edited, approved or cancelled."""

from victim_portal.services.updates.approving import approve_update
from victim_portal.services.updates.deciding import (
    EditedWords,
    cancel_update,
    edit_update,
)
from victim_portal.services.updates.reading import OutgoingView, RestsOn, UpdateView, update_view
from victim_portal.services.updates.telling import WAYS as WAYS_OF_TELLING
from victim_portal.services.updates.telling import record_telling

__all__ = [
    "WAYS_OF_TELLING",
    "EditedWords",
    "OutgoingView",
    "RestsOn",
    "UpdateView",
    "approve_update",
    "cancel_update",
    "edit_update",
    "record_telling",
    "update_view",
]
