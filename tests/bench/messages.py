"""Messages a second: the worker against the bare Twilio client and a bare SMTP loop, one run."""

import multiprocessing
import smtplib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, insert, select

from tests.support import mailing, texting
from tests.support.databases import postgres_database, postgres_server, sqlite_url
from tests.support.portal import Portal, keyring, make_portal
from tests.support.senders import FakeSender
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from tests.support.twilio_wire import ACCOUNT_SID
from tests.support.updates import SMS, SUBJECT, TEXT, told
from victim_portal import worker
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.messaging.twilio_client import TwilioClients
from victim_portal.randomness import SystemTokens
from victim_portal.services.delivery import Hands, Senders, deliver_due
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import Store

PEOPLE = 150
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


def bare_texts(url: str, number: int) -> None:
    """Twilio's own client and nothing else."""
    clients = TwilioClients(ACCOUNT_SID, TwilioDouble.auth_token, 5.0, url)
    client, _ = clients.mine()
    for one in range(number):
        client.messages.create(
            to=f"+4477009{one:05d}",
            body=SMS,
            messaging_service_sid=TwilioDouble.messaging_service_sid,
        )
    clients.close()


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
    """Messages a second of so many processes, each with the default threads of its database."""
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
    with Hands(threads_on(portal.engine), made.close) as hands:
        batch = max(worker.SMALLEST_BATCH, hands.threads * worker.SHARE_OF_A_BATCH)
        while deliver_due(portal.ctx, made, name, batch, hands=hands).moved:
            pass
    made.close()


def threads_on(engine: Engine) -> int:
    """What `victim-portal work` takes by itself."""
    return worker.threads_for(on_sqlite=engine.dialect.name == "sqlite")


def add_future(portal: Portal, rows: int) -> None:
    """So many messages that fall due months from now, copied from one."""
    with portal.ctx.store.reading() as uow:
        table = Message.__table__
        one = dict(uow.session.execute(select(table).limit(1)).mappings().one())
    later = {"state": "queued", "next_try_at": one["next_try_at"].replace(year=2030)}
    with portal.engine.begin() as connection:
        for start in range(0, rows, 10_000):
            copies = [
                {**one, **later, "id": uuid4(), "send_key": f"later {start + each}"}
                for each in range(min(10_000, rows - start))
            ]
            connection.execute(insert(table), copies)


def measure() -> None:
    """Print the figures."""
    with ExitStack() as stack:
        url, port = stack.enter_context(outside())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bare = {
            "texts": PEOPLE / _timed(lambda: bare_texts(url, PEOPLE)),
            "mails": PEOPLE / _timed(lambda: bare_mails(port, PEOPLE)),
        }
        for what, pace in bare.items():
            print(f"bare client, {what}: {pace:.0f} a second")
        server = stack.enter_context(postgres_server())
        for name, address in (
            ("SQLite", sqlite_url(folder)),
            ("PostgreSQL", stack.enter_context(postgres_database(server))),
        ):
            portal = _with_own_ids(make_portal(address, migrated=True, durable=True))
            _measure_one(name, portal, url, port, bare)
            portal.engine.dispose()


def _with_own_ids(portal: Portal) -> Portal:
    """Processes that were forked must not make the same ids from one seed."""
    tokens, ctx = SystemTokens(), portal.ctx
    store = Store(portal.engine, keyring(), ctx.clock, tokens)
    return replace(portal, ctx=replace(ctx, store=store, tokens=tokens))


def _measure_one(name: str, portal: Portal, url: str, port: int, bare: dict[str, float]) -> None:
    def senders() -> Senders:
        sms = texting.TwilioSmsSender(
            ACCOUNT_SID,
            TwilioDouble.auth_token,
            messaging_service_sid=TwilioDouble.messaging_service_sid,
            api_base_url=url,
        )
        return Senders(mailing.sender(port), sms)

    def slow() -> Senders:
        return FakeSender(meanwhile=lambda _: time.sleep(0.1)).senders

    for what, kind in (("texts", ChannelKind.MOBILE), ("mails", ChannelKind.EMAIL)):
        for workers in (1, 4):
            queue(portal, PEOPLE, (kind,))
            pace = by_workers(portal, senders, workers, PEOPLE)
            print(
                f"{name}, {workers} worker{'s' * (workers > 1)}, {what}: "
                f"{pace:.0f} a second, {pace / bare[what]:.2f} of the bare client"
            )
    queue(portal, PEOPLE, (ChannelKind.MOBILE,))
    pace = by_workers(portal, slow, 1, PEOPLE)
    print(f"{name}, 1 worker, a provider that takes 100 ms: {pace:.0f} a second")
    queue(portal, PEOPLE, (ChannelKind.MOBILE,))
    before = by_workers(portal, senders, 1, PEOPLE)
    add_future(portal, FUTURE)
    queue(portal, PEOPLE, (ChannelKind.MOBILE,))
    after = by_workers(portal, senders, 1, PEOPLE)
    print(f"{name}, with {FUTURE:,} future rows: {after:.0f} a second, before {before:.0f}")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    measure()
