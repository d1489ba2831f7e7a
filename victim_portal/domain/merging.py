"""Two cases that are one: which of them stays, or what has to be settled first.

Nothing that a victim said is lost by it. A no stays a no, somebody who opted in stays in, and
where the two say different things a person settles what holds before they become one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from victim_portal.domain.enrolment import IN_SCHEME, PLAIN_WORDS
from victim_portal.domain.vocabulary import Enrolment

TWO_OFFENDERS = "They are about two offenders, so both cases stay."
ONE_PERSON = "They are two cases of one person already, so both stay."
UNREADABLE = (
    "The details of one of them can't be read, so nothing could be carried over. "
    "Tell your administrator."
)
CLOSED = "One of the two cases is closed. Have it opened again first, or leave both as they are."
RESTRICTED = (
    "Only one of the two is restricted or protected: joining them would show what is kept "
    "back. Ask your manager."
)
DO_NOT_CONTACT = (
    "In one of the two they asked not to be contacted. Find out what holds now and record it "
    "in both, then decide this again."
)
BOTH_HEARD = (
    "Both hold what the victim wants decision-makers to hear. Settle first which of it stands, "
    "with your manager."
)
HEARD_WOULD_CLOSE = (
    "The case that would close holds what the victim wants decision-makers to hear. Settle "
    "that first, with your manager."
)


@dataclass(frozen=True)
class MergeSide:
    """One of two cases, as far as becoming one goes.

    `guarded`: restricted, or a protected identity. `heard`: representations, a statement or a
    submission hang on it. `reachable`: a number or address is verified and in use. `answered`
    is the day and the moment of recording of its last answer.
    """

    enrolment: Enrolment
    closed: bool = False
    guarded: bool = False
    heard: bool = False
    reachable: bool = False
    readable: bool = True
    answered: tuple[date, datetime] | None = None


@dataclass(frozen=True)
class Merge:
    """They can become one; `new_stays` tells which, else the known one does."""

    new_stays: bool


@dataclass(frozen=True)
class NoMerge:
    """They can't, and why or what first, as a sentence."""

    sentence: str


# What comes to the same for the person: to be told, or to be left alone.
_SAME: Mapping[Enrolment, Enrolment] = MappingProxyType(
    {
        Enrolment.OPTED_BACK_IN: Enrolment.OPTED_IN,
        Enrolment.OPTED_OUT: Enrolment.DECLINED,
    }
)


def merge_of(
    new: MergeSide, known: MergeSide, *, same_offender: bool, same_person: bool
) -> Merge | NoMerge:
    """Which of two cases stays when they turn out to be one.

    The one that is under way; where both or neither are, the one with representations, then
    the one by which they can be reached, the newer answer, and at last the known one.
    """
    standing = _stands_against(new, known, same_offender, same_person)
    if standing is not None:
        return NoMerge(standing)
    new_stays = _stays(new, known)
    closes = known if new_stays else new
    return NoMerge(HEARD_WOULD_CLOSE) if closes.heard else Merge(new_stays)


def _stands_against(
    new: MergeSide, known: MergeSide, same_offender: bool, same_person: bool
) -> str | None:
    if not same_offender:
        return TWO_OFFENDERS
    if same_person:
        return ONE_PERSON
    if new.closed or known.closed:
        return CLOSED
    if not (new.readable and known.readable):
        return UNREADABLE
    if new.guarded != known.guarded:
        return RESTRICTED
    states = {_alike(new), _alike(known)}
    if Enrolment.DO_NOT_CONTACT in states and len(states) > 1:
        return DO_NOT_CONTACT
    if Enrolment.NOT_OFFERED not in states and len(states) > 1:
        return (
            f"In the new case it says “{PLAIN_WORDS[new.enrolment]}”, in the known one "
            f"“{PLAIN_WORDS[known.enrolment]}”. Find out what holds and record it in both, then "
            "decide this again."
        )
    if new.heard and known.heard:
        return BOTH_HEARD
    return None


def _stays(new: MergeSide, known: MergeSide) -> bool:
    """Whether the new one does."""
    if under_way(new.enrolment) != under_way(known.enrolment):
        return under_way(new.enrolment)
    for ours, theirs in ((new.heard, known.heard), (new.reachable, known.reachable)):
        if ours != theirs:
            return ours
    return is_newer(new.answered, known.answered)


def under_way(enrolment: Enrolment) -> bool:
    """Whether the scheme was offered, or they said something about it."""
    return enrolment is not Enrolment.NOT_OFFERED


def is_newer(one: tuple[date, datetime] | None, other: tuple[date, datetime] | None) -> bool:
    """Whether the first answer came after the second; none is older than any."""
    return one is not None and (other is None or one > other)


def both_in(one: Enrolment, other: Enrolment) -> bool:
    """Whether both of them are told."""
    return one in IN_SCHEME and other in IN_SCHEME


def _alike(side: MergeSide) -> Enrolment:
    return _SAME.get(side.enrolment, side.enrolment)
