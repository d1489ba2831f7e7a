"""The stages of a sentence that a victim may be told of, and the rules of each.

Sources: Victims' Code, Right 11; Domestic Violence, Crime and Victims Act 2004, ss.35 to
44B. How long before or after its anchor a stage falls due is policy data, not code.
"""

from victim_portal.domain.stages.dates import (
    PAROLE_CODES,
    RELEASE_CODES,
    Road,
    governing_licence_end,
    governing_parole,
    governing_release,
    known_codes,
    last_expiry,
    release_is_on_licence,
    road_of,
)
from victim_portal.domain.stages.months import YearMonth
from victim_portal.domain.stages.names import OUTCOMES, RECALL_DAYS, EventOutcome, Stage
from victim_portal.domain.stages.overtaking import overtakes
from victim_portal.domain.stages.rules import STAGES, StageRule, told_at

__all__ = [
    "OUTCOMES",
    "PAROLE_CODES",
    "RECALL_DAYS",
    "RELEASE_CODES",
    "STAGES",
    "EventOutcome",
    "Road",
    "Stage",
    "StageRule",
    "YearMonth",
    "governing_licence_end",
    "governing_parole",
    "governing_release",
    "known_codes",
    "last_expiry",
    "overtakes",
    "release_is_on_licence",
    "road_of",
    "told_at",
]
