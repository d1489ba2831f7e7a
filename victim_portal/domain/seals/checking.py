"""Checking a whole trail against its seals, one row at a time, to the first fault."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from victim_portal.domain.seals.lines import LineError
from victim_portal.domain.seals.making import GENESIS, MARK, Seal, leaf, merkle_root

Row = tuple[int, bytes, bytes, bool]
"""A row: its place, its canonical bytes, its code, and whether the code fits the bytes."""


class Fault(StrEnum):
    """What was done to a trail."""

    ROW_EDITED = "row_edited"
    ROW_DELETED = "row_deleted"
    ROW_INSERTED = "row_inserted"
    ROW_MOVED = "row_moved"
    SEAL_EDITED = "seal_edited"
    SEAL_DELETED = "seal_deleted"
    SEAL_FORGED = "seal_forged"
    CUT_OFF = "cut_off"
    EXPORT_EDITED = "export_edited"
    EXPORT_MISSING = "export_missing"


@dataclass(frozen=True)
class Finding:
    """The first fault of a trail.

    Of a row: its place is `first`. Of a seal: it covers `first` to `last`. Of the seals file:
    `line`, counted from 1.
    """

    fault: Fault
    first: int = 0
    last: int = 0
    line: int = 0


@dataclass(frozen=True)
class Verdict:
    """What a check found: how much there is, and the first fault, or None.

    `exported` seals were compared with the seals file; None where there was none to compare.
    After a fault the counts say how far the check came.
    """

    rows: int
    seals: int
    unsealed: int
    exported: int | None
    finding: Finding | None = None


def check(
    rows: Iterator[Row],
    seals: Iterable[tuple[Seal, bytes]],
    exported: Iterator[tuple[int, Seal]] | None,
    code_of: Callable[[bytes], bytes],
) -> Verdict:
    """Check rows in the order of their places against seals in theirs, with their marks.

    `exported` are the seals that left the database, with the numbers of their lines: they may
    begin later and end earlier than the table, and must agree in between. No more than one
    batch is held in memory.
    """
    outside = _Exported(exported, code_of)
    previous, reached, read, count = GENESIS, 0, 0, 0
    pending = next(rows, None)

    def verdict(finding: Finding | None, unsealed: int = 0) -> Verdict:
        seen = None if exported is None else outside.seen
        return Verdict(read, count, unsealed, seen, finding)

    for seal, marks in seals:
        fault = _of_seal(seal, marks, previous, reached, code_of) or outside.compare(seal)
        if fault is not None:
            return verdict(fault)
        batch: list[tuple[int, bytes, bool]] = []
        good, most, last_seq = True, seal.rows, seal.last_seq
        while pending is not None and pending[0] <= last_seq and len(batch) <= most:
            seq, content, code, fits = pending
            good = good and fits
            batch.append((seq, leaf(seq, code, content), fits))
            pending = next(rows, None)
        if not good or not batch or merkle_root([one[1] for one in batch]) != seal.root:
            return verdict(_of_batch(batch, seal, marks))
        read += len(batch)
        count += 1
        previous, reached = seal.head, seal.last_seq
    finding = outside.what_is_left()
    if finding is not None:
        return verdict(finding)
    unsealed = 0
    while pending is not None:
        if not pending[3]:
            return verdict(Finding(Fault.ROW_EDITED, pending[0]), unsealed)
        unsealed += 1
        read += 1
        pending = next(rows, None)
    return verdict(None, unsealed)


def _of_seal(
    seal: Seal, marks: bytes, previous: bytes, reached: int, code_of: Callable[[bytes], bytes]
) -> Finding | None:
    """What is wrong with a seal itself."""
    whole = (
        code_of(seal.message) == seal.code
        and sha256(marks).digest() == seal.marks
        and len(marks) == seal.rows * MARK.size
    )
    if not whole:
        return Finding(Fault.SEAL_EDITED, seal.first_seq, seal.last_seq)
    if seal.previous != previous or seal.first_seq <= reached:
        # Its own code fits, so what it names stood there once.
        return Finding(Fault.SEAL_DELETED, seal.first_seq, seal.last_seq)
    return None


def _of_batch(batch: list[tuple[int, bytes, bool]], seal: Seal, marks: bytes) -> Finding:
    """The first row of a batch that isn't what was sealed."""
    sealed = list(MARK.iter_unpack(marks))
    for at, (seq, digest, fits) in enumerate(batch):
        if at == len(sealed) or seq < sealed[at][0]:
            return Finding(Fault.ROW_INSERTED, seq)
        if seq > sealed[at][0]:
            return Finding(Fault.ROW_DELETED, sealed[at][0])
        if not fits:
            return Finding(Fault.ROW_EDITED, seq)
        if digest[:8] != sealed[at][1]:
            return Finding(Fault.ROW_MOVED, seq)
    if len(batch) < len(sealed):
        return Finding(Fault.ROW_DELETED, sealed[len(batch)][0])
    return Finding(Fault.SEAL_FORGED, seal.first_seq, seal.last_seq)


