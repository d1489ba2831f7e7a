"""Whether a victim can make a statement now, as she is told it herself.

Not every route has one, and false hope is a harm: a statement is offered only while a review is
under way in which it is heard (Victims' Code, Right 11; the Parole Board's guidance to victims).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from victim_portal.domain.representations import StatementOffer


class OwnOffer(StrEnum):
    """What she is told.

    `OPEN`: she can write one now. `ASK_US`: a manager decides first. `NOT_YET`: the Board
    decides, and no review has begun. `HEARD`: the hearing has been. `HOSPITAL`: others decide
    on a hospital order. `NEVER`: the Board doesn't decide on this sentence.
    """

    OPEN = "open"
    ASK_US = "ask_us"
    NOT_YET = "not_yet"
    HEARD = "heard"
    HOSPITAL = "hospital"
    NEVER = "never"


@dataclass(frozen=True)
class ReviewFacts:
    """A review that is under way: its hearing, where one is listed, and whether it is decided."""

    hearing_on: date | None
    decided: bool


def own_offer(
    offer: StatementOffer, review: ReviewFacts | None, today: date, *, in_hospital: bool
) -> OwnOffer:
    """What she is told, from what an officer is told and the review under way."""
    if not offer.offered:
        return OwnOffer.HOSPITAL if in_hospital else OwnOffer.NEVER
    if review is None:
        return OwnOffer.NOT_YET
    # On the day itself the panel may have it in front of it already.
    if review.decided or (review.hearing_on is not None and review.hearing_on <= today):
        return OwnOffer.HEARD
    return OwnOffer.ASK_US if offer.needs_manager else OwnOffer.OPEN
