"""The worker: rounds of delivery until it is told to stop.

Any number of workers may run on any number of machines. Logs carry ids and counts only.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from uuid import UUID

from victim_portal.services.campaigns import ask_about_untold
from victim_portal.services.channels import ask_to_review
from victim_portal.services.context import Context
from victim_portal.services.delivery import Hands, Round, Senders, deliver_due, tell_staff
from victim_portal.services.keeping.tidying import tidy
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.services.leaving import hand_over_due
from victim_portal.services.planning import Planner, ask_for_unread
from victim_portal.services.reconciliation import follow_lists
from victim_portal.services.reviews import follow_policy
from victim_portal.services.seals import Sealer
from victim_portal.services.silence import Watcher
from victim_portal.services.unusual import ask_about_unusual
from victim_portal.services.wrong_news import go_on_with_all

# Who starts a worker takes its senders from here: the delivery service is the worker's alone.
__all__ = ["THREADS", "Senders", "WorkerError", "run", "worker_name"]

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 2.0
ASK_EVERY = 600.0
SEAL_EVERY = 15.0
PLAN_EVERY = 600.0
"""Seconds: the longest pause between rounds that found nothing (how late a new message may be
noticed), between rounds of asks, of seals, and of planning what time alone has changed. A row
that a round finds may have to wait for the next one, so the trail is sealed within half a
minute."""

ASKS: tuple[tuple[str, Callable[[Context], int]], ...] = (
    ("review deadlines that the policy moved", follow_policy),
    ("unread drafts", ask_for_unread),
    ("moved dates that nobody told", ask_about_untold),
    ("updates that nobody answered", climb_ladders),
    ("channels to confirm again", ask_to_review),
    ("reading that stands out", ask_about_unusual),
    ("cases of who left", hand_over_due),
    ("listed sentences that nobody referred", follow_lists),
    ("what the ledger doesn't say yet", publish),
    ("what goes by itself", tidy),
)
"""What is looked for now and then, with what each leaves a task for."""

SMALLEST_BATCH, SHARE_OF_A_BATCH = 10, 4
"""How many messages are claimed at once: small, so that a crash leaves few in doubt, and enough
to keep every thread busy for a while."""

THREADS = 8
"""How many messages are sent beside each other by default: providers take a tenth of a second,
in which one thread only waits. What comes back together is recorded together, so that SQLite,
which lets one write at a time, bears as many as PostgreSQL."""

PAUSES_AFTER_A_CRASH = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before the round after a crashed one, growing while crashes follow each other."""

CRASHES_FOR_ONCE = 3
"""How many crashes in a row end a worker that was asked to drain and return."""


class WorkerError(Exception):
    """The worker gave up; the text names the kind of error and no value."""


def run(
    ctx: Context,
    senders: Senders,
    once: bool = False,
    *,
    threads: int = 1,
    stop: threading.Event | None = None,
    deliver: Callable[..., Round] = deliver_due,
) -> None:
    """Deliver what falls due until SIGTERM or SIGINT, or `stop` is set.

    It sends in so many `threads`, each with its own connection to the providers. The messages
    in hand are finished first; what was claimed beside them is given back. With
    `once`, returns as soon as nothing is due, and raises WorkerError when rounds keep
    crashing; without it, crashed rounds are logged and tried again after a pause.
    """
    stop = stop or threading.Event()
    name = worker_name(ctx.tokens.uuid())
    crashes, ask_at, seal_at, plan_at = 0, 0.0, 0.0, 0.0
    batch = max(SMALLEST_BATCH, threads * SHARE_OF_A_BATCH)
    sealer, planner, planned_by = Sealer(ctx), Planner(ctx), ""
    watcher, watch_at = Watcher(ctx), 0.0
    logger.info("worker %s: started", name)
    with _stopped_by_signals(stop), Hands(threads, senders.close) as hands:
        while not stop.is_set():
            if not once and time.monotonic() >= seal_at:
                seal_at = time.monotonic() + SEAL_EVERY
                _seal(sealer, name)
            try:
                # One policy for a round; the next one sees what was agreed on meanwhile.
                now = ctx.for_one_use()
                done = deliver(now, senders, name, batch, hands=hands, stopping=stop.is_set)
            except Exception as error:
                # The type alone: messages of database errors hold values.
                logger.error("worker %s: a round crashed: %s", name, type(error).__name__)
                crashes += 1
                if once and crashes >= CRASHES_FOR_ONCE:
                    raise WorkerError(f"rounds keep crashing: {type(error).__name__}") from None
                stop.wait(PAUSES_AFTER_A_CRASH[min(crashes, len(PAUSES_AFTER_A_CRASH)) - 1])
                continue
            crashes = 0
            _log(name, done)
            told = _tell_staff(ctx, senders, name, stop)
            if done.moved + told + _put_right(now, name):
                continue
            if time.monotonic() >= plan_at or planned_by != now.planned_by:
                # One batch between two rounds, so that no message waits for sixty thousand cases.
                if _plan(planner, name):
                    continue
                if planned_by != now.planned_by:
                    ask_at = 0.0
                plan_at, planned_by = time.monotonic() + PLAN_EVERY, now.planned_by
            if time.monotonic() >= ask_at:
                ask_at = time.monotonic() + ASK_EVERY
                _ask(now, name)
            if time.monotonic() >= watch_at:
                # After the asks: what one of them has left a task for isn't asked for twice.
                if _watch(watcher, name):
                    continue
                watch_at = time.monotonic() + PLAN_EVERY
            if once:
                # Last, so that what this run did is sealed too.
                _seal(sealer, name)
                break
            stop.wait(_pause(ctx, done))
    logger.info("worker %s: stopped", name)


