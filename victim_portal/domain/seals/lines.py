"""Seals as lines of a file outside the database."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from victim_portal.domain.seals.making import Seal

NUMBERS = ("first_seq", "last_seq", "rows")
DIGESTS = ("root", "marks", "previous", "code")


class LineError(ValueError):
    """A line that holds no seal; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number} holds no seal")
        self.number = number


def to_line(seal: Seal) -> str:
    """One seal as a line, its end included."""
    told: dict[str, object] = {name: getattr(seal, name) for name in NUMBERS}
    told |= {name: getattr(seal, name).hex() for name in DIGESTS}
    told["made_at"] = seal.made_at.isoformat()
    return json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n"


def from_line(line: str, number: int = 1) -> Seal:
    """Undo `to_line`; LineError for anything else."""
    try:
        told = json.loads(line)
        if told.keys() != {*NUMBERS, *DIGESTS, "made_at"}:
            raise ValueError
        if not all(type(told[name]) is int for name in NUMBERS):
            raise ValueError
        made_at = datetime.fromisoformat(told["made_at"])
        if made_at.tzinfo is None:
            raise ValueError
        return Seal(
            first_seq=told["first_seq"],
            last_seq=told["last_seq"],
            rows=told["rows"],
            root=bytes.fromhex(told["root"]),
            marks=bytes.fromhex(told["marks"]),
            previous=bytes.fromhex(told["previous"]),
            made_at=made_at,
            code=bytes.fromhex(told["code"]),
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise LineError(number) from None


def read_lines(lines: Iterable[str]) -> Iterator[tuple[int, Seal]]:
    """The seals of a file, each with the number of its line.

    A line that broke off, because a machine stopped while it wrote, is followed by itself,
    whole: it is passed over, and so is a last one that hasn't its end yet.
    """
    broken: tuple[int, str] | None = None
    before = ""
    for number, line in enumerate(lines, start=1):
        if broken is not None and not line.startswith(broken[1]):
            raise LineError(broken[0])
        broken = None
        try:
            seal = from_line(line, number)
        except LineError:
            broken = (number, line.rstrip("\n"))
            continue
        # One that lacked nothing but its end stands there twice.
        if line.endswith("\n") and line != before:
            yield number, seal
        before = line
    if broken is not None and (line.endswith("\n") or not _may_begin(line)):
        raise LineError(broken[0])


def _may_begin(line: str) -> bool:
    """Whether a line may be the beginning of one of ours."""
    begins = '{"code":"'
    return line.startswith(begins) or begins.startswith(line)
