"""Two web servers and three workers over one PostgreSQL: no state in a process, nothing twice."""

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.portal import Portal, context, make_portal
from tests.support.twilio_double import TwilioDouble
from tests.support.twilio_wire import ACCOUNT_SID
from tests.support.updates import told
from tests.support.web import OFFICER, demo_settings, signed_in
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState
from victim_portal.randomness import SystemClock, SystemTokens
from victim_portal.web import assemble

pytestmark = [pytest.mark.postgres, pytest.mark.long]

CASES = 24
PATIENCE = 60.0
KEYS = {"DATA_KEYS": ("test:", b"k"), "INDEX_KEYS": ("i:", b"i"), "AUDIT_KEY": ("", b"a")}


@pytest.fixture
def shared(postgres: str) -> Iterator[tuple[Portal, str]]:
    """A portal on PostgreSQL that lives in the present, as the processes do."""
    from tests.support.databases import postgres_database

    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        ctx = context(made.engine, SystemClock(), SystemTokens())
        yield replace(made, ctx=ctx), url
        made.engine.dispose()


@contextmanager
def running(folder: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process of its own, ended with the test; what it says is in a file."""
    keys = {name: f"{kid}{_in_base64(byte * 32)}" for name, (kid, byte) in KEYS.items()}
    env = {name: value for name, value in os.environ.items() if "VICTIM_PORTAL" not in name}
    own = {"VAR_DIR": str(folder / "var"), "SECRET_KEY": demo_settings().secret_key}
    env |= {f"VICTIM_PORTAL_{name}": value for name, value in {**own, **keys, **settings}.items()}
    with (folder / f"{len(list(folder.iterdir()))}.log").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "victim_portal", *arguments], env=env, stdout=said, stderr=said
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """A page of one of the servers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Host": f"localhost:{port}", **(headers or {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_until(what: Callable[[], object], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while True:
        with suppress(urllib.error.URLError, ConnectionError):
            if what():
                return
        assert time.monotonic() < until, "it didn't come about in time"
        time.sleep(0.1)


def test_two_web_servers_and_three_workers_are_one_portal(
    shared: tuple[Portal, str], tmp_path: Path
) -> None:
    portal, url = shared
    cases = [told(portal, stage=Stage.ANNUAL_CONTACT, number=one) for one in range(CASES)]
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        twilio = stack.enter_context(TwilioDouble())
        settings = {
            "DATABASE_URL": url.replace("postgresql+psycopg:", "postgresql:"),
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": TwilioDouble.auth_token,
            "TWILIO_MESSAGING_SERVICE_SID": TwilioDouble.messaging_service_sid,
            "TWILIO_BASE_URL": twilio.base_url,
        }
        for port in ports:
            # Without a host of their own the victims' pages stand on a port of their own.
            own = {"PORT": str(port), "VICTIM_BASE_URL": f"http://localhost:{free_port()}"}
            stack.enter_context(running(tmp_path, "serve", **settings, **own))
        workers = [stack.enter_context(running(tmp_path, "work", **settings)) for _ in range(3)]
        for port in ports:
            wait_until(lambda port=port: ask(port, "/health/ready") == (200, "ready\n"))

        # Signed in by a third process: the session stands in the database and in no process.
        client = signed_in(assemble(demo_settings(), portal.ctx, None), OFFICER)
        cookie = client.http.get_cookie("staff")
        assert cookie is not None
        theirs = {"Cookie": f"staff={cookie.value}"}
        for port in [*ports, *ports]:
            status, page = ask(port, f"/cases/{cases[0].reference}", theirs)
            assert (status, cases[0].reference in page) == (200, True)
            assert re.search("Sign in", ask(port, "/cases")[1])

        for case in cases[: CASES // 2]:
            case.approve()
        wait_until(lambda: len(twilio.ledger) > 2)
        workers[0].kill()
        for case in cases[CASES // 2 :]:
            case.approve()
        wait_until(lambda: all(case.message().state == "handed_over" for case in cases[-6:]))
        wait_until(lambda: not [case for case in cases if case.message().state == "queued"])

        # What the killed one had in hand stays claimed until its lease is over; nothing went twice.
        left = [case.message() for case in cases if case.message().state != "handed_over"]
        assert {one.state for one in left} <= {MessageState.CLAIMED.value}
        assert len({text.to for text in twilio.ledger}) == len(twilio.ledger)
        assert CASES - len(left) <= len(twilio.ledger) <= CASES
        assert [worker.poll() for worker in workers[1:]] == [None, None]
