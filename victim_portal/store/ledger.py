"""The ledger: a file beside the database that says what must not come back with a backup.

One line of JSON for each subject that was forgotten and each account that was shut, in the
order in which it happened. Each carries a keyed code, so that a line which somebody wrote by
hand destroys nothing. A restore reads it before anybody can sign in.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from victim_portal.store.keyring import Keyring


class Entry(StrEnum):
    """What a line says of its id."""

    GONE = "gone"
    STUB = "stub"
    SHUT = "shut"
    OPEN = "open"


@dataclass(frozen=True)
class Line:
    """One line: which id, what of it, of which kind (person, offender, staff), by which rule."""

    id: UUID
    entry: Entry
    kind: str
    rule: str
    at: datetime


class LedgerError(Exception):
    """The ledger can't be trusted: a line is damaged, or its code isn't ours."""


def read(path: Path, keyring: Keyring) -> list[Line]:
    """Every line; LedgerError, with the line's number, for one that isn't ours.

    A last line that was cut off (the machine died while it was written) is passed over.
    """
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8", errors="replace")
    whole, _, rest = text.rpartition("\n")
    if rest and not whole:
        raise LedgerError(f"{path.name}: line 1 is damaged")
    lines = whole.split("\n") if whole else []
    return [_parsed(path, number, line, keyring) for number, line in enumerate(lines, start=1)]


def append(path: Path, lines: Iterable[Line], keyring: Keyring) -> int:
    """Add lines and have them on the disk before this returns; how many.

    The file is its owner's alone. Two processes may write: they wait for each other.
    """
    new = [f"{_written(line, keyring)}\n" for line in lines]
    if not new:
        return 0
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        if size and os.pread(file.fileno(), 1, size - 1) != b"\n":
            # Somebody died in the middle of a line: it stays alone and is said anew below.
            file.truncate(_end_of_last_line(file.fileno(), size))
        file.write("".join(new).encode())
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def _end_of_last_line(handle: int, size: int) -> int:
    whole = os.pread(handle, size, 0)
    return whole.rfind(b"\n") + 1


def latest(lines: Iterable[Line]) -> dict[UUID, Line]:
    """The last word on each id."""
    return {line.id: line for line in lines}


def _content(line: Line) -> dict[str, str]:
    return {
        "id": str(line.id),
        "entry": line.entry.value,
        "kind": line.kind,
        "rule": line.rule,
        "at": line.at.isoformat(),
    }


def _code(content: dict[str, str], keyring: Keyring) -> str:
    message = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return keyring.audit_code(f"ledger|{message}".encode()).hex()


def _written(line: Line, keyring: Keyring) -> str:
    content = _content(line)
    return json.dumps({**content, "code": _code(content, keyring)}, sort_keys=True)


def _parsed(path: Path, number: int, text: str, keyring: Keyring) -> Line:
    try:
        found = json.loads(text)
        content = {name: str(found[name]) for name in ("id", "entry", "kind", "rule", "at")}
        line = Line(
            UUID(content["id"]),
            Entry(content["entry"]),
            content["kind"],
            content["rule"],
            datetime.fromisoformat(content["at"]),
        )
    except (ValueError, KeyError, TypeError):
        raise LedgerError(f"{path.name}: line {number} is damaged") from None
    if found.get("code") != _code(content, keyring):
        raise LedgerError(f"{path.name}: line {number} has a code that isn't ours")
    return line
