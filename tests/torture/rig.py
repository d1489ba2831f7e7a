"""A portal under torture: its database, the doubles that outlive its workers, and the workers."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from tests.support.fakes import NOON
from tests.support.portal import Portal, make_portal
from tests.support.smtp_server import SmtpFault, SmtpServer
from tests.support.twilio_double import TwilioDouble, TwilioFault
from tests.support.updates import told
from tests.torture.checker import History, history, left_to_do
from tests.torture.clock import FastClock
from tests.torture.nursery import Orders, context
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.callbacks import record_status
from victim_portal.services.errors import ConflictError

TRIES = 5
OUTAGES = 0.02
MANY = 20
"""Faults at once: more than four workers meet before they are disturbed again."""
BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)
TEXT_FAULTS = (
    TwilioFault(accept=True, reset=True),
    TwilioFault(reset=True),
    TwilioFault(accept=True, status=500),
    TwilioFault(status=500),
    TwilioFault(status=429, retry_after=1),
)
MAIL_FAULTS = (
    SmtpFault("data", keep=True),
    SmtpFault("data"),
    SmtpFault("rcpt", "450 4.2.1 later"),
)


@dataclass
class Rig:
    """Everything that stands while workers die."""

    portal: Portal
    clock: FastClock
    twilio: TwilioDouble
    relay: SmtpServer
    nursery: subprocess.Popen[str]
    database: str
    chance: random.Random
    mutant: bool = False
    queued: int = 0
    kills: int = 0
    out_until: datetime = NOON
    workers: list[int] = field(default_factory=list)

    def queue(self, cases: int) -> None:
        """Approve the news of so many more people: a text and an e-mail each."""
        for _ in range(cases):
            # A stage that no surge counts: parking is tested elsewhere.
            news = told(self.portal, kinds=BOTH, stage=Stage.ANNUAL_CONTACT, number=self.queued)
            self.queued += 1
            for _ in range(TRIES):
                # The killed leave locks behind for a moment; a person would try again too.
                with suppress(ConflictError):
                    news.approve()
                    break

    def start(self, kill_at: str = "", nth: int = 1, threads: int = 1) -> int:
        """A worker process; gives its number."""
        orders = Orders(
            self.database,
            self.twilio.base_url,
            self.relay.port,
            self.clock.told(),
            kill_at,
            nth,
            threads,
            self.mutant,
        )
        pid = self._tell(vars(orders))
        self.workers.append(pid)
        return pid

    def kill(self, pid: int) -> None:
        """kill -9, wherever it is."""
        os.kill(pid, signal.SIGKILL)
        self.ended(pid)

    def ended(self, pid: int) -> bool:
        """Wait for a worker's end; whether it was killed."""
        status = self._tell({"reap": pid})
        self.workers.remove(pid)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        self.kills += killed
        return killed

    def stop_all(self) -> None:
        """End the workers that are left as a service manager does."""
        for pid in list(self.workers):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            self.ended(pid)

    def disturb(self) -> None:
        """Providers fail in their ways, now and then for minutes, and report on what they have.

        A fault that nobody met is over: kept, they would pile up before a breaker's few probes.
        """
        self.calm()
        if self.chance.random() < OUTAGES:
            self.out_until = self.clock.now() + timedelta(minutes=self.chance.uniform(0.5, 3))
        if self.clock.now() < self.out_until:
            self.twilio.fault(*[TwilioFault(status=500)] * MANY)
            self.relay.fault(*[SmtpFault("rcpt", "450 4.2.1 later")] * MANY)
        if self.chance.random() < 0.3:
            self.twilio.fault(self.chance.choice(TEXT_FAULTS))
        if self.chance.random() < 0.2:
            self.relay.fault(self.chance.choice(MAIL_FAULTS))
        if self.twilio.ledger and self.chance.random() < 0.5:
            sent = self.chance.choice(self.twilio.ledger[-50:])
            message_id = UUID((sent.status_callback or "").rpartition("/")[2])
            form = {"MessageSid": sent.sid, "MessageStatus": self.chance.choice(REPORTS)}
            record_status(self.portal.ctx, message_id, form)

    def calm(self) -> None:
        """The providers work."""
        self.twilio.heal()
        self.relay.heal()

    def settled(self, seconds: float) -> History:
        """The history once nothing is under way any more, or when the time is over."""
        until = time.monotonic() + seconds
        while True:
            found = history(self.portal.ctx, self.twilio.ledger, self.relay.messages)
            if not left_to_do(found) or time.monotonic() > until:
                return found
            time.sleep(0.3)

    def _tell(self, what: dict[str, object]) -> int:
        to, answers = _pipes(self.nursery)
        to.write(json.dumps(what) + "\n")
        to.flush()
        return int(answers.readline())


REPORTS = ("queued", "sent", "sent", "delivered")


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


@contextmanager
def nursery() -> Iterator[subprocess.Popen[str]]:
    """The process that forks workers, for as many rigs as come one after the other."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        for pipe in _pipes(process):
            pipe.close()
        process.wait(30)


@contextmanager
def rig(
    database: str, forks: subprocess.Popen[str], *, mutant: bool = False, seed: int = 1
) -> Iterator[Rig]:
    """A rig on a fresh, migrated database."""
    made = make_portal(database, migrated=True)
    made.engine.dispose()
    clock = FastClock(NOON.isoformat(), time.time())
    ctx = context(database, clock)
    with TwilioDouble(now=clock.now) as twilio, SmtpServer() as relay:
        portal = replace(made, ctx=ctx, engine=ctx.store.engine)
        made_rig = Rig(portal, clock, twilio, relay, forks, database, random.Random(seed), mutant)  # noqa: S311 - made to be repeatable
        try:
            yield made_rig
        finally:
            with suppress(Exception):
                made_rig.stop_all()
            ctx.store.engine.dispose()
