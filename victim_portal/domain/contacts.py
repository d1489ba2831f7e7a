"""Attempts and contacts: what may come of each way, what counts, and what goes against a plan.

The clock of first contact stops at the first real contact: words went both ways. A letter
that nobody answered, a voicemail and a call that somebody else took are attempts.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.contact import LONDON, ChannelStanding, london_date
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
)

REAL = frozenset({ContactOutcome.SPOKE, ContactOutcome.RECEIVED})
"""Words went both ways, or came from them."""

ATTEMPTS = frozenset({ContactOutcome.NO_ANSWER, ContactOutcome.VOICEMAIL_LEFT, ContactOutcome.SENT})
"""Somebody tried by a way that may have reached them: what counts towards "no response".

A wrong number, somebody else at the telephone and a letter that came back don't: they
show that the way doesn't lead to the person.
"""

_M, _O = ContactMethod, ContactOutcome

OUTWARD: Mapping[ContactMethod, tuple[ContactOutcome, ...]] = MappingProxyType(
    {
        _M.LETTER: (_O.SENT, _O.RETURNED),
        _M.TELEPHONE: (
            _O.SPOKE,
            _O.NO_ANSWER,
            _O.VOICEMAIL_LEFT,
            _O.SOMEONE_ELSE_ANSWERED,
            _O.WRONG_NUMBER,
        ),
        _M.VISIT: (_O.SPOKE, _O.NO_ANSWER, _O.SOMEONE_ELSE_ANSWERED),
        _M.EMAIL: (_O.SENT, _O.RETURNED),
        _M.SMS: (_O.SENT, _O.RETURNED),
        _M.VICTIM_PAGES: (),
    }
)
"""What may come of each way by which staff try to reach somebody."""

INWARD: Mapping[ContactMethod, tuple[ContactOutcome, ...]] = MappingProxyType(
    {
        _M.LETTER: (_O.RECEIVED, _O.SOMEONE_ELSE_ANSWERED),
        _M.TELEPHONE: (_O.SPOKE, _O.RECEIVED, _O.SOMEONE_ELSE_ANSWERED, _O.WRONG_NUMBER),
        _M.VISIT: (_O.SPOKE,),
        _M.EMAIL: (_O.RECEIVED, _O.SOMEONE_ELSE_ANSWERED, _O.WRONG_NUMBER),
        _M.SMS: (_O.RECEIVED, _O.SOMEONE_ELSE_ANSWERED, _O.WRONG_NUMBER),
        _M.VICTIM_PAGES: (_O.RECEIVED,),
    }
)
"""What may come in by each way; a stranger who writes or rings back shows a wrong number."""

KINDS: Mapping[ContactMethod, frozenset[ChannelKind]] = MappingProxyType(
    {
        _M.LETTER: frozenset({ChannelKind.POST}),
        _M.TELEPHONE: frozenset({ChannelKind.MOBILE, ChannelKind.LANDLINE}),
        _M.VISIT: frozenset({ChannelKind.POST}),
        _M.EMAIL: frozenset({ChannelKind.EMAIL}),
        _M.SMS: frozenset({ChannelKind.MOBILE}),
        _M.VICTIM_PAGES: frozenset(),
    }
)
"""On which kinds of channel each way goes."""

_USES: Mapping[ContactMethod, ChannelUse] = MappingProxyType(
    {
        _M.LETTER: ChannelUse.LETTER,
        _M.TELEPHONE: ChannelUse.CALL,
        _M.EMAIL: ChannelUse.EMAIL,
        _M.SMS: ChannelUse.SMS,
    }
)
# What may reach somebody before anything was agreed with them: that is how it gets agreed.
_FIRST_TRIES = frozenset({ChannelUse.CALL, ChannelUse.LETTER})
# What anybody there may read or hear: nobody at the other end can be asked first.
_LEFT_THERE = frozenset({ChannelUse.EMAIL, ChannelUse.SMS, ChannelUse.VOICEMAIL})


class Breach(StrEnum):
    """How an act went against the safe-contact plan of its channel."""

    STOPPED = "stopped"
    VOICEMAIL = "voicemail"
    USE = "use"
    NOT_VERIFIED = "not_verified"
    HOURS = "hours"


def is_real_contact(outcome: ContactOutcome) -> bool:
    """Whether the person was reached, or wrote themselves."""
    return outcome in REAL


def is_attempt(outcome: ContactOutcome, *, inward: bool) -> bool:
    """Whether it counts as an attempt that stayed without an answer."""
    return not inward and outcome in ATTEMPTS


def outcomes_for(method: ContactMethod, *, inward: bool) -> tuple[ContactOutcome, ...]:
    """What may come of a way, the most usual first; empty where it doesn't go that way."""
    return (INWARD if inward else OUTWARD)[method]


def use_of(method: ContactMethod, outcome: ContactOutcome) -> ChannelUse | None:
    """The use of a channel that an act of ours was.

    None for a visit, which no plan holds, and for what came back: it was sent another day.
    """
    if outcome is ContactOutcome.RETURNED:
        return None
    if method is ContactMethod.TELEPHONE and outcome is ContactOutcome.VOICEMAIL_LEFT:
        return ChannelUse.VOICEMAIL
    return _USES.get(method)


def has_hours(standing: ChannelStanding, use: ChannelUse) -> bool:
    """Whether it takes the time of day to tell if this use kept to the plan."""
    return use is not ChannelUse.LETTER and bool(standing.plan.windows)


def against_plan(
    standing: ChannelStanding, use: ChannelUse, on: date, at: datetime | None
) -> Breach | None:
    """How an act of ours on the day `on` went against the plan; None where it didn't.

    `at` is the moment, where it was noted; without it the hours can't be judged. A call
    or a letter to a channel for which nothing was agreed yet is a first try, and no breach.
    """
    plan = standing.plan
    if _was_stopped(standing, on, at):
        return Breach.STOPPED
    allowed = plan.uses if plan.uses else _FIRST_TRIES
    if use is ChannelUse.VOICEMAIL and not {use, ChannelUse.CALL} <= allowed:
        return Breach.VOICEMAIL
    if use not in allowed:
        return Breach.USE
    # Stopping a channel ends that it was verified: then the past can't be told any more.
    unverified = standing.verified_at is None and standing.suspended_at is None
    if use in _LEFT_THERE and unverified:
        return Breach.NOT_VERIFIED
    if at is not None and has_hours(standing, use):
        return None if any(window.holds(at) for window in plan.windows) else Breach.HOURS
    return None


def _was_stopped(standing: ChannelStanding, on: date, at: datetime | None) -> bool:
    """Whether it was known to be unsafe then; on the same day only the time can tell."""
    since = standing.suspended_at
    if since is None:
        return False
    return since <= at if at is not None else london_date(since) < on


def moment_of(on: date, at: time) -> datetime:
    """The moment of a London wall time, in UTC; the earlier one where the hour comes twice.

    Raises ValueError with a sentence for a time that the change of the clocks left out.
    """
    local = datetime.combine(on, at, LONDON)
    moment = local.astimezone(UTC)
    if moment.astimezone(LONDON).time() != at:
        raise ValueError("There was no such time on that day: the clocks went forward.")
    return moment