def _tell_staff(ctx: Context, senders: Senders, name: str, stop: threading.Event) -> int:
    """Hand over what staff are told; that it can't be done now must not stop the sending."""
    try:
        told = tell_staff(ctx, senders.email, name, stopping=stop.is_set)
    except Exception as error:
        logger.error("worker %s: telling staff crashed: %s", name, type(error).__name__)
        return 0
    if told:
        logger.info("worker %s: notices to staff: %d", name, told)
    return told


def _put_right(ctx: Context, name: str) -> int:
    """Go on with what was wrong; that it can't be done now must not stop the sending."""
    try:
        return go_on_with_all(ctx)
    except Exception as error:
        logger.error("worker %s: putting news right crashed: %s", name, type(error).__name__)
        return 0


def _ask(ctx: Context, name: str) -> None:
    """Have people asked for what is due; that it can't be done now must not stop the sending."""
    for what, ask in ASKS:
        try:
            asked = ask(ctx)
        except Exception as error:
            logger.error("worker %s: asking for %s crashed: %s", name, what, type(error).__name__)
            continue
        if asked:
            logger.info("worker %s: asked for %s: %d", name, what, asked)


def _plan(planner: Planner, name: str) -> bool:
    """Plan some of the cases that are due; whether more may be."""
    try:
        done = planner.some()
    except Exception as error:
        logger.error("worker %s: planning crashed: %s", name, type(error).__name__)
        return False
    if done.changed or done.failed:
        logger.info(
            "worker %s: planned %d cases, changed=%d failed=%d",
            name,
            done.cases,
            done.changed,
            done.failed,
        )
    return bool(done.cases or done.failed)


def _watch(watcher: Watcher, name: str) -> bool:
    """Look for silence in some of the cases that are due; whether more may be."""
    try:
        return bool(watcher.some())
    except Exception as error:
        logger.error("worker %s: looking for silence crashed: %s", name, type(error).__name__)
        return False


def _seal(sealer: Sealer, name: str) -> None:
    """Seal the trail; that it can't be done now must not stop the sending."""
    try:
        sealed = sealer.seal()
    except Exception as error:
        logger.error("worker %s: sealing the audit crashed: %s", name, type(error).__name__)
        return
    if sealed:
        logger.info("worker %s: sealed %d audit rows", name, sealed)


def worker_name(run_id: UUID) -> str:
    """A name that no other worker has, on this machine or another."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{run_id.hex[:8]}"


def _pause(ctx: Context, done: Round) -> float:
    if done.next_due is None:
        return LONGEST_PAUSE
    left = (done.next_due - ctx.now()).total_seconds()
    # What is due and didn't move is another worker's, or was put back: no tight loop over it.
    return min(max(left, 0.05), LONGEST_PAUSE)


def _log(name: str, done: Round) -> None:
    if done.moved or done.put_back:
        logger.info(
            "worker %s: handed_over=%d held=%d waiting=%d failed=%d uncertain=%d "
            "found_out=%d put_back=%d",
            name,
            done.handed_over,
            done.held,
            done.waiting,
            done.failed,
            done.uncertain,
            done.found_out,
            done.put_back,
        )


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT set `stop`; only a main thread may, others are stopped by it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(signum: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
