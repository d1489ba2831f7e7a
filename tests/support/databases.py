"""Fresh databases with the real migrations: made once in a run, copied for each test."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.support.tools import require
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine


@cache
def _template() -> Path:
    """A migrated, empty SQLite database of this process."""
    path = Path(tempfile.mkdtemp(prefix="victim-portal-test-")) / "template.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


def sqlite_url(folder: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = folder / "portal.sqlite3"
    shutil.copy(_template(), path)
    return f"sqlite:///{path}"


def _postgres_tools() -> Path | None:
    """Where `initdb` and `pg_ctl` are; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this process's own, on a socket in a temporary folder."""
    tools = _postgres_tools()
    require(tools is not None, "PostgreSQL (initdb, pg_ctl)")
    assert tools is not None
    folder = Path(tempfile.mkdtemp(prefix="vp-pg-"))
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    user = "postgres"

    def run(*command: str) -> None:
        subprocess.run(
            [*as_user, *command], check=True, capture_output=True, cwd=folder, timeout=120
        )

    run(
        str(tools / "initdb"), "-D", str(data), "-U", user, "-A", "trust", "--no-sync", "-E", "UTF8"
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    log = folder / "log"
    run(str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(log), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    finally:
        run(str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """A fresh database on a server, copied from a migrated template."""
    admin = make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    name = f"t{uuid4().hex}"
    with admin.connect() as connection:
        known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = 'migrated'"))
        if not known:
            connection.execute(text("CREATE DATABASE migrated"))
            engine = make_engine(_named(server, "migrated"))
            migrate.upgrade(engine)
            engine.dispose()
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE migrated'))
    try:
        yield _named(server, name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


def _named(server: str, database: str) -> str:
    return server.replace("@/postgres?", f"@/{database}?")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server; skipped, with the reason, where there is none."""
    with postgres_server() as url:
        yield url
