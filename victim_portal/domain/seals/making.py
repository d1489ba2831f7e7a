"""From the rows of a batch to its seal."""

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

MOST_ROWS = 1000
"""The most rows under one seal."""

GENESIS = bytes(32)
"""What the first seal names as the one before."""

MARK = struct.Struct(">q8s")
"""One mark: a row's place in the trail and the beginning of its digest."""


@dataclass(frozen=True)
class Seal:
    """One batch under its seal. `rows` is how many it has, `marks` the digest of their marks.

    The marks say which row is at fault where the root only says that one is. `previous` is the
    `head` of the seal before.
    """

    first_seq: int
    last_seq: int
    rows: int
    root: bytes
    marks: bytes
    previous: bytes
    made_at: datetime
    code: bytes = b""

    @property
    def message(self) -> bytes:
        """What the code is computed over; it can't be taken for a row's."""
        told = {
            "first_seq": self.first_seq,
            "last_seq": self.last_seq,
            "made_at": self.made_at.astimezone(UTC).isoformat(),
            "marks": self.marks.hex(),
            "previous": self.previous.hex(),
            "root": self.root.hex(),
            "rows": self.rows,
        }
        return b"victim-portal seal 1\n" + json.dumps(told, sort_keys=True).encode()

    @property
    def head(self) -> bytes:
        """What the next seal names: a digest of this one and its code."""
        return sha256(self.message + self.code).digest()


def leaf(seq: int, code: bytes, content: bytes) -> bytes:
    """The digest of one row in its place: of its canonical bytes and its code."""
    place = b"\x00" + seq.to_bytes(8, "big", signed=True) + len(code).to_bytes(4, "big")
    return sha256(place + code + content).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over the digests of a batch; ValueError for none (RFC 6962, section 2.1).

    An odd one at the end of a level goes up as it is, which gives the tree of the RFC.
    """
    if not leaves:
        raise ValueError("an empty batch has no root")
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def marks_of(batch: Sequence[tuple[int, bytes]]) -> bytes:
    """The marks of a batch of places and digests."""
    return b"".join(MARK.pack(seq, digest[:8]) for seq, digest in batch)


def make_seal(
    batch: Sequence[tuple[int, bytes]],
    previous: bytes,
    made_at: datetime,
    code_of: Callable[[bytes], bytes],
) -> tuple[Seal, bytes]:
    """The seal of a batch of places and digests in their order, and its marks."""
    marks = marks_of(batch)
    bare = Seal(
        first_seq=batch[0][0],
        last_seq=batch[-1][0],
        rows=len(batch),
        root=merkle_root([digest for _, digest in batch]),
        marks=sha256(marks).digest(),
        previous=previous,
        made_at=made_at,
    )
    return replace(bare, code=code_of(bare.message)), marks
