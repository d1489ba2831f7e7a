"""Starts real worker processes quickly: everything is imported once, each worker is a fork.

It reads one JSON object in each line: what a worker is told (`Orders`), or `{"reap": pid}`,
and answers each with one number. Faults and the mutant come in here, from outside: the
product knows nothing of either.
"""

import json
import logging
import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twilio.rest import Client

from tests.support import mailing
from tests.support.portal import context as portal_context
from tests.support.portal import not_durable, portal_in
from tests.support.senders import FakeSender
from tests.support.twilio_double import AUTH_TOKEN, MESSAGING_SERVICE_SID
from tests.support.twilio_wire import ACCOUNT_SID
from tests.support.updates import told
from tests.torture.clock import FastClock
from tests.torture.mutant import install_mutant
from victim_portal import worker
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.messaging.sms import TwilioSmsSender
from victim_portal.messaging.sms_ledger import TwilioSmsLedger
from victim_portal.randomness import SystemTokens
from victim_portal.services.context import Context
from victim_portal.services.delivery import FaultPoint, Senders, deliver_due
from victim_portal.services.messages import doubts
from victim_portal.store.engine import make_engine

CALLBACKS = "https://portal.example.org"


@dataclass(frozen=True)
class Orders:
    """What one worker is told. It dies at the `nth` pass of the point `kill_at`, if any."""

    database: str
    twilio: str
    smtp: int
    clock: dict[str, Any]
    kill_at: str = ""
    nth: int = 1
    threads: int = 1
    mutant: bool = False


class DieAt:
    """SIGKILL at the n-th pass of one point: nothing is flushed, closed or said."""

    def __init__(self, point: str, nth: int) -> None:
        self.point, self.left = point, nth

    def hit(self, point: FaultPoint) -> None:
        """Called by the round."""
        if point.value == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def context(url: str, clock: FastClock) -> Context:
    """A portal's parts on a database that is there, by the fast clock."""
    engine = make_engine(url)
    # What a process has written is the system's: killing the process loses none of it.
    not_durable(engine)
    # What it is held to is asked for anew in each round, as in a real worker.
    return replace(portal_context(engine, clock, SystemTokens()), held=None, base_url=CALLBACKS)


def work(orders: Orders) -> None:
    """Be a worker until SIGTERM or death."""
    if orders.mutant:
        install_mutant()
    clock = FastClock(**orders.clock)
    # In a world that is so fast, nobody may pause for long or take much at once.
    worker.LONGEST_PAUSE, worker.SMALLEST_BATCH, worker.SHARE_OF_A_BATCH = 0.1, 4, 1
    # Their order is what matters; at their real length each doubt would take half a minute.
    vars(doubts).update(QUIET=timedelta(minutes=1), BETWEEN_ASKS=timedelta(seconds=30))
    given: dict[str, Any] = {"api_base_url": orders.twilio, "timeout": 5.0}
    account = (ACCOUNT_SID, AUTH_TOKEN)
    sms = TwilioSmsSender(
        *account,
        messaging_service_sid=MESSAGING_SERVICE_SID,
        callback_base_url=CALLBACKS,
        now=clock.now,
        **given,
    )
    senders = Senders(mailing.sender(orders.smtp), sms, TwilioSmsLedger(*account, **given))
    faults = DieAt(orders.kill_at, orders.nth)
    deliver = partial(deliver_due, faults=faults, monotonic=clock.monotonic)
    ctx = context(orders.database, clock)
    worker.run(ctx, senders, threads=orders.threads, deliver=deliver)


def warm_up() -> None:
    """Send one message of each kind on a database of its own: what is slow once is done once."""
    _ = Client(ACCOUNT_SID, AUTH_TOKEN).messages
    with TemporaryDirectory() as folder:
        made = portal_in(Path(folder))
        told(made, kinds=(ChannelKind.MOBILE, ChannelKind.EMAIL)).approve()
        deliver_due(made.ctx, FakeSender().senders, "warming up")
        made.engine.dispose()


def main() -> None:
    """Fork a worker for each line of orders; wait for one where that is asked."""
    # It is full of dead workers, as it should be.
    logging.disable()
    warm_up()
    for line in sys.stdin:
        told = json.loads(line)
        if "reap" in told:
            _, status = os.waitpid(told["reap"], 0)
            answer = status
        elif (answer := os.fork()) == 0:
            os.close(0)
            try:
                work(Orders(**told))
            finally:
                os._exit(1)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
