"""The rules of what is handed to those who decide: to whom, what is settled, what still holds."""

from victim_portal.domain.submissions.checking import (
    MOST_CHECKS,
    WITHIN,
    DocumentStanding,
    StandingFacts,
    may_check,
    standing_of,
)
from victim_portal.domain.submissions.nondisclosure import (
    OPEN_DECISIONS,
    BoardDecision,
    after_decision,
)
from victim_portal.domain.submissions.recipients import (
    DECIDES_RELEASE,
    Audience,
    HandoverWay,
    Recipient,
    Situation,
    audience_of,
    handover_problem,
    impact_offer,
    parts_for,
    recipients_for,
)
from victim_portal.domain.submissions.settling import (
    CHANGES_WORDS,
    OFFERED_IN,
    DetailKind,
    Place,
    PlaceKind,
    Settled,
    place_of,
    settling_problems,
)

__all__ = [
    "CHANGES_WORDS",
    "DECIDES_RELEASE",
    "MOST_CHECKS",
    "OFFERED_IN",
    "OPEN_DECISIONS",
    "WITHIN",
    "Audience",
    "BoardDecision",
    "DetailKind",
    "DocumentStanding",
    "HandoverWay",
    "Place",
    "PlaceKind",
    "Recipient",
    "Settled",
    "Situation",
    "StandingFacts",
    "after_decision",
    "audience_of",
    "handover_problem",
    "impact_offer",
    "may_check",
    "parts_for",
    "place_of",
    "recipients_for",
    "settling_problems",
    "standing_of",
]
