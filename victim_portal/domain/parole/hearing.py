"""A hearing's date, which moves often: what a move is, and what has to follow from it.

Being put off is common, and it is told on the same day: somebody may be on their way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from victim_portal.domain.parole.kinds import HearingMove
from victim_portal.domain.stages import Stage

TOLD_AS: Mapping[HearingMove, Stage] = MappingProxyType(
    {
        HearingMove.LISTED: Stage.HEARING_LISTED,
        HearingMove.PUT_OFF: Stage.HEARING_DEFERRED,
        # It was never off: it is listed anew.
        HearingMove.BROUGHT_FORWARD: Stage.HEARING_LISTED,
    }
)
"""As which news a move is told; one that was only put right is none."""


@dataclass(frozen=True)
class HearingStep:
    """One move of a hearing's date, in the order in which it was learnt."""

    move: HearingMove
    before: date | None
    after: date | None
    learnt_on: date


def hearing_move(
    before: date | None, after: date | None, *, put_right: bool = False
) -> HearingMove | None:
    """What a hearing's new date means; None where it stays as it was.

    `put_right` says that the date before had been entered wrongly. A date that goes without
    another is always put off: nobody may be left to travel to it.
    """
    if before == after:
        return None
    if before is None:
        return HearingMove.LISTED
    if after is None:
        return HearingMove.PUT_OFF
    if put_right:
        return HearingMove.PUT_RIGHT
    return HearingMove.PUT_OFF if after > before else HearingMove.BROUGHT_FORWARD
