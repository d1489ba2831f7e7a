"""What the Board decides on a non-disclosure application, and what must be done then.

Source: Parole Board Rules 2019, r.17. The application is the Secretary of State's, made by the
casework section; the victim may take back or reword her words before anything is served.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class BoardDecision(StrEnum):
    """What was directed."""

    WITHHELD = "withheld"
    WITHHELD_FROM_BOTH = "withheld_from_both"
    GIST = "gist"
    REFUSED = "refused"


OPEN_DECISIONS = frozenset({BoardDecision.GIST, BoardDecision.REFUSED})
"""After which more is shown to the prisoner than she agreed to."""

_AFTER: Mapping[BoardDecision, str] = MappingProxyType(
    {
        BoardDecision.REFUSED: (
            "The Board refused the non-disclosure application: ring the victim before anything is "
            "served. She may take the words back, or put them differently"
        ),
        BoardDecision.GIST: (
            "The Board directed a gist: agree its words with the victim before it is served. She "
            "may take her words back"
        ),
        BoardDecision.WITHHELD: "Tell the victim that her words are kept from the prisoner",
        BoardDecision.WITHHELD_FROM_BOTH: (
            "Tell the victim that her words are kept from the prisoner and whoever represents them"
        ),
    }
)


def after_decision(decision: BoardDecision) -> str:
    """What an officer must do once it is decided."""
    return _AFTER[decision]
