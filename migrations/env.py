"""How Alembic reaches the database: through the engine that the caller made."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine

from victim_portal.store import sqlite_tables
from victim_portal.store.columns import UtcDateTime
from victim_portal.store.models import METADATA


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own column types into migrations as the plain types that they store."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection, each in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def set_foreign_keys(connection: Connection, how: str) -> None:
    """Check foreign keys or not, on SQLite; asked of the driver, outside of any transaction."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={how}")


engine: Engine = context.config.attributes["engine"]
with engine.connect() as open_connection:
    set_foreign_keys(open_connection, "OFF")
    try:
        run(open_connection)
        if open_connection.dialect.name == "sqlite" and sqlite_tables.broken_links(open_connection):
            raise RuntimeError("a migration left rows that point to nothing")
        open_connection.commit()
    finally:
        open_connection.rollback()
        set_foreign_keys(open_connection, "ON")
