"""The safe-contact plan: by which channel, for what, and when a person may be reached.

The hours of a plan are safety hours (someone else may be near the phone outside them), so
everything that isn't said is a no: no hours stated, no check recorded, no review date.
Hours are wall-clock time in Europe/London; every `datetime` here is aware.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language

LONDON = ZoneInfo("Europe/London")

USES_BY_KIND: Mapping[ChannelKind, frozenset[ChannelUse]] = MappingProxyType(
    {
        ChannelKind.MOBILE: frozenset({ChannelUse.SMS, ChannelUse.CALL, ChannelUse.VOICEMAIL}),
        ChannelKind.LANDLINE: frozenset({ChannelUse.CALL, ChannelUse.VOICEMAIL}),
        ChannelKind.EMAIL: frozenset({ChannelUse.EMAIL}),
        ChannelKind.POST: frozenset({ChannelUse.LETTER}),
    }
)


@dataclass(frozen=True)
class Window:
    """Hours on some days of the week (0 is Monday), from `start` up to but not at `end`.

    Raises ValueError with a sentence when it has no day, has no length or passes midnight.
    """

    days: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("Choose at least one day of the week.")
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("Hours are plain London times, without a time zone.")
        if self.start >= self.end:
            raise ValueError("The hours must end after they start, on the same day.")

    def holds(self, moment: datetime) -> bool:
        """Whether an aware `moment` falls inside, by the clock on a London wall."""
        local = moment.astimezone(LONDON)
        return local.weekday() in self.days and self.start <= local.time() < self.end


@dataclass(frozen=True)
class ContactPlan:
    """What a person said is safe on one channel.

    `any_time` has to be said: a plan with neither hours nor `any_time` allows nothing.
    `fuller_words` means texts may name what the scheme is about. `who_else` (who can see
    or answer it) and `code_word` are for people, and are kept out of every repr.
    """

    uses: frozenset[ChannelUse]
    windows: tuple[Window, ...] = ()
    any_time: bool = False
    fuller_words: bool = False
    who_else: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)


@dataclass(frozen=True)
class ChannelStanding:
    """Everything the portal knows about whether a channel is still safe."""

    kind: ChannelKind
    plan: ContactPlan
    language: Language
    verified_at: datetime | None
    confirmed_at: datetime | None
    review_on: date | None
    suspended_at: datetime | None = None
    suspended_why: str = field(default="", repr=False)
    ended_at: datetime | None = None


class NeverReason(StrEnum):
    """Why a channel may not be used until a person has changed something."""

    ENDED = "ended"
    SUSPENDED = "suspended"
    KIND_CANNOT = "kind_cannot"
    PLAN_FORBIDS = "plan_forbids"
    NOT_VERIFIED = "not_verified"
    NOT_CONFIRMED = "not_confirmed"
    REVIEW_PASSED = "review_passed"
    NO_HOURS = "no_hours"
    POST_HAS_NO_HOURS = "post_has_no_hours"


_SENTENCES: Mapping[NeverReason, str] = MappingProxyType(
    {
        NeverReason.ENDED: "This channel is no longer in use.",
        NeverReason.SUSPENDED: "This channel is suspended.",
        NeverReason.KIND_CANNOT: "This kind of channel can't be used that way.",
        NeverReason.PLAN_FORBIDS: "The safe-contact plan doesn't allow this use.",
        NeverReason.NOT_VERIFIED: "Nobody has checked yet that this channel reaches the person.",
        NeverReason.NOT_CONFIRMED: "The person hasn't confirmed yet that this channel is safe.",
        NeverReason.REVIEW_PASSED: "The review date has passed or is missing: confirm it again.",
        NeverReason.NO_HOURS: "The safe-contact plan doesn't say when this channel is safe.",
        NeverReason.POST_HAS_NO_HOURS: "Post can't be kept to hours: agree any time, or none.",
    }
)


@dataclass(frozen=True)
class Allowed:
    """The channel may be used now."""


@dataclass(frozen=True)
class NotNow:
    """The channel is safe, but not at this hour; `until` is the next opening, in UTC."""

    until: datetime


@dataclass(frozen=True)
class Never:
    """The channel may not be used until a person has acted."""

    reason: NeverReason
    sentence: str


UseAnswer = Allowed | NotNow | Never


def plan_problems(kind: ChannelKind, plan: ContactPlan) -> tuple[str, ...]:
    """What is wrong with a plan for this kind of channel, as sentences for a form."""
    problems: list[str] = []
    if not plan.uses <= USES_BY_KIND[kind]:
        problems.append("This kind of channel can't be used that way.")
    if ChannelUse.VOICEMAIL in plan.uses and ChannelUse.CALL not in plan.uses:
        problems.append("Voicemail can only be allowed together with calls.")
    if plan.windows and plan.any_time:
        problems.append("Give hours or say any time, not both.")
    if kind is ChannelKind.POST and plan.windows:
        problems.append(_SENTENCES[NeverReason.POST_HAS_NO_HOURS])
    elif plan.uses and not plan.windows and not plan.any_time:
        problems.append("Say at which hours this channel is safe, or that any time is.")
    return tuple(problems)


def may_use(
    standing: ChannelStanding, use: ChannelUse, now: datetime, *, to_verify: bool = False
) -> UseAnswer:
    """Whether a channel may be used in this way at the aware moment `now`.

    `to_verify` lets the one message through that carries the code by which the channel
    is verified; every other condition holds for it too. Raises ValueError for a naive
    `now`.
    """
    reason = _never(standing, use, now, to_verify)
    if reason is not None:
        return Never(reason, _SENTENCES[reason])
    if standing.plan.any_time:
        return Allowed()
    opening = next_opening(standing.plan.windows, now)
    if opening is None:
        return Never(NeverReason.NO_HOURS, _SENTENCES[NeverReason.NO_HOURS])
    return Allowed() if opening <= now else NotNow(opening)


def _never(
    standing: ChannelStanding, use: ChannelUse, now: datetime, to_verify: bool
) -> NeverReason | None:
    plan = standing.plan
    today = london_date(now)
    if standing.ended_at is not None:
        return NeverReason.ENDED
    if standing.suspended_at is not None:
        return NeverReason.SUSPENDED
    if use not in USES_BY_KIND[standing.kind]:
        return NeverReason.KIND_CANNOT
    if use not in plan.uses:
        return NeverReason.PLAN_FORBIDS
    if use is ChannelUse.VOICEMAIL and ChannelUse.CALL not in plan.uses:
        return NeverReason.PLAN_FORBIDS
    if not to_verify and (standing.verified_at is None or standing.verified_at > now):
        return NeverReason.NOT_VERIFIED
    if standing.confirmed_at is None or standing.confirmed_at > now:
        return NeverReason.NOT_CONFIRMED
    if standing.review_on is None or standing.review_on < today:
        return NeverReason.REVIEW_PASSED
    if use is ChannelUse.LETTER and not plan.any_time:
        return NeverReason.POST_HAS_NO_HOURS
    # Hours beside "any time" contradict each other, and a doubt is a no.
    if bool(plan.windows) == plan.any_time:
        return NeverReason.NO_HOURS
    return None


def london_date(moment: datetime) -> date:
    """The calendar day in London at an aware moment; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(LONDON).date()


