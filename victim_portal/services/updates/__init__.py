"""Sentence-progress updates: read in the exact words, edited, approved or cancelled."""

from victim_portal.services.updates.deciding import (
    EditedWords,
    approve_update,
    cancel_update,
    edit_update,
)
from victim_portal.services.updates.reading import OutgoingView, RestsOn, UpdateView, update_view

__all__ = [
    "EditedWords",
    "OutgoingView",
    "RestsOn",
    "UpdateView",
    "approve_update",
    "cancel_update",
    "edit_update",
    "update_view",
]
