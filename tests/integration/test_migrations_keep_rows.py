"""What was kept before an upgrade is there after it, and the database is whole."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from tests.support.databases import postgres_database
from victim_portal.store import migrate, sqlite_tables
from victim_portal.store.engine import make_engine

ONE = UUID(int=1)
KEPT = (
    *("unit", "user", "person", "offender", "sentence", "case", "channel", "contact_log"),
    *("enrolment_step", "update", "message", "receipt"),
)
# Where a closed list, a length or a rule of the table asks for more than any value.
WORDS = {
    ("unit", "active"): False,
    ("user", "role"): "officer",
    ("person", "language"): "en",
    ("sentence", "sentence_type"): "SDS",
    ("sentence", "offence_category"): "violent",
    ("case", "relationship"): "victim",
    ("case", "route"): "statutory",
    ("case", "enrolment"): "opted_in",
    ("channel", "kind"): "mobile",
    ("channel", "language"): "en",
    ("contact_log", "method"): "telephone",
    ("contact_log", "outcome"): "spoke",
    ("enrolment_step", "moved_from"): "offered",
    ("enrolment_step", "moved_to"): "opted_in",
    ("enrolment_step", "how"): "telephone",
    ("update", "stage"): "released",
    ("update", "state"): "sent",
    ("update", "language"): "en",
    ("message", "kind"): "sms",
    ("message", "state"): "delivered",
    ("message", "language"): "en",
    ("receipt", "rung"): "delivered",
}
EMPTY = {("case", "closed_at"), ("case", "officer_id"), ("case", "officer_active")}


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path}/m.sqlite3")
    yield engine
    engine.dispose()


@pytest.fixture
def on_postgres(postgres: str) -> Iterator[Engine]:
    with postgres_database(postgres) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def _value(table: Table, column: Column[Any]) -> Any:
    key = (table.name, column.name)
    if key in WORDS:
        return WORDS[key]
    if key in EMPTY or (column.nullable and column.foreign_keys):
        return None
    kind = column.type
    if isinstance(kind, Uuid) or column.foreign_keys or column.name == "id":
        return ONE
    for type_, value in (
        (Boolean, True),
        (Integer, 1),
        (DateTime, datetime(2026, 11, 20, 12, tzinfo=UTC)),
        (Date, date(2026, 11, 20)),
        (LargeBinary, b"sealed"),
        (JSON, []),
    ):
        if isinstance(kind, type_):
            return value
    return "x"


def _tables(engine: Engine) -> dict[str, Table]:
    metadata = MetaData()
    metadata.reflect(engine)
    tables = {name: metadata.tables[name] for name in KEPT}
    if engine.dialect.name == "sqlite":
        for table in tables.values():
            for column in table.columns:
                if str(column.type) == "CHAR(32)":
                    column.type = Uuid()
    return tables


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in _tables(engine).values():
            values = {column.name: _value(table, column) for column in table.columns}
            connection.execute(insert(table).values(**values))


def _rows(engine: Engine) -> dict[str, dict[str, Any]]:
    with engine.connect() as connection:
        return {
            name: dict(connection.execute(select(table)).mappings().one())
            for name, table in _tables(engine).items()
        }


def _keeps_everything(engine: Engine) -> None:
    migrate.downgrade(engine, "0002")
    _fill(engine)
    before = _rows(engine)
    migrate.upgrade(engine)
    after = _rows(engine)
    for name, row in before.items():
        assert row.items() <= after[name].items()
    assert after["person"]["row_version"] == 1
    assert not after["contact_log"]["visit_offered"]
    migrate.downgrade(engine, "0002")
    assert _rows(engine) == before
    migrate.upgrade(engine)


def test_rows_outlive_an_upgrade(sqlite: Engine) -> None:
    migrate.upgrade(sqlite)
    _keeps_everything(sqlite)
    with sqlite.connect() as connection:
        assert sqlite_tables.broken_links(connection) == 0


@pytest.mark.postgres
def test_rows_outlive_an_upgrade_on_postgres(on_postgres: Engine) -> None:
    _keeps_everything(on_postgres)


def test_foreign_keys_hold_after_an_upgrade(sqlite: Engine) -> None:
    """They are off while tables are made anew, and must not stay so."""
    migrate.upgrade(sqlite)
    table = _tables(sqlite)["receipt"]
    values = {column.name: _value(table, column) for column in table.columns}
    with pytest.raises(IntegrityError), sqlite.begin() as connection:
        connection.execute(insert(table).values(**values))


def test_a_message_carries_one_thing(sqlite: Engine) -> None:
    migrate.upgrade(sqlite)
    table = _tables(sqlite)["message"]
    values = {column.name: _value(table, column) for column in table.columns}
    neither = {**values, "update_id": None, "update_version": None, "verification_id": None}
    both = {**values, "update_id": ONE, "update_version": 1, "verification_id": ONE}
    for wrong in (neither, both):
        with pytest.raises(IntegrityError, match="carries_one_thing"), sqlite.begin() as connection:
            connection.execute(insert(table).values(**wrong))


def test_a_table_is_made_anew_with_its_indexes(sqlite: Engine) -> None:
    migrate.upgrade(sqlite)
    with sqlite.connect() as connection:
        before = set(_indexes(connection))
        sqlite_tables.rebuild(
            connection, "message", lambda sql: sql.replace("tries INTEGER", "tries INT")
        )
        assert set(_indexes(connection)) == before
        with pytest.raises(ValueError, match="stayed as it was"):
            sqlite_tables.rebuild(connection, "message", lambda sql: sql)
        connection.rollback()


def _indexes(connection: Any) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE tbl_name = 'message' AND type = 'index'"
    return [row[0] for row in connection.exec_driver_sql(query) if "autoindex" not in row[0]]
