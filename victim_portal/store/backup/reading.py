"""Reading a backup: checked to its end before anything is done with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from victim_portal.store.backup import stream
from victim_portal.store.backup.values import unpacked
from victim_portal.store.models import METADATA

FORMAT = 1


@dataclass(frozen=True)
class Header:
    """What a file says of itself: when its rows were as they stand, and at which schema."""

    made_at: datetime
    schema: str


@dataclass(frozen=True)
class Summary:
    """A file that was read to its end: its header, and how many rows each table has."""

    header: Header
    counts: dict[str, int]


def summary_of(path: Path, kind: bytes, key: bytes) -> Summary:
    """Read a file to its end; DamagedError unless all of it is as it was written."""
    counts: dict[str, int] = {}
    header: Header | None = None
    told: dict[str, int] | None = None
    table = ""
    for line in stream.lines(path, kind, key):
        if told is not None:
            raise stream.DamagedError("something stands after the end")
        if header is None:
            header = _header(line)
        elif line.startswith("["):
            counts[table] += 1
        else:
            found = json.loads(line)
            table, told = str(found.get("table", "")), found.get("end")
            if told is None:
                counts[table] = 0
    if header is None or told != counts:
        raise stream.DamagedError("it doesn't hold what it says")
    return Summary(header, counts)


def rows_of(path: Path, kind: bytes, key: bytes) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Every row with its table, as values for an insert."""
    table: Table | None = None
    columns: list[str] = []
    for line in stream.lines(path, kind, key):
        found = json.loads(line)
        if isinstance(found, list) and table is not None:
            yield (
                table,
                {
                    name: unpacked(table.c[name], value)
                    for name, value in zip(columns, found, strict=True)
                },
            )
        elif isinstance(found, dict) and "table" in found:
            table, columns = METADATA.tables[found["table"]], found["columns"]


def _header(line: str) -> Header:
    found = json.loads(line)
    if found.get("format") != FORMAT:
        raise stream.DamagedError("it is of a format that this release doesn't read")
    return Header(datetime.fromisoformat(found["made_at"]), str(found["schema"]))
