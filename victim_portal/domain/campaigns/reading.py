"""A file that moves many dates, as sets by prison number; a bad row is refused alone.

Two forms are taken: the calculation service's JSON, a whole set of dates for each prisoner,
and a CSV file of single dates, which leave the prisoner's other dates as they are.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.csv_text import FileRefused, TableRow, decode, read_table
from victim_portal.domain.key_dates import KeyDateSet, parse_key_date_sets

COLUMNS = ("prison_number", "code", "date", "reason")
REQUIRED = ("prison_number", "code", "date")
LONGEST_REASON = 200
TWICE = "The file has this prisoner more than once, with different dates."
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 40


@dataclass(frozen=True)
class DateChange:
    """What the file says of one prisoner.

    `places` are the lines of a CSV file or the numbers of sets, from 1. `whole` is whether
    `given` takes the place of all dates that were known, or of those with its codes only.
    `rows` are the cells as they came, for a file of what could not be done.
    """

    places: tuple[int, ...]
    given: KeyDateSet
    whole: bool
    reason: str = field(default="", repr=False)
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    @property
    def plain_number(self) -> str:
        """The prison number as referrals have it: upper case, without blanks."""
        return "".join(self.given.prison_number.split())


@dataclass(frozen=True)
class RefusedChange:
    """A row or set that can't be used: where it stands, which column, why, and its cells."""

    place: int
    column: str
    reason: str
    cells: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Changes:
    """What a file holds: `read` counts its rows or sets, good and bad."""

    read: int
    changes: tuple[DateChange, ...]
    refused: tuple[RefusedChange, ...]
    is_table: bool
    columns: tuple[str, ...] = COLUMNS


class _RefusedError(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_changes(data: bytes) -> Changes:
    """Read a file of either form; FileRefused, with a sentence, when it can't be read at all."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _from_json(data)
    return _from_table(data)


def _from_json(data: bytes) -> Changes:
    if b"\x00" in data:
        raise FileRefused("The file is not UTF-8. It looks like UTF-16.")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FileRefused("The file is not UTF-8. It looks like Latin-1.") from None
    except (ValueError, RecursionError):
        raise FileRefused("The file isn't JSON from the calculation service.") from None
    try:
        sets, bad = parse_key_date_sets(document)
    except ValueError as error:
        raise FileRefused(str(error)) from None
    refused = [RefusedChange(one.index + 1, "", one.reason) for one in bad]
    unused = {one.index for one in bad}
    places = [index + 1 for index in range(len(sets) + len(bad)) if index not in unused]
    by_number: dict[str, list[DateChange]] = {}
    for place, one in zip(places, sets, strict=True):
        change = DateChange((place,), one, whole=True)
        by_number.setdefault(change.plain_number, []).append(change)
    good = []
    for found in by_number.values():
        first = found[0]
        if all(_same(one.given, first.given) for one in found):
            good.append(DateChange(tuple(one.places[0] for one in found), first.given, True))
        else:
            refused += [RefusedChange(one.places[0], "", TWICE) for one in found]
    refused.sort(key=lambda one: one.place)
    return Changes(len(sets) + len(bad), tuple(good), tuple(refused), is_table=False)


def _same(one: KeyDateSet, other: KeyDateSet) -> bool:
    return (one.status, dict(one.dates)) == (other.status, dict(other.dates))


def _from_table(data: bytes) -> Changes:
    decode(data)
    table = read_table(data, COLUMNS, REQUIRED)
    refused = [RefusedChange(f.line, "", f.reason, f.cells) for f in table.faults]
    by_number: dict[str, list[tuple[TableRow, str, date, str]]] = {}
    for row in table.rows:
        try:
            number, code, day, reason = _checked(row.values)
        except _RefusedError as error:
            cells = _cells(row, table.columns)
            refused.append(RefusedChange(row.line, error.column, error.reason, cells))
        else:
            by_number.setdefault(number, []).append((row, code, day, reason))
    good = []
    for number, rows in by_number.items():
        dates: dict[str, date] = {}
        if any(dates.setdefault(code, day) != day for _, code, day, _ in rows):
            refused += [
                RefusedChange(row.line, "date", TWICE, _cells(row, table.columns))
                for row, _, _, _ in rows
            ]
            continue
        good.append(
            DateChange(
                places=tuple(row.line for row, _, _, _ in rows),
                given=KeyDateSet(number, "", dates),
                whole=False,
                reason="; ".join(dict.fromkeys(reason for _, _, _, reason in rows if reason)),
                rows=tuple(_cells(row, table.columns) for row, _, _, _ in rows),
            )
        )
    refused.sort(key=lambda one: one.place)
    read = len(table.rows) + len(table.faults)
    return Changes(read, tuple(good), tuple(refused), True, table.columns)


def _checked(values: Mapping[str, str]) -> tuple[str, str, date, str]:
    number = "".join(_plain(values, "prison_number", _LONGEST).split()).upper()
    code = _plain(values, "code", _LONGEST).upper()
    for column, given in (("prison_number", number), ("code", code)):
        if not given:
            raise _RefusedError(column, "It is missing.")
    if len(code) > _LONGEST or len(number) > _LONGEST:
        # Some letters become several in upper case.
        raise _RefusedError("code", f"It has more than {_LONGEST} characters.")
    text = values["date"].strip()
    try:
        day = date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise _RefusedError("date", "It isn't a real date written like 2026-03-09.")
    reason = _plain(values, "reason", LONGEST_REASON) if "reason" in values else ""
    return number, "TED" if code == "TARIFF" else code, day, reason


def _plain(values: Mapping[str, str], column: str, longest: int) -> str:
    text = values[column].strip()
    if not text.isprintable() or len(text) > longest:
        raise _RefusedError(column, f"It isn't a plain text of at most {longest} characters.")
    return text


def _cells(row: TableRow, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.values.get(column, "") for column in columns)
