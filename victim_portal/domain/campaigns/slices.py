"""Which updates of a campaign may be approved together, and which are read one by one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from victim_portal.domain.campaigns.moves import direction_of
from victim_portal.domain.campaigns.vocabulary import Direction

MOST = 100
"""Updates in one tranche: few enough that two people can really read their words."""


class Alone(StrEnum):
    """Why an update is read by itself and never in a tranche."""

    NEEDS_MANAGER = "needs_manager"
    EDITED = "edited"
    RESTRICTED = "restricted"
    MINOR_UNDECIDED = "minor_undecided"
    AGED_18 = "aged_18"
    NOT_TRUE = "not_true"


@dataclass(frozen=True)
class Slice:
    """Which of a campaign's updates are wanted: all that are given must fit.

    `nearest_by` is the last day of the nearest date; `at_most` is cut to `MOST`.
    """

    direction: Direction | None = None
    nearest_by: date | None = None
    at_most: int = MOST

    def holds(self, months: int | None, nearest_on: date) -> bool:
        """Whether a move of so many months with this nearest date is wanted."""
        if self.direction is not None and direction_of(months) is not self.direction:
            return False
        return self.nearest_by is None or nearest_on <= self.nearest_by

    @property
    def limit(self) -> int:
        """How many are taken, nearest first."""
        return min(max(self.at_most, 1), MOST)


def why_alone(
    *,
    needs_manager: bool,
    edited: bool,
    restricted: bool,
    minor_undecided: bool,
    aged_18: bool,
    rests: bool,
) -> Alone | None:
    """Why a draft is no matter of a tranche; None where it may stand in one.

    News so near that a manager must see each, words that somebody wrote by hand, cases that
    only named people may know of, a young person about whom nobody has decided who is spoken
    with or who comes of age before it goes, and words that rest on nothing any more.
    """
    if needs_manager:
        return Alone.NEEDS_MANAGER
    if restricted:
        return Alone.RESTRICTED
    if minor_undecided:
        return Alone.MINOR_UNDECIDED
    if aged_18:
        return Alone.AGED_18
    if not rests:
        return Alone.NOT_TRUE
    return Alone.EDITED if edited else None
