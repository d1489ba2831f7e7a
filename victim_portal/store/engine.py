"""Engines for both databases, set up so that a commit is a commit."""

import json
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # A message that was marked as handed over must still be so after a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=15000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA recursive_triggers=ON",
    # What is deleted is written over: a destroyed data key mustn't stay in a free page.
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
)
POSTGRES_OPTIONS = (
    "-c synchronous_commit=on -c lock_timeout=5s -c statement_timeout=60s"
    " -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
)


def _compact(value: Any) -> str:
    """JSON without spaces: the form in which the audit's codes are computed over it."""
    return json.dumps(value, separators=(",", ":"))


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///` or `postgresql+psycopg://`; other databases are refused.

    Its errors name statements and never what was in them: errors end in logs.
    """
    options: dict[str, Any]
    if url.startswith("sqlite"):
        options = {"timeout": 15, "check_same_thread": False}
        engine = create_engine(
            url, connect_args=options, hide_parameters=True, json_serializer=_compact
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.startswith("postgresql+psycopg"):
        options = {"options": POSTGRES_OPTIONS}
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args=options,
            hide_parameters=True,
            json_serializer=_compact,
        )
    raise ValueError("the database must be sqlite or postgresql")


def for_writing(engine: Engine) -> Engine:
    """The same pool, with transactions that take SQLite's write lock at their start.

    A transaction that reads first and writes later fails at once on SQLite when another
    one committed in between, whatever the busy timeout; so whoever may write says so.
    """
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Python's own transaction handling would begin too late; see `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    how = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    connection.exec_driver_sql(how)
