"""The seals of the audit outside the database: lines of a file, and lines of the log.

Whoever owns the database can change its rows and its seals alike; what they can't change is
what left it. So each seal is appended to a file that nobody but the worker writes to, and said
in the log, which production keeps on another machine.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from victim_portal.domain.seals import LineError, Seal, from_line, to_line

logger = logging.getLogger(__name__)

# Longer than any line of ours, so that the last whole one is found from the end.
END = 8192


class FileLog:
    """A file of seals, only ever appended to; brought up whenever it lags behind.

    Several workers of one machine may share it: each holds its lock while it looks and writes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def bring_up(self, after: Callable[[int], Iterable[Seal]]) -> int:
        """Append the seals after the last one that is whole, and sync them to the disk."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = not self._path.exists()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        count = 0
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            reached, broken = _standing(handle)
            for seal in after(reached):
                line = to_line(seal)
                # One that broke off gets its end, and stands again below, whole.
                _write_all(handle, (("\n" if broken else "") + line).encode())
                broken = False
                _say(seal)
                count += 1
            if count:
                os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            _sync_folder(self._path.parent)
        return count


class LogOnly:
    """No file: the seals are said in the log alone.

    After a start the newest one is said again: its chain covers all before it.
    """

    def __init__(self) -> None:
        self._reached: int | None = None

    def bring_up(self, after: Callable[[int], Iterable[Seal]]) -> int:
        """Say what wasn't said yet by this process."""
        count, newest = 0, None
        for newest in after(self._reached or 0):
            if self._reached is not None:
                _say(newest)
                count += 1
        if newest is not None and self._reached is None:
            _say(newest)
            count = 1
        self._reached = newest.last_seq if newest is not None else self._reached
        return count


def seal_log(path: Path | None) -> FileLog | LogOnly:
    """The file of the settings, or the log alone."""
    return LogOnly() if path is None else FileLog(path)


def _standing(handle: int) -> tuple[int, bool]:
    """The last place under a whole line, and whether the file ends in the middle of one."""
    size = os.fstat(handle).st_size
    start = max(0, size - END)
    lines = os.pread(handle, size - start, start).split(b"\n")
    # What stands after the last line's end is empty, or a line that broke off.
    for line in reversed(lines[:-1]):
        try:
            return from_line(line.decode("utf-8", "replace")).last_seq, lines[-1] != b""
        except LineError:
            continue
    return 0, lines[-1] != b""


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]


def _say(seal: Seal) -> None:
    logger.info(
        "audit seal: first_seq=%d last_seq=%d rows=%d root=%s previous=%s made_at=%s code=%s",
        seal.first_seq,
        seal.last_seq,
        seal.rows,
        seal.root.hex(),
        seal.previous.hex(),
        seal.made_at.isoformat(),
        seal.code.hex(),
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
