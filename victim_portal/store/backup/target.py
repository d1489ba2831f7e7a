"""The database that a backup is restored into: empty, or emptied on purpose."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, Table, func, insert, inspect, select, text

from victim_portal.store.models import METADATA, AuditEvent
from victim_portal.store.unit_of_work import UnitOfWork

AT_ONCE = 500


def is_empty(engine: Engine) -> bool:
    """Whether no table of ours holds a row; a database without our tables is empty too."""
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        return not any(
            connection.scalar(select(func.count()).select_from(table).limit(1))
            for table in METADATA.sorted_tables
            if table.name in there
        )


def wipe(engine: Engine) -> None:
    """Drop every table and function, the trail's guards too: only `restore --force` asks this."""
    names = inspect(engine).get_table_names()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            try:
                for name in names:
                    driver.execute(f'DROP TABLE "{name}"')
            finally:
                driver.execute("PRAGMA foreign_keys=ON")
        return
    with engine.begin() as connection:
        for name in names:
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
        own = connection.scalars(
            text(
                "SELECT p.oid::regprocedure::text FROM pg_proc p"
                " JOIN pg_namespace n ON n.oid = p.pronamespace"
                " JOIN pg_roles r ON r.oid = p.proowner"
                " LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'"
                " WHERE n.nspname = current_schema() AND r.rolname = current_user"
                " AND d.objid IS NULL"
            )
        )
        for function in list(own):
            connection.execute(text(f"DROP FUNCTION {function} CASCADE"))


def load(uow: UnitOfWork, rows: Iterable[tuple[Table, dict[str, Any]]]) -> int:
    """Insert rows as they were, in the caller's transaction; how many.

    Links are checked at the commit, so the tables may come in any order.
    """
    connection = uow.session.connection()
    number, waiting = 0, list[dict[str, Any]]()
    current: Table | None = None
    for table, values in rows:
        if waiting and (table is not current or len(waiting) == AT_ONCE):
            connection.execute(insert(current), waiting)  # type: ignore[arg-type]  # what waits has a table
            waiting = []
        current = table
        waiting.append(values)
        number += 1
    if waiting and current is not None:
        connection.execute(insert(current), waiting)
    if uow.on_postgres:
        # The trail goes on where it stopped.
        newest = select(func.max(AuditEvent.seq)).scalar_subquery()
        sequence = func.pg_get_serial_sequence("audit_event", "seq")
        connection.execute(select(func.setval(sequence, func.coalesce(newest, 1))))
    return number
