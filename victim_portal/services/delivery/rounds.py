"""One round of the worker: sweep, claim, send, record, ask after what is in doubt.

What no database can close without the provider's help is a worker that is frozen between
its last check of the clocks and the send, and wakes after its lease: the lease is four
times as long as a send may wait to begin, and longer than any send may take. A text that is
in doubt isn't sent again before its provider was asked twice, minutes after the lease.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from victim_portal.domain.messages import LATEST_START
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver
from victim_portal.services.context import Context
from victim_portal.services.delivery.asking import ask_about_doubts
from victim_portal.services.delivery.breaking import Breakers, limited_kinds, wake
from victim_portal.services.delivery.claiming import Claim, claim, sweep
from victim_portal.services.delivery.faults import NO_FAULTS, FaultPoint, Faults
from victim_portal.services.delivery.hands import ONE, Hands
from victim_portal.services.delivery.recording import Recorder, put_back
from victim_portal.services.delivery.sending import Senders, send
from victim_portal.services.delivery.stranded import see_to_stranded

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """How many messages a round handed over, held, made wait, dropped, failed or left uncertain.

    `put_back` counts claims that were given back unsent, because time ran out, somebody
    came of age or the worker is stopping; `found_out` doubts that the provider settled, or
    that were given to a person. `next_due` is when the next round may have something to do.
    """

    handed_over: int = 0
    held: int = 0
    waiting: int = 0
    dropped: int = 0
    failed: int = 0
    uncertain: int = 0
    found_out: int = 0
    put_back: int = 0
    next_due: datetime | None = None

    @property
    def moved(self) -> int:
        """How many messages the round brought any further."""
        sent = self.handed_over + self.failed + self.uncertain
        return sent + self.held + self.waiting + self.dropped + self.found_out


def deliver_due(
    ctx: Context,
    senders: Senders,
    worker_name: str,
    limit: int = 10,
    *,
    hands: Hands = ONE,
    faults: Faults = NO_FAULTS,
    monotonic: Callable[[], float] = time.monotonic,
    stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Do one round with up to `limit` messages, as the worker.

    `worker_name` must be one worker's alone; its `hands` send beside each other. `monotonic`
    gives seconds that no change of the wall clock moves; `stopping` is asked before each
    send. Raises whatever the database raises; what was claimed and not begun is given back
    first, where it can be.
    """
    done = Round()
    can_ask = senders.ledger is not None
    due, lease, ask, standing = wake(ctx)
    limited = limited_kinds(standing)
    for kind in limited:
        done.failed += see_to_stranded(ctx, kind)
    if lease is not None and lease < ctx.now():
        done.uncertain += sweep(ctx, can_ask=can_ask)
    started, more = monotonic(), False

    def no_more() -> bool:
        return stopping() or monotonic() - started > LATEST_START.total_seconds()

    if due is not None and due <= ctx.now():
        faults.hit(FaultPoint.BEFORE_CLAIM)
        claimed = claim(ctx, worker_name, limit, limited)
        faults.hit(FaultPoint.AFTER_CLAIM)
        done.held, done.waiting = claimed.held, claimed.waiting
        done.dropped = claimed.dropped
        left = deque(claimed.claims)
        more = len(left) >= limit
        at_once = min(hands.threads, len(left))
        recorder = Recorder(ctx, worker_name, can_ask=can_ask, hands=at_once)
        breakers = Breakers(ctx, standing)
        work = _Work(
            ctx, senders, worker_name, recorder, faults, no_more, left, breakers, hands.threads
        )
        _send_all(work, hands, done)
    if ask is not None and ask <= ctx.now():
        done.found_out = ask_about_doubts(ctx, senders.ledger, faults, no_more)
    if more:
        # A whole batch was due, so more is likely: the next round looks for itself.
        done.next_due = ctx.now()
        return done
    due, lease, ask, _ = wake(ctx)
    done.next_due = min((moment for moment in (due, lease, ask) if moment), default=None)
    return done


@dataclass
class _Work:
    """What the hands of one round share: the claims that are left, and what came of the others."""

    ctx: Context
    senders: Senders
    worker_name: str
    recorder: Recorder
    faults: Faults
    no_more: Callable[[], bool]
    left: deque[Claim]
    breakers: Breakers
    hands: int
    states: list[MessageState] = field(default_factory=list)
    given_back: int = 0
    broken: bool = False
    lock: Lock = field(default_factory=Lock)

    def take(self) -> Claim | None:
        """The next claim, for one hand alone; None when there is none, or no time for it."""
        if not self.left:
            return None
        self.faults.hit(FaultPoint.BEFORE_SEND)
        with self.lock:
            return self.left.popleft() if self.left and not self._is_over() else None

    def record(self, one: Claim, handed: HandOver, *, outage: bool) -> None:
        """Write down what came of one send before anything else is done."""
        self.note(one, self.recorder.record(one, handed, outage=outage))

    def note(self, one: Claim, state: MessageState) -> None:
        """One send is written down."""
        self.states.append(state)
        self.faults.hit(FaultPoint.AFTER_RECORD)
        logger.info("message %s: %s", one.message_id, state.value)

    def _is_over(self) -> bool:
        # Where one hand broke down, or time ran out, no other begins anything more.
        self.broken = self.broken or self.no_more()
        return self.broken


def _send_all(work: _Work, hands: Hands, done: Round) -> None:
    try:
        if hands.threads == 1:
            _send_some(work, work.record)
        else:
            hands.all_do(lambda: _send_beside(work), lambda: _record_all(work))
    except Exception:
        put_back(work.ctx, work.worker_name, list(work.left))
        raise
    for state in work.states:
        _count(done, state)
    done.put_back = work.given_back + len(work.left)
    if work.left:
        put_back(work.ctx, work.worker_name, list(work.left))


def _send_beside(work: _Work) -> None:
    """What one of several hands does; the last one says that nothing more comes."""
    try:
        _send_some(work, work.recorder.put)
    finally:
        with work.lock:
            work.hands -= 1
            if not work.hands:
                work.recorder.no_more()


def _record_all(work: _Work) -> None:
    """What the round's own thread does while the hands send: write down what came of it."""
    first: Exception | None = None
    try:
        for one, came_to in work.recorder.written():
            if isinstance(came_to, Exception):
                # What is handed over and can't be recorded is in doubt: no more of it.
                work.broken, first = True, first or came_to
                continue
            work.note(one, came_to)
    except BaseException:
        # Nobody writes any more, so nobody may send any more.
        work.broken = True
        raise
    if first is not None:
        raise first


def _send_some(work: _Work, record: Callable[..., object]) -> None:
    """What one hand does: one claim after the other, until none is left."""
    try:
        while (one := work.take()) is not None:
            over = one.not_from is not None and work.ctx.now() >= one.not_from
            if over or work.breakers.opened(one.kind):
                # Midnight, or the end of the safe hours, came between the last look and the send:
                # the next look says what becomes of it. Or its provider was found to be down.
                put_back(work.ctx, work.worker_name, [one])
                with work.lock:
                    work.given_back += 1
                continue
            handed = send(work.senders, one)
            work.faults.hit(FaultPoint.AFTER_SEND)
            record(one, handed, outage=work.breakers.note(one.kind, handed))
    except BaseException:
        work.broken = True
        raise


def _count(done: Round, state: MessageState) -> None:
    match state:
        case MessageState.HANDED_OVER | MessageState.DELIVERED:
            done.handed_over += 1
        case MessageState.FAILED_FOR_NOW | MessageState.FAILED_FOR_GOOD:
            done.failed += 1
        case _:
            done.uncertain += 1
