"""One round of the worker: sweep, claim, send, record.

What no database can close without the provider's help is a worker that is frozen between
its last check of the clock and the send, and wakes after its lease: the lease is four
times as long as a send may wait to begin, and longer than any send may take.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from victim_portal.domain.messages import LATEST_START
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.context import Context
from victim_portal.services.delivery.claiming import Claim, Claimed, claim, sweep
from victim_portal.services.delivery.faults import NO_FAULTS, FaultPoint, Faults
from victim_portal.services.delivery.recording import put_back, record
from victim_portal.services.delivery.sending import Senders, send
from victim_portal.store import messages as message_store

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """How many messages a round handed over, held, made wait, failed or left uncertain.

    `put_back` counts claims that were given back unsent, because time ran out, somebody
    came of age or the worker is stopping. `next_due` is when the next round may have
    something to do.
    """

    handed_over: int = 0
    held: int = 0
    waiting: int = 0
    failed: int = 0
    uncertain: int = 0
    put_back: int = 0
    next_due: datetime | None = None

    @property
    def moved(self) -> int:
        """How many messages the round brought any further."""
        return self.handed_over + self.held + self.waiting + self.failed + self.uncertain


def deliver_due(
    ctx: Context,
    senders: Senders,
    worker_name: str,
    limit: int = 10,
    *,
    faults: Faults = NO_FAULTS,
    monotonic: Callable[[], float] = time.monotonic,
    stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Do one round with up to `limit` messages, as the worker.

    `worker_name` must be one worker's alone. `monotonic` gives seconds that no change of
    the wall clock moves; `stopping` is asked before each send. Raises whatever the
    database raises; what was claimed and not begun is given back first, where it can be.
    """
    done = Round()
    due, lease = _wake(ctx)
    if lease is not None and lease < ctx.now():
        done.uncertain += sweep(ctx)
    if due is not None and due <= ctx.now():
        faults.hit(FaultPoint.BEFORE_CLAIM)
        started = monotonic()
        claimed = claim(ctx, worker_name, limit)
        faults.hit(FaultPoint.AFTER_CLAIM)
        done.held, done.waiting = claimed.held, claimed.waiting
        _send_all(
            ctx,
            senders,
            worker_name,
            claimed,
            done,
            faults,
            lambda: stopping() or monotonic() - started > LATEST_START.total_seconds(),
        )
    due, lease = _wake(ctx)
    done.next_due = min((moment for moment in (due, lease) if moment), default=None)
    return done


def _send_all(
    ctx: Context,
    senders: Senders,
    worker_name: str,
    claimed: Claimed,
    done: Round,
    faults: Faults,
    no_more: Callable[[], bool],
) -> None:
    left = list(claimed.claims)
    try:
        while left:
            faults.hit(FaultPoint.BEFORE_SEND)
            if no_more():
                break
            one = left.pop(0)
            if one.not_from is not None and ctx.now() >= one.not_from:
                # Midnight came between the last look and the send: the next look holds it.
                put_back(ctx, worker_name, [one])
                done.put_back += 1
                continue
            _count(done, _send_one(ctx, senders, worker_name, one, faults))
    except Exception:
        put_back(ctx, worker_name, left)
        raise
    if left:
        done.put_back += len(left)
        put_back(ctx, worker_name, left)


def _send_one(
    ctx: Context, senders: Senders, worker_name: str, one: Claim, faults: Faults
) -> MessageState:
    handed = send(senders, one)
    faults.hit(FaultPoint.AFTER_SEND)
    state = record(ctx, worker_name, one, handed)
    faults.hit(FaultPoint.AFTER_RECORD)
    logger.info("message %s: %s", one.message_id, state.value)
    return state


def _count(done: Round, state: MessageState) -> None:
    match state:
        case MessageState.HANDED_OVER | MessageState.DELIVERED:
            done.handed_over += 1
        case MessageState.FAILED_FOR_NOW | MessageState.FAILED_FOR_GOOD:
            done.failed += 1
        case _:
            done.uncertain += 1


def _wake(ctx: Context) -> tuple[datetime | None, datetime | None]:
    """Asked without the write lock, which an idle worker mustn't take every two seconds."""
    with ctx.store.reading() as uow:
        return message_store.next_wake(uow)
