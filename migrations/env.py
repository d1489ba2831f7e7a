"""How Alembic reaches the database: through the engine that the caller made."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine

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


engine: Engine = context.config.attributes["engine"]
with engine.connect() as open_connection:
    run(open_connection)
    open_connection.commit()
