"""The breakers of the providers at work: what they let through, and what each answer does.

In the good times a round reads two rows and writes none. A worker counts a success against
failures that it knew of when its round began; one that comes too late for that can open a
breaker too early, which its first probe mends.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from threading import Lock

from victim_portal.domain.breaker import (
    Breaker,
    after,
    claimed,
    may_go,
    next_look,
    recovered,
)
from victim_portal.ports import HandOver
from victim_portal.services.context import Context
from victim_portal.store import messages as message_store
from victim_portal.store import providers as store
from victim_portal.store.models import Message, Provider
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

logger = logging.getLogger(__name__)

Wake = tuple[datetime | None, datetime | None, datetime | None, dict[str, Breaker]]


def wake(ctx: Context) -> Wake:
    """When the next message may go, the next lease ends, the next doubt is asked about.

    With them the breakers as they stand. Asked without the write lock, which an idle worker
    mustn't take every two seconds.
    """
    with ctx.store.reading() as uow:
        standing = store.breakers(uow)
        due, lease, ask = message_store.next_wake(uow)
        limited = limited_kinds(standing)
        if limited:
            moments = [store.next_due_of(uow, limited, but=True)]
            for kind in limited:
                look = next_look(standing[kind], ctx.now())
                first = store.next_due_of(uow, [kind]) if standing[kind].is_open else look
                moments.append(max(first, look) if first is not None else None)
            # A recovery is looked at whatever is due: that nothing is, ends it.
            due = min((one for one in moments if one is not None), default=None)
    return due, lease, ask, standing


def limited_kinds(standing: Mapping[str, Breaker]) -> tuple[str, ...]:
    """The kinds of which fewer messages may go than are due, in order of their names."""
    return tuple(kind for kind in sorted(standing) if standing[kind].limits)


def let_through(
    ctx: Context, uow: UnitOfWork, kind: str, limit: int, claims: Callable[[], int]
) -> Iterator[Message]:
    """What the breaker of a kind lets through now, in order of its last day, locked.

    The probe of an open one is another message each time.

    Whoever iterates claims a message, or moves it out of the way, before it asks for the next;
    `claims` says how many they claimed in all. The provider's row stays locked until the
    commit, so that all workers together keep to one probe and to one rate.
    """
    row = store.locked(uow, kind)
    now, rate = ctx.now(), ctx.recovery_per_minute
    breaker = store.breaker_of(row) if row is not None else Breaker()
    allowed = may_go(breaker, now, rate)
    left = limit if allowed is None else min(limit, allowed)
    before, was, looked = claims(), left, 0
    # What the last look makes wait or holds takes nobody's place, but no round is endless.
    while left > 0 and looked < limit:
        found = (
            store.to_probe_with(uow, kind, now, breaker.open_since)
            if breaker.open_since is not None
            else store.by_deadline(uow, kind, now, left)
        )
        yield from found
        if not found:
            break
        looked += len(found)
        uow.flush()
        left = was - (claims() - before)
    if row is None:
        return
    taken = claims() - before
    if taken:
        breaker = claimed(breaker, taken, now, rate)
    elif was and not looked and not breaker.is_open:
        # Nothing is due any more: whatever comes from now on goes as it comes.
        logger.info("provider of %s: recovered", kind)
        breaker = recovered(breaker)
    store.keep(row, breaker)


class Breakers:
    """What the hands of one round know of the providers, and tell them."""

    def __init__(self, ctx: Context, standing: Mapping[str, Breaker]) -> None:
        self._ctx = ctx
        self._known = dict(standing)
        self._was_open = {kind for kind, one in standing.items() if one.is_open}
        self._lock = Lock()

    def opened(self, kind: str) -> bool:
        """Whether a breaker opened in this round: what was claimed before goes back unsent."""
        known = self._known.get(kind)
        return known is not None and known.is_open and kind not in self._was_open

    def note(self, kind: str, handed: HandOver) -> bool:
        """Tell a breaker what came of one hand-over; whether it is open then.

        In a transaction of its own, before the outcome of the message is recorded.
        """
        known = self._known.get(kind, Breaker())
        failed = handed.providers_fault
        if not failed and not known.failures and not known.is_open:
            return False
        with self._lock:
            breaker = _write(self._ctx, kind, failed, handed)
            self._known[kind] = breaker
            if not breaker.is_open:
                self._was_open.discard(kind)
        return breaker.is_open


def _write(ctx: Context, kind: str, failed: bool, handed: HandOver) -> Breaker:
    try:
        return _write_once(ctx, kind, failed, handed)
    except ConstraintError:
        # Another worker made the row in the same moment.
        return _write_once(ctx, kind, failed, handed)


def _write_once(ctx: Context, kind: str, failed: bool, handed: HandOver) -> Breaker:
    with ctx.store.writing() as uow:
        row = store.locked(uow, kind)
        if row is None:
            row = uow.add(Provider(id=uow.tokens.uuid(), kind=kind, failures=0, probes=0))
        before = store.breaker_of(row)
        breaker = after(before, failed, ctx.now(), handed.retry_after)
        if breaker != before:
            store.keep(row, breaker)
            uow.commit()
    if breaker.is_open and not before.is_open:
        logger.error("provider of %s: down after %d failures", kind, breaker.failures)
    elif before.is_open and not breaker.is_open:
        logger.warning("provider of %s: takes messages again", kind)
    return breaker
