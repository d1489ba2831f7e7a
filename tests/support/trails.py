"""Trails in a real database, and an attacker who owns it but has no key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from tests.support.databases import postgres_database, sqlite_url
from tests.support.portal import Portal, make_portal
from victim_portal.domain.access import command_line
from victim_portal.domain.seals import Verdict, read_lines
from victim_portal.seal_log import FileLog
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.seals import check_trail


@contextmanager
def portal_on(where: str, folder: Path, server: str | None) -> Iterator[Portal]:
    """A portal on a fresh database, with a log of seals in the folder."""
    if where == "sqlite":
        made = make_portal(sqlite_url(folder), migrated=True)
        yield with_log(made, folder)
        made.engine.dispose()
        return
    assert server is not None
    with postgres_database(server) as url:
        made = make_portal(url, migrated=True)
        yield with_log(made, folder)
        made.engine.dispose()


def with_log(portal: Portal, folder: Path) -> Portal:
    """The same with a file of seals."""
    object.__setattr__(portal.ctx, "seal_log", FileLog(seals_file(folder)))
    return portal


def seals_file(folder: Path) -> Path:
    """Where the seals go."""
    return folder / "outside" / "seals.jsonl"


def write_rows(portal: Portal, count: int) -> None:
    """So many events, in one transaction."""
    actor = command_line("tester")
    with portal.ctx.store.writing() as uow:
        for number in range(count):
            audit.record(uow, actor, What.CASES_LISTED, rows=number, filter="mine")
            # In order: a unit of work may write many rows in an order of its own.
            uow.flush()
        uow.commit()


def places(portal: Portal) -> list[int]:
    """The places of all rows, in order."""
    with portal.engine.connect() as connection:
        return list(connection.scalars(text("SELECT seq FROM audit_event ORDER BY seq")))


def attack(portal: Portal, *statements: str) -> None:
    """Do as the database's owner: take the guards down and change what stands there."""
    with portal.engine.begin() as connection:
        if portal.engine.dialect.name == "sqlite":
            names = connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            )
            for name in list(names):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("audit_event", "seal"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.exec_driver_sql(statement)


def verdict(portal: Portal, folder: Path | None = None) -> Verdict:
    """The check of a portal's trail, against the file of a folder."""
    if folder is None:
        return check_trail(portal.ctx, None)
    lines = seals_file(folder).read_text("utf-8").splitlines(keepends=True)
    return check_trail(portal.ctx, read_lines(iter(lines)))
