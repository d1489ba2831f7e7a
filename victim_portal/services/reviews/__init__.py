"""Parole reviews: recorded once for the offender, with a timetable for every case."""

from victim_portal.services.reviews.deadlines import decision_recorded, follow_answer
from victim_portal.services.reviews.following import follow_policy
from victim_portal.services.reviews.reading import review_view
from victim_portal.services.reviews.recording import close_review, record_review
from victim_portal.services.reviews.values import ReviewInput, ReviewRecorded, ReviewView

__all__ = [
    "ReviewInput",
    "ReviewRecorded",
    "ReviewView",
    "close_review",
    "decision_recorded",
    "follow_answer",
    "follow_policy",
    "record_review",
    "review_view",
]
