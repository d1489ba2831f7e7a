"""Taking a backup: every row of every table in one snapshot, while others read and write."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select, text

from victim_portal.ports import Tokens
from victim_portal.store import migrate
from victim_portal.store.backup import stream
from victim_portal.store.backup.reading import FORMAT, summary_of
from victim_portal.store.backup.values import packed
from victim_portal.store.models import DATA_KEY, METADATA

AT_ONCE = 1000
Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """What was written and read back: rows, data keys, and the data file's SHA-256."""

    rows: int
    keys: int
    sha256: str


def write_backup(
    engine: Engine,
    tokens: Tokens,
    key: bytes,
    made_at: datetime,
    data: Path,
    keys: Path,
    advance: Advance | None = None,
) -> Written:
    """Write the rows into `data` and the wrapped data keys into `keys`, then read both back.

    Both are of one moment. FileExistsError for a name that is taken, DamagedError when what
    was read back isn't what was written: then neither file stays.
    """
    revision, _ = migrate.standing(engine)
    made: list[Path] = []
    try:
        with _snapshot(engine) as connection:
            counts: dict[str, int] = {}
            for path, kind, tables in (
                (data, stream.DATA, [t for t in METADATA.sorted_tables if t is not DATA_KEY]),
                (keys, stream.KEYS, [DATA_KEY]),
            ):
                salt = tokens.secret(stream.SALT)
                with stream.Writer(path, kind, key, salt) as file:
                    head = {"format": FORMAT, "made_at": made_at.isoformat(), "schema": revision}
                    file.line(json.dumps(head))
                    own = {
                        table.name: _write_table(connection, table, file, counts, advance)
                        for table in tables
                    }
                    file.line(json.dumps({"end": own}))
                    file.finish()
                made.append(path)
                counts |= own
        for path, kind in ((data, stream.DATA), (keys, stream.KEYS)):
            found = summary_of(path, kind, key)
            if any(counts[table] != number for table, number in found.counts.items()):
                raise stream.DamagedError("what was read back isn't what was written")
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return Written(
        sum(counts.values()) - counts[DATA_KEY.name], counts[DATA_KEY.name], _sha256(data)
    )


def _snapshot(engine: Engine) -> Connection:
    """A connection whose every statement sees one moment and holds nobody up."""
    if engine.dialect.name == "sqlite":
        # In the write-ahead log a reader sees the database as it was at its first statement.
        return engine.connect()
    connection = engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    return connection


def _write_table(
    connection: Connection,
    table: Table,
    file: stream.Writer,
    before: dict[str, int],
    advance: Advance | None,
) -> int:
    columns = list(table.columns)
    file.line(json.dumps({"table": table.name, "columns": [column.name for column in columns]}))
    number, so_far = 0, sum(before.values())
    rows = connection.execution_options(yield_per=AT_ONCE).execute(select(*columns))
    for row in rows:
        values = [packed(column, value) for column, value in zip(columns, row, strict=True)]
        file.line(json.dumps(values, ensure_ascii=False))
        number += 1
        if advance is not None and number % AT_ONCE == 0:
            advance(so_far + number, 0)
    return number


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