def next_opening(windows: Iterable[Window], now: datetime) -> datetime | None:
    """The first moment from `now` on that lies inside one of the windows, in UTC.

    `now` itself when it is inside; None when there are no windows. A window opens at its
    start, or at the change of the clocks when that carries the wall clock into it.
    """
    windows = tuple(windows)
    if not windows:
        return None
    first = london_date(now)
    if any(window.holds(now) for window in windows):
        return now.astimezone(UTC)
    # Two weeks, because the change of the clocks may swallow a short window's whole day.
    for ahead in range(15):
        day = first + timedelta(days=ahead)
        changes = _clock_changes(day)
        openings = [
            moment
            for window in windows
            for moment in (*changes, *_both_folds(day, window.start))
            if moment >= now and window.holds(moment)
        ]
        if openings:
            return min(openings)
    return None


def closes_at(plan: ContactPlan, now: datetime) -> datetime | None:
    """When the safe hours that hold the aware moment `now` are over, in UTC.

    None where any time is safe, and where no hours hold it. An hour that comes twice, as the
    clocks go back, ends the first time.
    """
    if plan.any_time:
        return None
    day = london_date(now)
    ends = [
        datetime.combine(day, window.end, LONDON).astimezone(UTC)
        for window in plan.windows
        if window.holds(now)
    ]
    return max(ends, default=None)


def _both_folds(day: date, at: time) -> tuple[datetime, datetime]:
    """A London wall time in UTC, as read before and after a change of the clocks."""
    local = datetime.combine(day, at, LONDON)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _clock_changes(day: date) -> tuple[datetime, ...]:
    """The moments of a London day at which the clocks change (to the minute, in UTC)."""
    moment = datetime.combine(day, time.min, LONDON).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)
    if end - moment == timedelta(days=1):
        return ()
    before = moment.astimezone(LONDON).utcoffset()
    while moment.astimezone(LONDON).utcoffset() == before:
        moment += timedelta(minutes=1)
    return (moment,)