class _Exported:
    """The seals outside, walked beside those of the table."""

    def __init__(
        self, seals: Iterator[tuple[int, Seal]] | None, code_of: Callable[[bytes], bytes]
    ) -> None:
        self._seals = seals
        self._code_of = code_of
        self._reached = 0
        self._next: tuple[int, Seal] | None = None
        self._edited: Finding | None = None
        self.seen = 0
        self._move_on()

    def compare(self, seal: Seal) -> Finding | None:
        """What the outside says against a seal of the table."""
        if self._next is None:
            return self._edited
        line, known = self._next
        if known.first_seq < seal.first_seq:
            return Finding(Fault.SEAL_DELETED, known.first_seq, known.last_seq)
        if known.first_seq > seal.first_seq:
            # A file may begin later (it was put away and begun anew); inside it nothing lacks.
            if not self.seen:
                return None
            return Finding(Fault.EXPORT_MISSING, seal.first_seq, seal.last_seq, line)
        if known.head != seal.head:
            return Finding(Fault.SEAL_FORGED, seal.first_seq, seal.last_seq)
        self.seen += 1
        self._move_on()
        return None

    def what_is_left(self) -> Finding | None:
        """A seal that left the database and isn't in it any more."""
        if self._next is None:
            return self._edited
        _, known = self._next
        return Finding(Fault.CUT_OFF, known.first_seq, known.last_seq)

    def _move_on(self) -> None:
        """Take the next line, unless it isn't one of ours in its place."""
        self._next = None
        if self._seals is None:
            return
        try:
            self._next = next(self._seals, None)
        except LineError as error:
            self._edited = Finding(Fault.EXPORT_EDITED, line=error.number)
            return
        if self._next is None:
            return
        line, known = self._next
        if known.first_seq <= self._reached or self._code_of(known.message) != known.code:
            self._next, self._edited = None, Finding(Fault.EXPORT_EDITED, line=line)
            return
        self._reached = known.last_seq


def in_words(verdict: Verdict) -> str:
    """A verdict as one sentence or two, for whoever ran the check."""
    found = verdict.finding
    if found is None:
        kept = f"{verdict.rows:,} rows and {verdict.seals:,} seals are as they were written."
        left = f" {verdict.unsealed:,} of the rows aren't sealed yet."
        outside = (
            " No seals file was compared: rows cut off at the end would not be noticed."
            if verdict.exported is None
            else f" {verdict.exported:,} seals agree with the seals file."
        )
        return kept + left + outside
    return "The trail was changed: " + _SENTENCES[found.fault].format(found)


_SENTENCES = {
    Fault.ROW_EDITED: "row {0.first} isn't as it was written; its code doesn't fit.",
    Fault.ROW_DELETED: "row {0.first} was sealed and is gone.",
    Fault.ROW_INSERTED: "row {0.first} wasn't there when its batch was sealed.",
    Fault.ROW_MOVED: "row {0.first} holds another row's content.",
    Fault.SEAL_EDITED: "the seal of rows {0.first} to {0.last} isn't as it was made.",
    Fault.SEAL_DELETED: "a seal is gone, of or before rows {0.first} to {0.last}.",
    Fault.SEAL_FORGED: "the seal of rows {0.first} to {0.last} isn't the one that was made then.",
    Fault.CUT_OFF: "it ends before row {0.first}, and rows {0.first} to {0.last} were sealed.",
    Fault.EXPORT_EDITED: "line {0.line} of the seals file isn't as it was written.",
    Fault.EXPORT_MISSING: "the seals file lacks rows {0.first} to {0.last} before line {0.line}.",
}
