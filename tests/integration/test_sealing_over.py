"""What an earlier release kept in the plain is sealed by the migration, with the settings' keys."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, column, insert, table, text

from tests.support.portal import keyring
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine
from victim_portal.store.sealing_over import KeysNeededError, seal_over

SUBJECT, ROW, GONE = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = ("id", "person_id", "to_whom", "to_whom_sealed")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with two plain rows, one of them of somebody whose key is gone."""
    made = make_engine(f"sqlite:///{tmp_path}/m.sqlite3")
    migrate.upgrade(made)
    wrapped = keyring().wrap(SUBJECT, b"d" * 32, b"n" * 12)
    with made.begin() as connection:
        connection.execute(
            text("INSERT INTO data_key VALUES (:one, 'test', :wrapped, '2026-11-18 12:00:00')"),
            {"one": SUBJECT.hex, "wrapped": wrapped},
        )
        connection.execute(text(f"CREATE TABLE kept ({', '.join(NAMES)})"))
        rows = table("kept", *map(column, NAMES))
        for row_id, subject in ((ROW, SUBJECT), (GONE, GONE)):
            values = {"id": row_id.hex, "person_id": subject.hex, "to_whom": "HMP Wexley, J Oak"}
            connection.execute(insert(rows).values(values))
    yield made
    made.dispose()


def test_plain_text_is_sealed_for_its_place(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        assert seal_over(connection, keyring(), "kept", "to_whom", "person_id") == 2
        found = connection.execute(text("SELECT id, to_whom_sealed FROM kept")).all()
        kept = {row.id: row.to_whom_sealed for row in found}
        plain = set(connection.execute(text("SELECT to_whom FROM kept")).scalars())
    assert plain == {""}
    # Whose key was destroyed has been forgotten: the text goes too.
    assert kept[GONE.hex] is None
    assert kept[ROW.hex][:1] == b"\x01"
    with engine.begin() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert b"HMP Wexley" not in (tmp_path / "m.sqlite3").read_bytes()


def test_without_keys_nothing_is_moved(engine: Engine) -> None:
    with pytest.raises(KeysNeededError), engine.begin() as connection:
        seal_over(connection, None, "kept", "to_whom", "person_id")
    with engine.connect() as connection:
        assert set(connection.execute(text("SELECT to_whom FROM kept")).scalars()) == {
            "HMP Wexley, J Oak"
        }
