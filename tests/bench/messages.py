"""Messages a second: the worker against the bare Twilio client and a bare SMTP loop, in turns."""

import multiprocessing
import random
import smtplib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.bench.timing import Taken, timed
from tests.support import mailing, texting
from tests.support.databases import postgres_database, postgres_server, sqlite_url
from tests.support.fakes import RunningClock
from tests.support.portal import Portal, keyring, make_portal
from tests.support.queries import add_future
from tests.support.senders import FakeSender
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from tests.support.twilio_wire import ACCOUNT_SID
from tests.support.updates import SMS, SUBJECT, TEXT, told
from victim_portal import worker
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.randomness import SystemTokens
from victim_portal.services.delivery import Hands, Senders, deliver_due
from victim_portal.store.unit_of_work import Store

PEOPLE, TURNS = 192, 3
APPROVED = 60
FUTURE = 1_000_000
numbers = count()


def queue(portal: Portal, people: int, kinds: tuple[ChannelKind, ...]) -> None:
    """Approved news, of a stage that no surge counts."""
    for _ in range(people):
        told(portal, kinds=kinds, stage=Stage.ANNUAL_CONTACT, number=next(numbers)).approve()


@contextmanager
def outside() -> Iterator[tuple[str, int]]:
    """The doubles in a process of their own, as providers are: where Twilio and the relay are."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_stand, args=(theirs,))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("go")
        process.join()


def _stand(pipe: Any) -> None:
    with TwilioDouble() as twilio, SmtpServer() as relay:
        pipe.send((twilio.base_url, relay.port))
        pipe.recv()


class _ToTheDouble(TwilioHttpClient):
    """Twilio's own way of speaking, but to the double."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5.0)
        self._there = urlsplit(url)
        self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        there = {"scheme": self._there.scheme, "netloc": self._there.netloc}
        return super().request(method, urlsplit(url)._replace(**there).geturl(), *args, **kwargs)


def bare_texts(url: str, number: int) -> None:
    """Twilio's own client and nothing else."""
    client = Client(ACCOUNT_SID, TwilioDouble.auth_token, http_client=_ToTheDouble(url))
    for one in range(number):
        client.messages.create(
            to=f"+4477009{one:05d}",
            body=SMS,
            messaging_service_sid=TwilioDouble.messaging_service_sid,
        )


def bare_mails(port: int, number: int) -> None:
    """One SMTP connection and nothing else."""
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for one in range(number):
            mail = EmailMessage()
            mail["From"], mail["To"] = "updates@example.org", f"ana{one}@example.org"
            mail["Subject"] = SUBJECT
            mail.set_content(TEXT)
            relay.send_message(mail)


def by_workers(portal: Portal, senders: Callable[[], Senders], workers: int, number: int) -> float:
    """Messages a second of so many processes, each with the threads that it takes by itself."""
    start = time.perf_counter()
    if workers == 1:
        _work(portal, senders)
    else:
        portal.engine.dispose()
        fork = multiprocessing.get_context("fork")
        running = [fork.Process(target=_work, args=(portal, senders)) for _ in range(workers)]
        for process in running:
            process.start()
        for process in running:
            process.join()
    return number / (time.perf_counter() - start)


def _work(portal: Portal, senders: Callable[[], Senders]) -> None:
    made = senders()
    name = worker.worker_name(uuid4())
    with Hands(worker.THREADS, made.close) as hands:
        batch = max(worker.SMALLEST_BATCH, hands.threads * worker.SHARE_OF_A_BATCH)
        while deliver_due(portal.ctx, made, name, batch, hands=hands).moved:
            pass
    made.close()


@dataclass
class Race:
    """Turns of two that do the same number, so that what else the machine does meets both."""

    number: int = 0
    ours: list[Taken] = field(default_factory=list)
    theirs: list[Taken] = field(default_factory=list)

    def turn(self, number: int, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
        """One turn of each."""
        self.number += number
        self.theirs.append(timed(theirs))
        self.ours.append(timed(ours))

    @property
    def pace(self) -> float:
        """Ours, in a second by the clock."""
        return self.number / sum(one.seconds for one in self.ours)

    @property
    def baseline(self) -> float:
        """Theirs, in a second by the clock."""
        return self.number / sum(one.seconds for one in self.theirs)

    @property
    def busy(self) -> float:
        """How much of this process's processor time theirs took of ours."""
        return sum(one.busy for one in self.theirs) / sum(one.busy for one in self.ours)

    def __str__(self) -> str:
        return (
            f"{self.pace:.0f} a second, {self.pace / self.baseline:.2f} of the bare client's "
            f"{self.baseline:.0f}"
        )


def measure() -> None:
    """Print the figures."""
    with ExitStack() as stack:
        url, port = stack.enter_context(outside())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres_server())
        for name, address in (
            ("SQLite", sqlite_url(folder)),
            ("PostgreSQL", stack.enter_context(postgres_database(server))),
        ):
            portal = _with_own_ids(make_portal(address, migrated=True, durable=True))
            _measure_one(name, portal, url, port)
            portal.engine.dispose()


