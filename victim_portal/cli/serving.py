"""`serve`, `work` and `migrate`: the processes of a running portal."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from victim_portal.cli.common import open_portal, refuse
from victim_portal.cli.settings import demo_accounts_in_production

WORKER_PAUSE = 2.0


@click.command()
@click.option("--with-worker", is_flag=True, help="Run the worker beside the web server.")
@click.option("--processes", default=2, show_default=True, help="Web processes.")
def serve(with_worker: bool, processes: int) -> None:
    """Serve the pages with gunicorn, on HOST and PORT of the settings."""
    problems = demo_accounts_in_production()
    if problems:
        refuse("\n".join(problems))
    if with_worker:
        _serve_with_worker(processes)
        return
    from gunicorn.app.base import BaseApplication

    from victim_portal import create_app
    from victim_portal.settings import Settings

    settings = Settings.from_environment(os.environ)

    class Server(BaseApplication):
        """gunicorn, told everything here and nothing by files or its own environment."""

        def load_config(self) -> None:
            """Take our settings."""
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
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
def work(once: bool) -> None:
    """Send what is due and approved, inside the safe-contact plans."""
    import logging

    from victim_portal import worker
    from victim_portal.bootstrap import senders
    from victim_portal.worker import Senders

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    portal = open_portal()
    email, sms = senders(portal)
    worker.run(portal.ctx, Senders(email, sms), once=once)


@click.command()
def migrate() -> None:
    """Bring the database to this release's schema; says so when it is there already."""
    from victim_portal.bootstrap import schema_standing, upgrade_schema

    portal = open_portal(migrated=False)
    before, newest = schema_standing(portal)
    if before == newest:
        click.echo("The database is at this release's schema.")
        return
    upgrade_schema(portal)
    click.echo(f"The database was brought from {before or 'nothing'} to {newest}.")


def _serve_with_worker(processes: int) -> None:
    """Two children, one fate: when the web server ends, so does the worker."""
    command = [sys.executable, "-m", "victim_portal"]
    web = subprocess.Popen([*command, "serve", "--processes", str(processes)])  # noqa: S603 - ours
    worker = subprocess.Popen([*command, "work"])  # noqa: S603 - our own command
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        for child in (web, worker):
            if child.poll() is None:
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while web.poll() is None:
        if worker.poll() is not None and not stopping:
            click.echo("The worker ended; it is started again.", err=True)
            time.sleep(WORKER_PAUSE)
            worker = subprocess.Popen([*command, "work"])  # noqa: S603 - our own command
        time.sleep(0.2)
    stop(signal.SIGTERM, None)
    worker.wait(timeout=60)
    sys.exit(0 if stopping else web.returncode)
