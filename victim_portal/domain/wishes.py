"""What a victim wishes for release, in her own words, before and after a condition stands for it.

Representations on conditions are a right (Domestic Violence, Crime and Victims Act 2004, s.35):
no wish is turned down here. An officer chooses the catalogue's condition for each; those who
decide answer it.
"""

from enum import StrEnum

from victim_portal.domain.representations import OUTCOMES
from victim_portal.domain.vocabulary import RequestState

LONGEST_WISH = 2_000
MOST_WAITING = 30
"""So many wishes may wait for their condition at a time, those that she dropped among them."""
WORKING_DAYS = 2
"""By when an officer reads a new wish."""


class WishKind(StrEnum):
    """What she wishes, as she chose it from the examples."""

    NO_CONTACT = "no_contact"
    PLACE = "place"
    OTHER = "other"


class WishStage(StrEnum):
    """Where a wish stands, as the victim is told.

    `ANSWERED` is a decision that she wasn't told yet: she hears it from a person first.
    """

    WAITING = "waiting"
    CHOSEN = "chosen"
    PUT_FORWARD = "put_forward"
    ANSWERED = "answered"
    GRANTED = "granted"
    AMENDED = "amended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_TOLD = {
    RequestState.GRANTED: WishStage.GRANTED,
    RequestState.AMENDED: WishStage.AMENDED,
    RequestState.REFUSED: WishStage.REFUSED,
}


def stage_of(state: RequestState | None, *, told: bool) -> WishStage:
    """Where a wish stands whose request is in `state`, None while no condition was chosen.

    `told` says that she was told of the decision.
    """
    if state is None:
        return WishStage.WAITING
    if state in OUTCOMES:
        return _TOLD[state] if told else WishStage.ANSWERED
    if state is RequestState.PUT_FORWARD:
        return WishStage.PUT_FORWARD
    return WishStage.WITHDRAWN if state is RequestState.WITHDRAWN else WishStage.CHOSEN
