"""Maps that are uploaded: drawn anew in a bounded process, whose answer isn't trusted either."""

import json
import subprocess
import sys
from collections.abc import Iterator
from threading import BoundedSemaphore

from victim_portal.maps.drawing_anew import LARGEST_FILE, MOST_WORDS
from victim_portal.maps.pictures import LONGEST_SIDE
from victim_portal.ports import MapFileError, ReadMap

SECONDS = 20
"""By the clock on the wall; the process has fewer of its own."""
AT_ONCE = 2
LARGEST_ANSWER = 8 * 1024 * 1024
TOO_HARD = "The file can't be drawn: it takes too long or is made in a way that isn't taken."
BUSY = "Other maps are being read at this moment. Try again in a minute."
_COMMAND = (sys.executable, "-I", "-m", "victim_portal.maps.drawing_anew")
# Marker segments that a bare JPEG has: its size, tables, the scan, and the JFIF header.
_BARE = frozenset({0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0})


class BoundedReader:
    """Reads an uploaded map with a process that is started for it and ended after it."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(AT_ONCE)

    def read(self, content: bytes) -> ReadMap:
        """A PDF, PNG or JPEG drawn anew. Raises MapFileError with a sentence."""
        if not content:
            raise MapFileError("The file is empty.")
        if len(content) > LARGEST_FILE:
            raise MapFileError(f"The file is too large: at most {LARGEST_FILE // 1024**2} MB.")
        if not self._free.acquire(timeout=SECONDS):
            raise MapFileError(BUSY)
        try:
            return _checked(_asked(content))
        finally:
            self._free.release()


def _asked(content: bytes) -> bytes:
    """What the process says; its environment is empty, and it starts in no folder of ours."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by the interpreter that runs us
            _COMMAND,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd="/",
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MapFileError(TOO_HARD) from None
    if done.returncode != 0 or not done.stdout or len(done.stdout) > LARGEST_ANSWER:
        raise MapFileError(TOO_HARD)
    return done.stdout


def _checked(answer: bytes) -> ReadMap:
    """The answer, if it is one that an honest process gives."""
    head, _, picture = answer.partition(b"\n")
    try:
        said = json.loads(head)
        refused, words = said.get("refused"), said.get("words", "")
    except (ValueError, AttributeError):
        raise MapFileError(TOO_HARD) from None
    if isinstance(refused, str):
        raise MapFileError(refused[:300])
    size = bare_jpeg_size(picture)
    if size is None or max(size) > LONGEST_SIDE or not isinstance(words, str):
        raise MapFileError(TOO_HARD)
    return ReadMap(picture, *size, words[:MOST_WORDS])


def bare_jpeg_size(picture: bytes) -> tuple[int, int] | None:
    """The width and height of a JPEG that holds nothing but its pixels; else None."""
    size = None
    for marker, segment in _segments(picture):
        if marker not in _BARE:
            return None
        if marker in (0xC0, 0xC2) and len(segment) >= 5:
            size = int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big")
    ends = picture.endswith(b"\xff\xd9") and picture.count(b"\xff\xd9") == 1
    return size if ends and size and min(size) > 0 else None


def _segments(picture: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments up to the first scan; a broken one is marker 0."""
    if not picture.startswith(b"\xff\xd8"):
        yield 0, b""
        return
    at = 2
    while at + 4 <= len(picture):
        if picture[at] != 0xFF:
            yield 0, b""
            return
        marker = picture[at + 1]
        long = int.from_bytes(picture[at + 2 : at + 4], "big")
        yield marker, picture[at + 4 : at + 2 + long]
        if marker == 0xDA:
            return
        at += 2 + max(long, 2)
    yield 0, b""
