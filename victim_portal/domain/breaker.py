"""The breaker of a provider: nothing more is handed over while it can't take messages.

One for texts and one for e-mail. It opens after failures in a row that are the provider's own
(`ports.HandOver.providers_fault`), and lets one message through as a probe now and then, each
time another one: a message that can never go mustn't keep all others waiting. The first that
gets through begins the recovery: what waited goes in order of its last day, urgent safety news
first, at a set rate, until nothing that was due is left.

A failure that opened the breaker, or that met it open, uses up none of a message's tries: the
outage isn't the message's. What can't wait for the provider is a person's to tell.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from victim_portal.domain.messages import LEASE

FAILURES_TO_OPEN = 5
"""So many in a row open it: one lost connection is no outage."""

IN_A_ROW_WITHIN = timedelta(minutes=30)
"""Two failures that are further apart aren't in a row, whatever came between them."""

PROBE_WAITS: tuple[timedelta, ...] = (
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
)
"""The wait before each probe; the last of them goes on."""

LONGEST_PROBE_WAIT = timedelta(minutes=15)
"""However long the provider itself asks for."""

BURST = 5
"""How many messages of a recovery may go at once; over any time, so many more than the rate."""

LONGEST_WAIT = timedelta(hours=72)
"""How long a message that is due waits for a provider: as long as its tries would have lasted."""


@dataclass(frozen=True)
class Breaker:
    """Where one provider stands; without any of it, all is well.

    `failures` in a row, the last at `failed_at`. `open_since`: it is open, and nothing goes
    before `probe_at`; `probes` have failed, and one is under way until `probing_until`.
    `recovering_since`: it takes messages again, and the next may go at `free_at`.
    """

    failures: int = 0
    failed_at: datetime | None = None
    open_since: datetime | None = None
    probe_at: datetime | None = None
    probes: int = 0
    probing_until: datetime | None = None
    recovering_since: datetime | None = None
    free_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing but a probe may go."""
        return self.open_since is not None

    @property
    def limits(self) -> bool:
        """Whether fewer messages may go than are due."""
        return self.is_open or self.recovering_since is not None


def after(
    breaker: Breaker, failed: bool, now: datetime, retry_after: timedelta | None = None
) -> Breaker:
    """The breaker after one hand-over: the provider `failed`, or it answered as it should.

    `retry_after` is the provider's own wish; it makes the wait for a probe longer, up to
    `LONGEST_PROBE_WAIT`, and never shorter.
    """
    if not failed:
        return _answered(breaker, now)
    if not breaker.is_open:
        return _failed_closed(breaker, now, retry_after)
    if breaker.probing_until is None:
        # It was on its way when the breaker opened, and says nothing new.
        return breaker
    probes = breaker.probes + 1
    return replace(
        breaker,
        probes=probes,
        probe_at=now + _wait(probes, retry_after),
        probing_until=None,
    )


def _answered(breaker: Breaker, now: datetime) -> Breaker:
    if breaker.is_open:
        return Breaker(recovering_since=now, free_at=now)
    return replace(breaker, failures=0, failed_at=None)


def _failed_closed(breaker: Breaker, now: datetime, retry_after: timedelta | None) -> Breaker:
    in_a_row = breaker.failed_at is not None and now - breaker.failed_at <= IN_A_ROW_WITHIN
    failures = breaker.failures + 1 if in_a_row else 1
    if failures < FAILURES_TO_OPEN:
        return replace(breaker, failures=failures, failed_at=now)
    return Breaker(
        failures=failures, failed_at=now, open_since=now, probe_at=now + _wait(0, retry_after)
    )


def _wait(probes: int, retry_after: timedelta | None) -> timedelta:
    wait = PROBE_WAITS[min(probes, len(PROBE_WAITS) - 1)]
    return min(max(wait, retry_after or timedelta()), LONGEST_PROBE_WAIT)


def may_go(breaker: Breaker, now: datetime, per_minute: int) -> int | None:
    """How many messages may be claimed now; None for as many as are due.

    `per_minute` is the rate of a recovery. Raises ValueError for one below 1.
    """
    if per_minute < 1:
        raise ValueError("a recovery needs a rate")
    if breaker.is_open:
        return int(now >= next_look(breaker, now))
    if breaker.free_at is None:
        return None
    if now < breaker.free_at:
        return 0
    return min(BURST, int((now - breaker.free_at) / _pause(per_minute)) + 1)


def claimed(breaker: Breaker, number: int, now: datetime, per_minute: int) -> Breaker:
    """The breaker after so many messages were claimed, of those that `may_go` allowed."""
    if number < 1:
        return breaker
    if breaker.is_open:
        return replace(breaker, probing_until=now + LEASE)
    if breaker.free_at is None:
        return breaker
    # What wasn't used in a quiet minute doesn't pile up beyond one burst.
    start = max(breaker.free_at, now - (BURST - 1) * _pause(per_minute))
    return replace(breaker, free_at=start + number * _pause(per_minute))


def recovered(breaker: Breaker) -> Breaker:
    """The breaker once nothing is left of what waited."""
    return replace(breaker, recovering_since=None, free_at=None)


def next_look(breaker: Breaker, now: datetime) -> datetime:
    """From when on the next message may be claimed; `now` where any may."""
    if breaker.is_open:
        probe = breaker.probe_at or now
        return max(probe, breaker.probing_until) if breaker.probing_until else probe
    return breaker.free_at or now


def cant_wait(breaker: Breaker, due_since: datetime, last_moment: datetime, now: datetime) -> str:
    """Why a message that is due can't wait for the provider, as a sentence; "" where it can.

    `last_moment` is the end of its last day: nearer than the next try, it is told in person.
    """
    if not breaker.is_open:
        return ""
    if last_moment <= max(now, next_look(breaker, now)):
        return "Its last day ends before the provider is tried again."
    if now - due_since >= LONGEST_WAIT:
        return "It waited 72 hours for the provider."
    return ""


def _pause(per_minute: int) -> timedelta:
    return timedelta(minutes=1) / per_minute
