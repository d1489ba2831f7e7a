"""The closed lists in plain words, as staff read them, and the colours of their tags.

Templates say ``{{ case.route | in_words }}`` and ``{{ tag(case.route | in_words, case.route |
colour) }}``; forms take the tables: ``options_of(Level, words.LEVEL)``. A window of hours is
said by ``{{ window | window_in_words }}``.
"""

from victim_portal.domain.enrolment import PLAIN_WORDS as ENROLMENT
from victim_portal.web.words.filters import by_whom, colour, in_words, install
from victim_portal.web.words.hours import days_in_words, window_in_words
from victim_portal.web.words.tables import (
    CHANNEL_KIND,
    CHANNEL_USE,
    CLOCK_KIND,
    CLOCK_STATE,
    DEADLINE,
    EVENT_OUTCOME,
    KEY_DATES_SOURCE,
    LANGUAGE,
    LEVEL,
    MESSAGE_STATE,
    METHOD,
    OFFENCE_CATEGORY,
    OUTCOME,
    READING_PREFERENCE,
    RELATIONSHIP,
    REQUEST_STATE,
    REVIEW_KIND,
    ROLE,
    ROUTE,
    SENTENCE_TYPE,
    STAGE,
    SUBMISSION_PART,
    UPDATE_STATE,
    VERIFIED_HOW,
    WRITTEN_BY,
)

__all__ = [
    "CHANNEL_KIND",
    "CHANNEL_USE",
    "CLOCK_KIND",
    "CLOCK_STATE",
    "DEADLINE",
    "ENROLMENT",
    "EVENT_OUTCOME",
    "KEY_DATES_SOURCE",
    "LANGUAGE",
    "LEVEL",
    "MESSAGE_STATE",
    "METHOD",
    "OFFENCE_CATEGORY",
    "OUTCOME",
    "READING_PREFERENCE",
    "RELATIONSHIP",
    "REQUEST_STATE",
    "REVIEW_KIND",
    "ROLE",
    "ROUTE",
    "SENTENCE_TYPE",
    "STAGE",
    "SUBMISSION_PART",
    "UPDATE_STATE",
    "VERIFIED_HOW",
    "WRITTEN_BY",
    "by_whom",
    "colour",
    "days_in_words",
    "in_words",
    "install",
    "window_in_words",
]
