"""Parole reviews: recorded once for the offender, with a timetable for every case."""

from victim_portal.services.reviews.asking import move_ask, record_ask, record_ask_told
from victim_portal.services.reviews.deadlines import decision_recorded, follow_answer
from victim_portal.services.reviews.deciding import record_decision
from victim_portal.services.reviews.following import follow_policy
from victim_portal.services.reviews.reading import review_view
from victim_portal.services.reviews.recording import close_review, record_review
from victim_portal.services.reviews.values import (
    AskMove,
    AskView,
    DecisionInput,
    ReviewInput,
    ReviewRecorded,
    ReviewView,
    StepView,
)

__all__ = [
    "AskMove",
    "AskView",
    "DecisionInput",
    "ReviewInput",
    "ReviewRecorded",
    "ReviewView",
    "StepView",
    "close_review",
    "decision_recorded",
    "follow_answer",
    "follow_policy",
    "move_ask",
    "record_ask",
    "record_ask_told",
    "record_decision",
    "record_review",
    "review_view",
]
