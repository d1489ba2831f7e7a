"""The closed lists in plain words, as staff read them, and the colours of their tags.

Templates say ``{{ case.route | in_words }}`` and ``{{ tag(case.route | in_words, case.route |
colour) }}``; forms take the tables: ``options_of(Level, words.LEVEL)``. A window of hours is
said by ``{{ window | window_in_words }}``.
"""

from victim_portal.domain.enrolment import PLAIN_WORDS as ENROLMENT
from victim_portal.domain.plain_words import (
    OFFENCE_CATEGORY,
    RELATIONSHIP,
    ROUTE,
    SENTENCE_TYPE,
    STAGE,
)
from victim_portal.web.words.campaigns import CAMPAIGN_REASON, DIRECTION
from victim_portal.web.words.contacts import contact_in_words, outcome_in_words
from victim_portal.web.words.filters import by_whom, colour, in_words, install
from victim_portal.web.words.hours import days_in_words, window_in_words
from victim_portal.web.words.keeping import CLOSING_REASON, INCIDENT_KIND
from victim_portal.web.words.policy import CLOCK_EVENT, POLICY_SIDE, POLICY_UNIT
from victim_portal.web.words.preferences import SMALL_MOVE
from victim_portal.web.words.submissions import (
    BOARD_DECISION,
    DETAIL_KIND,
    HANDOVER_WAY,
)
from victim_portal.web.words.tables import (
    CHANNEL_KIND,
    CHANNEL_USE,
    CLOCK_KIND,
    CLOCK_STATE,
    DEADLINE,
    EVENT_OUTCOME,
    FIRST_CONTACT_STEP,
    KEY_DATES_SOURCE,
    LANGUAGE,
    LETTER_KIND,
    LEVEL,
    MESSAGE_STATE,
    METHOD,
    NEED,
    OUTCOME,
    READING_PREFERENCE,
    REQUEST_STATE,
    RETURN_REASON,
    REVIEW_KIND,
    ROLE,
    SPOKEN_WITH,
    SUBMISSION_PART,
    SUPPORTER_ROLE,
    TOLD_BY,
    UPDATE_STATE,
    VERIFICATION_WAY,
    VERIFIED_HOW,
    WRITTEN_BY,
)
from victim_portal.web.words.walls import GLASS_REASON, IDENTIFIER, TWO_PERSON_ACT
from victim_portal.web.words.wrong_news import REACHED, SIBLINGS

__all__ = [
    "BOARD_DECISION",
    "CAMPAIGN_REASON",
    "CHANNEL_KIND",
    "CHANNEL_USE",
    "CLOCK_EVENT",
    "CLOCK_KIND",
    "CLOCK_STATE",
    "CLOSING_REASON",
    "DEADLINE",
    "DETAIL_KIND",
    "DIRECTION",
    "ENROLMENT",
    "EVENT_OUTCOME",
    "FIRST_CONTACT_STEP",
    "GLASS_REASON",
    "HANDOVER_WAY",
    "IDENTIFIER",
    "INCIDENT_KIND",
    "KEY_DATES_SOURCE",
    "LANGUAGE",
    "LETTER_KIND",
    "LEVEL",
    "MESSAGE_STATE",
    "METHOD",
    "NEED",
    "OFFENCE_CATEGORY",
    "OUTCOME",
    "POLICY_SIDE",
    "POLICY_UNIT",
    "REACHED",
    "READING_PREFERENCE",
    "RELATIONSHIP",
    "REQUEST_STATE",
    "RETURN_REASON",
    "REVIEW_KIND",
    "ROLE",
    "ROUTE",
    "SENTENCE_TYPE",
    "SIBLINGS",
    "SMALL_MOVE",
    "SPOKEN_WITH",
    "STAGE",
    "SUBMISSION_PART",
    "SUPPORTER_ROLE",
    "TOLD_BY",
    "TWO_PERSON_ACT",
    "UPDATE_STATE",
    "VERIFICATION_WAY",
    "VERIFIED_HOW",
    "WRITTEN_BY",
    "by_whom",
    "colour",
    "contact_in_words",
    "days_in_words",
    "in_words",
    "install",
    "outcome_in_words",
    "window_in_words",
]