def _with_own_ids(portal: Portal) -> Portal:
    """Processes that were forked must not make the same ids from one seed."""
    tokens, ctx = SystemTokens(), portal.ctx
    store = Store(portal.engine, keyring(), ctx.clock, tokens)
    return replace(portal, ctx=replace(ctx, store=store, tokens=tokens))


def _measure_one(name: str, portal: Portal, url: str, port: int) -> None:
    def senders() -> Senders:
        sms = texting.TwilioSmsSender(
            ACCOUNT_SID,
            TwilioDouble.auth_token,
            messaging_service_sid=TwilioDouble.messaging_service_sid,
            api_base_url=url,
        )
        return Senders(mailing.sender(port), sms)

    def texts(number: int) -> None:
        bare_texts(url, number)

    def mails(number: int) -> None:
        bare_mails(port, number)

    for what, kind, bare in (
        ("texts", ChannelKind.MOBILE, texts),
        ("mails", ChannelKind.EMAIL, mails),
    ):
        for workers in (1, 4):
            race = raced(portal, senders, kind, workers, bare)
            more = f", {race.busy:.2f} by the processor" if workers == 1 else ""
            print(
                f"{name}, {workers} worker{'s' * (workers > 1)}, {what}: {race}{more}", flush=True
            )
    queue(portal, PEOPLE, (ChannelKind.MOBILE,))
    pace = by_workers(portal, lambda: _slow(0.1), 1, PEOPLE)
    print(f"{name}, 1 worker, a provider that takes 100 ms: {pace:.0f} a second", flush=True)
    waited = sorted(delays(portal, APPROVED))
    late = waited[int(len(waited) * 0.95)]
    print(f"{name}, from approval to hand-over, 95 in 100: within {late:.1f} s", flush=True)
    before = raced(portal, senders, ChannelKind.MOBILE, 1, texts)
    add_future(portal, FUTURE)
    after = raced(portal, senders, ChannelKind.MOBILE, 1, texts)
    slower = (before.pace / before.baseline) / (after.pace / after.baseline) - 1
    print(
        f"{name}, with {FUTURE:,} future rows: {after}; before {before}: {slower:+.0%} slower, "
        f"{before.busy / after.busy - 1:+.0%} by the processor",
        flush=True,
    )


def raced(
    portal: Portal,
    senders: Callable[[], Senders],
    kind: ChannelKind,
    workers: int,
    bare: Callable[[int], object],
) -> Race:
    """Workers against the bare client in turns."""
    race, each = Race(), PEOPLE // TURNS
    for _ in range(TURNS):
        queue(portal, each, (kind,))
        race.turn(each, lambda: by_workers(portal, senders, workers, each), lambda: bare(each))
    return race


def delays(portal: Portal, number: int) -> list[float]:
    """Seconds from the commit of each of many approvals to the provider, by a worker that idles.

    Approved one by one at moments that have nothing to do with the worker's own.
    """
    approved: dict[UUID, float] = {}
    taken: dict[UUID, float] = {}
    clock = RunningClock(portal.clock.now())
    store = Store(portal.engine, keyring(), clock, portal.ctx.tokens)
    running = replace(portal, ctx=replace(portal.ctx, store=store, clock=clock))
    sender = FakeSender(meanwhile=lambda one: taken.setdefault(one.message_id, time.monotonic()))
    stop, chance = threading.Event(), random.Random(1)
    threads = worker.THREADS
    working = threading.Thread(
        target=lambda: worker.run(running.ctx, sender.senders, threads=threads, stop=stop)
    )
    working.start()
    try:
        for _ in range(number):
            news = told(running, stage=Stage.ANNUAL_CONTACT, number=next(numbers)).approve()
            approved[news.message().id] = time.monotonic()
            time.sleep(chance.uniform(0.0, 0.3))
        until = time.monotonic() + 60
        while len(taken) < number and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        stop.set()
        working.join()
    # One that was never handed over has waited for ever.
    return [max(taken.get(one, float("inf")) - at, 0.0) for one, at in approved.items()]


def _slow(seconds: float) -> Senders:
    return FakeSender(meanwhile=lambda _: time.sleep(seconds)).senders


if __name__ == "__main__":
    measure()
