"""Who knows of what is ahead, and how we know: nobody may be surprised by a release.

A person knows of an event when the last that they were told of it names the month in which it
falls as things stand today. What was told before the date moved, or so long ago that it may be
forgotten, doesn't count. Victims' Code, Right 11: they are told of key stages before these come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.ladder import Rung
from victim_portal.domain.stages import Stage, YearMonth, told_at
from victim_portal.domain.vocabulary import Enrolment, Level

STILL_KNOWN = timedelta(days=365)
"""For how long somebody is taken to remember what they were told: a year, as contact is kept."""


class Ahead(StrEnum):
    """What lies ahead. `HAPPENED` is news of what has been already, perhaps unknown to them."""

    RELEASE = "release"
    HEARING = "hearing"
    LICENCE_END = "licence_end"
    HAPPENED = "happened"


STAGE_OF = {
    Ahead.RELEASE: Stage.PRE_RELEASE,
    Ahead.HEARING: Stage.HEARING_LISTED,
    Ahead.LICENCE_END: Stage.LICENCE_ENDED,
}
"""As which stage an event ahead is told: whoever's level leaves that out chose not to hear."""


class Audience(StrEnum):
    """Whether somebody is to be told at all."""

    HEARS = "hears"
    NOT_ASKED = "not_asked"
    NOT_REACHED = "not_reached"
    CHOSE_NOT = "chose_not"


class Known(StrEnum):
    """What a person knows of one event, and how we know: from nothing to spoken with."""

    NOTHING = "nothing"
    ANOTHER_MONTH = "another_month"
    LONG_AGO = "long_ago"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    SPOKEN = "spoken"


IN_THE_DARK = frozenset({Known.NOTHING, Known.ANOTHER_MONTH, Known.LONG_AGO})


@dataclass(frozen=True)
class Tell:
    """Once that somebody was told of a road or an event.

    `month` is the month that was named, None for news of something that happened. `rung` is
    how far up it got.
    """

    on: date
    month: YearMonth | None
    rung: Rung


@dataclass(frozen=True)
class Knows:
    """What somebody knows of one event, and since when; `on` is None where they were never told."""

    known: Known
    on: date | None = None

    @property
    def in_the_dark(self) -> bool:
        """Whether it would come as a surprise."""
        return self.known in IN_THE_DARK


def audience(
    enrolment: Enrolment, level: Level | None, ahead: Ahead, stage: Stage | None = None
) -> Audience:
    """Whether a person is to be told of an event; `stage` is that of something that happened.

    Whoever said no, or wants less than this, chose not to hear. Whoever nobody asked yet, or who
    hasn't answered, could be surprised as well. Who never answered any attempt can't be reached.
    """
    if enrolment is Enrolment.NO_RESPONSE:
        return Audience.NOT_REACHED
    if enrolment in (Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.DEFERRED):
        return Audience.NOT_ASKED
    told_as = stage or STAGE_OF[ahead]
    if enrolment in IN_SCHEME and level is not None and told_at(told_as, level):
        return Audience.HEARS
    return Audience.CHOSE_NOT


def knows(on: date, ahead: Ahead, told: Sequence[Tell], today: date) -> Knows:
    """What somebody knows of an event that falls on a day; `told` in the order of telling.

    Of several that named the same month since it last was another, the furthest up counts.
    """
    if not told:
        return Knows(Known.NOTHING)
    last = told[-1]
    if ahead is not Ahead.HAPPENED:
        if last.month != YearMonth.of(on):
            return Knows(Known.ANOTHER_MONTH, last.on)
        if today - last.on > STILL_KNOWN:
            return Knows(Known.LONG_AGO, last.on)
    same = [last]
    for one in reversed(told[:-1]):
        if one.month != last.month or today - one.on > STILL_KNOWN:
            break
        same.append(one)
    order = list(Rung)
    furthest = max((one.rung for one in same), key=order.index)
    return Knows(Known(furthest.value), last.on)


def could_be_surprised(who: Audience, what: Knows) -> bool:
    """Whether an event would come as a surprise to somebody who didn't choose not to hear."""
    return who is Audience.NOT_ASKED or (who is Audience.HEARS and what.in_the_dark)
