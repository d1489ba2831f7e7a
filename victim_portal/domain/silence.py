"""Who is in the scheme and hears nothing, or can't be heard: the silences of one case.

Contact is expected every year; a gap of two years was a finding of the Worboys review (HM
Inspectorate of Probation, February 2018), and a yearly letter of "no significant developments"
misled victims (Victims' Commissioner, 2019 and 2020). So it is looked for before the year is over,
and a yearly contact that passes over what happened is found.

Whoever said no, hasn't joined or whose case is closed isn't silent: nobody is to speak to them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment, Level

ROW = 3
"""How many messages nobody opened, one after the other, are a silence."""


class Silence(StrEnum):
    """Why a case is silent, what weighs most first."""

    NO_WAY = "no_way"
    UNREAD = "unread"
    NO_CONTACT = "no_contact"
    UNCONFIRMED = "unconfirmed"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True)
class Way:
    """One number or address that wasn't taken out of use.

    `usable`: its plan lets us do something there, and it isn't stopped. `dead_since` is the day
    on which what went there failed for good, where nothing arrived and nobody confirmed it since.
    """

    usable: bool
    dead_since: date | None = None
    review_on: date | None = None
    stopped_on: date | None = None


@dataclass(frozen=True)
class SilenceFacts:
    """What the rule looks at; days are London's.

    `last_contact_on` is the last day on which they were spoken to, wrote, were sent something
    that didn't come back, or were on their pages. `unopened` are the days of the last messages
    with a link to their pages, newest first, up to the first that was opened, confirmed or spoken
    about, or after which there was contact. `passed_over_on` is when something happened that no
    update tells of, after the yearly contact which waits was last looked at.
    """

    enrolment: Enrolment
    closed: bool
    level: Level | None
    joined_on: date
    last_contact_on: date | None = None
    unopened: tuple[date, ...] = ()
    ways: tuple[Way, ...] = ()
    passed_over_on: date | None = None


@dataclass(frozen=True)
class Limits:
    """From which day on there is too little: policy, worked out for today.

    Contact on or before `quiet_before` is too long ago; a message that went on or before
    `unread_before` has had its time.
    """

    quiet_before: date
    unread_before: date


COVERED_BY: Mapping[Silence, frozenset[str]] = MappingProxyType(
    {
        Silence.NO_WAY: frozenset({"make_plan", "find_a_way", "confirm_channel"}),
        Silence.UNREAD: frozenset({"ladder_call", "ladder_manager"}),
        Silence.NO_CONTACT: frozenset(),
        Silence.UNCONFIRMED: frozenset({"review_channel"}),
        Silence.PASSED_OVER: frozenset(),
    }
)
"""Which open tasks ask for the very same: then no second one is left."""


def silences(facts: SilenceFacts, today: date, limits: Limits) -> dict[Silence, date]:
    """The silences of a case today, each with the day since which it is so."""
    if facts.closed or facts.enrolment not in IN_SCHEME:
        return {}
    found: dict[Silence, date] = {}
    if no_way := _no_way(facts):
        found[Silence.NO_WAY] = no_way
    in_row = facts.unopened[:ROW]
    if len(in_row) == ROW and in_row[0] <= limits.unread_before:
        found[Silence.UNREAD] = in_row[-1]
    last = max(facts.joined_on, facts.last_contact_on or facts.joined_on)
    # Who asked for the month of release alone asked for this quiet.
    if facts.level is not Level.RELEASE_MONTH_ONLY and last <= limits.quiet_before:
        found[Silence.NO_CONTACT] = last
    past = [
        way.review_on
        for way in facts.ways
        if way.usable and way.review_on is not None and way.review_on < today
    ]
    if past:
        found[Silence.UNCONFIRMED] = min(past) + timedelta(days=1)
    if facts.passed_over_on is not None:
        found[Silence.PASSED_OVER] = facts.passed_over_on
    return {one: min(since, today) for one, since in found.items()}


def to_ask(found: Collection[Silence], open_kinds: Collection[str]) -> tuple[Silence, ...]:
    """For which silences a task has to be left, beside the open ones of these kinds."""
    asked = frozenset(open_kinds)
    return tuple(one for one in Silence if one in found and not COVERED_BY[one] & asked)


def _no_way(facts: SilenceFacts) -> date | None:
    """Since when nothing can reach them; None where something may."""
    if any(way.usable and way.dead_since is None for way in facts.ways):
        return None
    days = [day for way in facts.ways if (day := way.dead_since or way.stopped_on) is not None]
    return max(days, default=facts.joined_on)
