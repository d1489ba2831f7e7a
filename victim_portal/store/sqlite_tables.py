"""Making a table of SQLite anew, for what its ALTER TABLE can't do.

It is the way that SQLite's own manual describes: a new table, the rows copied, the old one
dropped, the new one renamed, its indexes made again. Foreign keys must be off meanwhile,
which the environment of the migrations sees to, and are checked at the end.
"""

from collections.abc import Callable

from sqlalchemy import Connection, text


def rebuild(connection: Connection, table: str, change: Callable[[str], str]) -> None:
    """Make `table` anew as `change` rewrites its definition; shared columns keep their values.

    Raises ValueError when the definition isn't changed.
    """
    before = _definition(connection, table)
    after = change(before)
    if after == before:
        raise ValueError(f"the definition of {table} stayed as it was")
    fresh = f"new_{table}"
    made_again = list(
        connection.execute(
            text(
                "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"
                " AND type IN ('index', 'trigger')"
            ),
            {"table": table},
        ).scalars()
    )
    _, _, columns_and_rest = after.partition("(")
    connection.exec_driver_sql(f'CREATE TABLE "{fresh}" ({columns_and_rest}')
    shared = [name for name in _columns(connection, table) if name in _columns(connection, fresh)]
    names = ", ".join(f'"{name}"' for name in shared)
    connection.exec_driver_sql(f'INSERT INTO "{fresh}" ({names}) SELECT {names} FROM "{table}"')  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(f'DROP TABLE "{table}"')
    connection.exec_driver_sql(f'ALTER TABLE "{fresh}" RENAME TO "{table}"')
    for statement in made_again:
        connection.exec_driver_sql(statement)


def replaced(sql: str, old: str, new: str) -> str:
    """`sql` with the one `old` in it replaced; ValueError where there isn't exactly one."""
    if sql.count(old) != 1:
        raise ValueError(f"{old!r} stands {sql.count(old)} times in the definition")
    return sql.replace(old, new)


def broken_links(connection: Connection) -> int:
    """How many rows point to a row that isn't there."""
    return len(list(connection.exec_driver_sql("PRAGMA foreign_key_check")))


def _definition(connection: Connection, table: str) -> str:
    query = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    return str(connection.execute(query, {"table": table}).scalar_one())


def _columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]
