"""The migrations and the models tell the same story, up and down, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from tests.support.databases import postgres_database
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine
from victim_portal.store.models import METADATA

INSERT = text(
    "INSERT INTO seal (id, first_seq, last_seq, root, previous, code, made_at)"
    " VALUES (:id, 1, 2, :raw, :raw, :raw, '2026-11-18 12:00:00')"
)
ROW = {"id": "0" * 32, "raw": b"1"}


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


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), METADATA)


def test_models_equal_migrations(sqlite: Engine) -> None:
    migrate.upgrade(sqlite)
    assert _differences(sqlite) == []
    current, newest = migrate.standing(sqlite)
    assert current == newest


@pytest.mark.postgres
def test_models_equal_migrations_on_postgres(on_postgres: Engine) -> None:
    assert _differences(on_postgres) == []


def test_each_revision_goes_up_and_down(sqlite: Engine) -> None:
    revisions = (
        *("0001", "0002", "0003", "0004", "0006", "0007", "0008", "0009", "0010", "0011", "0012"),
        *("0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0022", "0023"),
        "0026",
        "0027",
        "0028",
        "0029",
        "0030",
        "0031",
        "0032",
        "0033",
        "0034",
        "0035",
        "0036",
        "0037",
        "0038",
        "0039",
        "0040",
        "0041",
        "0042",
        "0043",
        "0044",
        "0045",
        "0046",
        "0047",
    )
    for revision in revisions:
        migrate.upgrade(sqlite, revision)
        assert migrate.standing(sqlite)[0] == revision
    for revision in (*reversed(revisions[:-1]), "base"):
        migrate.downgrade(sqlite, revision)
    assert inspect(sqlite).get_table_names() == ["alembic_version"]
    migrate.upgrade(sqlite)
    assert migrate.standing(sqlite)[0] == revisions[-1]
    assert _differences(sqlite) == []


@pytest.mark.postgres
def test_goes_down_and_up_on_postgres(on_postgres: Engine) -> None:
    migrate.downgrade(on_postgres, "base")
    assert inspect(on_postgres).get_table_names() == ["alembic_version"]
    migrate.upgrade(on_postgres)
    assert _differences(on_postgres) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE seal SET first_seq = 9",
        "DELETE FROM seal",
        "INSERT OR REPLACE INTO seal (id, first_seq, last_seq, root, previous, code, made_at)"
        " VALUES ('00000000000000000000000000000000', 5, 6, 'x', 'x', 'x', '2026-11-18')",
    ],
)
def test_the_audit_only_grows(sqlite: Engine, attack: str) -> None:
    migrate.upgrade(sqlite)
    with sqlite.begin() as connection:
        connection.execute(INSERT, ROW)
    with pytest.raises(DatabaseError, match="only grows"), sqlite.begin() as connection:
        connection.execute(text(attack))


@pytest.mark.postgres
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE seal SET first_seq = 9",
        "DELETE FROM seal",
        "TRUNCATE seal",
        "INSERT INTO seal (id, first_seq, last_seq, root, previous, code, made_at)"
        " VALUES ('00000000-0000-0000-0000-000000000000', 5, 6, 'x', 'x', 'x', now())"
        " ON CONFLICT (id) DO UPDATE SET first_seq = 9",
    ],
)
def test_the_audit_only_grows_on_postgres(on_postgres: Engine, attack: str) -> None:
    with on_postgres.begin() as connection:
        connection.execute(INSERT, {**ROW, "id": "00000000-0000-0000-0000-000000000000"})
    with on_postgres.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(DatabaseError, match="only grows"):
            connection.execute(text(attack))
