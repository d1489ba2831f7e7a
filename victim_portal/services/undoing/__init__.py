"""A contact or an answer that was recorded by mistake: kept and shown, and it counts no more."""

from victim_portal.services.undoing.answers import (
    AnswerToUndo,
    answer_to_undo,
    ask_to_undo_answer,
    undo_answer,
)
from victim_portal.services.undoing.contacts import contact_to_undo, undo_contact

__all__ = [
    "AnswerToUndo",
    "answer_to_undo",
    "ask_to_undo_answer",
    "contact_to_undo",
    "undo_answer",
    "undo_contact",
]
