"""`serve`, `work` and `migrate`: the processes of a running portal."""

import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from victim_portal.cli.common import open_portal, refuse, standing
from victim_portal.cli.demo import say_how_to_sign_in

if TYPE_CHECKING:
    from victim_portal.bootstrap import Portal
    from victim_portal.settings import Settings

WORKER_PAUSE = 2.0


@click.command()
@click.option("--with-worker", is_flag=True, help="Run the worker beside the web server.")
@click.option(
    "--processes",
    default=2,
    show_default=True,
    type=click.IntRange(min=1),
    help="Web processes.",
)
def serve(with_worker: bool, processes: int) -> None:
    """Serve the pages with gunicorn, on HOST and PORT of the settings."""
    portal = _fit_to_start()
    settings = portal.settings
    portal.engine.dispose()
    _need_ports(settings)
    if with_worker:
        _serve_with_worker(settings, processes)
        return
    from gunicorn.app.base import BaseApplication

    from victim_portal import create_app

    class Server(BaseApplication):
        """gunicorn, told everything here and nothing by files or its own environment."""

        def load_config(self) -> None:
            """Take our settings."""
            self.cfg.set("bind", [f"{settings.host}:{port}" for port in _ports(settings)])
            self.cfg.set("workers", processes)
            # The request line may hold a victim's one-time token: no access log.
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("proc_name", "victim-portal")
            self.cfg.set("control_socket_disable", True)

        def load(self) -> object:
            """The application, made in each process."""
            return create_app(settings)

    Server().run()


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, then end.")
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many messages are sent beside each other.",
)
def work(once: bool, threads: int) -> None:
    """Send what is due and approved, inside the safe-contact plans."""
    import logging

    from victim_portal import worker
    from victim_portal.bootstrap import senders, text_ledger
    from victim_portal.worker import Senders

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    portal = _fit_to_start()
    hands = Senders(*senders(portal), text_ledger(portal))
    try:
        worker.run(portal.ctx, hands, once=once, threads=threads)
    except worker.WorkerError as error:
        refuse(str(error))


@click.command()
def migrate() -> None:
    """Bring the database to this release's schema; says so when it is there already."""
    from victim_portal.bootstrap import upgrade_schema

    portal = open_portal(migrated=False)
    before, newest = standing(portal)
    if before == newest:
        click.echo("The database is at this release's schema.")
        return
    upgrade_schema(portal)
    click.echo(f"The database was brought from {before or 'nothing'} to {newest}.")


def _fit_to_start() -> "Portal":
    """A portal that may serve or send; refused with the demo's accounts in production."""
    from victim_portal.bootstrap import demo_account_problems

    portal = open_portal()
    problems = demo_account_problems(portal)
    if problems:
        refuse("\n".join(str(problem) for problem in problems))
    return portal


def _ports(settings: "Settings") -> list[int]:
    """Where to listen: a demo's victims have a port of their own, as they have no host name."""
    own = urlsplit(settings.victim_base_url)
    here = own.hostname in ("localhost", "127.0.0.1") and own.port not in (None, settings.port)
    return [settings.port, own.port] if here and own.port else [settings.port]


def _need_ports(settings: "Settings") -> None:
    """Say in a sentence that somebody else listens there, before ten lines of a server's do."""
    kind = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    for port in _ports(settings):
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((settings.host, port))
            except OSError as error:
                whose = "PORT" if port == settings.port else "VICTIM_BASE_URL"
                refuse(
                    f"VICTIM_PORTAL_HOST, VICTIM_PORTAL_{whose}: can't listen on {settings.host} "
                    f"port {port}: {error.strerror}. Is something else running there?"
                )


def _serve_with_worker(settings: "Settings", processes: int) -> None:
    """Two children, one fate: when the web server ends, so does the worker."""
    command = [sys.executable, "-m", "victim_portal"]
    web = subprocess.Popen([*command, "serve", "--processes", str(processes)])  # noqa: S603 - ours
    worker = subprocess.Popen([*command, "work"])  # noqa: S603 - our own command
    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True
        for child in (web, worker):
            if child.poll() is None:
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    said = False
    while web.poll() is None:
        if not said and _answers(settings):
            said = True
            if not settings.is_production:
                say_how_to_sign_in(settings)
        if worker.poll() is not None and not asked_to_stop:
            click.echo("The worker ended; it is started again.", err=True)
            time.sleep(WORKER_PAUSE)
            worker = subprocess.Popen([*command, "work"])  # noqa: S603 - our own command
        time.sleep(0.2)
    worker.terminate()
    try:
        worker.wait(timeout=60)
    except subprocess.TimeoutExpired:
        worker.kill()
    sys.exit(0 if asked_to_stop else web.returncode or 1)


def _answers(settings: "Settings") -> bool:
    """Whether the web server takes connections yet."""
    try:
        with socket.create_connection((settings.host, settings.port), timeout=1):
            return True
    except OSError:
        return False
