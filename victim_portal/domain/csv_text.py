"""CSV that is safe to take in and safe to hand out.

In: a whole file is refused with a sentence that says why (`FileRefused`); a row that
cannot be read is refused alone, with the line on which it starts. Out: no cell begins
with a character that a spreadsheet takes for a formula. What was put in front of such a
cell on the way out is taken away on the way in, so a file of rejected rows can be mended
in a spreadsheet and brought back. Format: RFC 4180, UTF-8.
"""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_ROW_CHARACTERS = 20_000
MAX_ROW_LINES = 25

REJECTION_COLUMNS = ("rejected_line", "rejected_columns", "rejected_reasons")
"""Columns that a file of rejected rows carries in front; skipped when it comes back."""

_FORMULA_STARTS = frozenset(
    "=+-@\t\r\n"
    "\uff1d\uff0b\uff0d\uff20"  # the same in full width
    "\ufe66\ufe62\ufe63\ufe6b"  # and in the small forms
    "\u2212"  # minus sign
)
_SIGNATURES = (
    (b"PK\x03\x04", "a spreadsheet (.xlsx, .ods) or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "a rich text document"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"{", "a JSON file"),
    (b"[", "a JSON file"),
)
_ASK_FOR_CSV = 'Save it as "CSV UTF-8 (comma delimited)" and try again.'


class FileRefused(Exception):  # noqa: N818 - it is an answer about a file, not an error of ours
    """The whole file is refused; `reason` is a sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class TableRow:
    """One readable row: `line` is where it starts in the file (the header is usually 1)."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class RowFault:
    """A row that could not be read: the line it starts on, why, and what stood there."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file's content: its columns in the file's order, good rows, and faults."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    faults: tuple[RowFault, ...]


def is_live(cell: str) -> bool:
    """Whether a spreadsheet might run `cell` as a formula, even after leading blanks."""
    for character in cell:
        if character in _FORMULA_STARTS:
            return True
        if not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf"}:
            return False
    return False


def defuse(cell: str) -> str:
    """`cell`, with an apostrophe in front where a spreadsheet might run it."""
    return f"'{cell}" if is_live(cell.lstrip("'")) else cell


def restore(cell: str) -> str:
    """What `defuse` was given: the exact inverse of it."""
    return cell[1:] if cell.startswith("'") and is_live(cell.lstrip("'")) else cell


def write_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV text with every cell defused and quoted, lines ended by CR LF.

    Quoting every cell keeps a cell whole in a spreadsheet that splits on semicolons.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([defuse(cell) for cell in row])
    return out.getvalue()


def encode_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """`write_table` as UTF-8 with a byte-order mark, without which Excel garbles accents."""
    return write_table(header, rows).encode("utf-8-sig")


def refuse_size(size: int, max_bytes: int = MAX_BYTES) -> None:
    """Raise `FileRefused` if `size` bytes are too many; can be asked before reading."""
    if size > max_bytes:
        raise FileRefused(
            f"The file is too large: {max_bytes // (1024 * 1024)} MB is the most "
            "that is taken at once. Split it and send the parts."
        )


def decode(data: bytes, max_bytes: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file (byte-order mark dropped); raises `FileRefused`."""
    refuse_size(len(data), max_bytes)
    if not data.strip():
        raise FileRefused("The file is empty.")
    opening = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, kind in _SIGNATURES:
        if opening.startswith(signature.lower()):
            raise FileRefused(f"The file is not CSV: it looks like {kind}. {_ASK_FOR_CSV}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or _looks_wide(data):
        raise FileRefused(f"The file is not UTF-8: it looks like UTF-16. {_ASK_FOR_CSV}")
    if b"\x00" in data:
        raise FileRefused(f"The file is not text: it holds NUL bytes. {_ASK_FOR_CSV}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            "The file is not UTF-8: it looks like Latin-1 or Windows-1252 "
            f"(line {line}). {_ASK_FOR_CSV}"
        ) from None
    if not text.strip():
        raise FileRefused("The file is empty.")
    return text


def read_table(
    data: bytes,
    known_columns: Collection[str],
    required_columns: Collection[str],
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
    ignored_columns: Collection[str] = REJECTION_COLUMNS,
) -> Table:
    """Read a CSV file whose first line with content names its columns, in any order.

    Column names are trimmed and case-folded. Values stay as typed, but for `restore`.
    Rows without any content are passed over. Raises `FileRefused` for what makes the
    whole file doubtful; a row that can't be read is a `RowFault`.
    """
    text = decode(data, max_bytes)
    lines = list(io.StringIO(text, newline=""))
    columns: tuple[str, ...] | None = None
    rows: list[TableRow] = []
    faults: list[RowFault] = []
    at = 0
    while at < len(lines):
        line, (cells, used, problem) = at + 1, _record(lines, at)
        at += used
        if not problem and not any(restore(cell).strip() for cell in cells):
            continue
        if columns is None:
            if problem:
                raise FileRefused(f"The line of column names can't be read: {problem}")
            columns = _header(cells, known_columns, required_columns, ignored_columns)
            continue
        if len(rows) + len(faults) >= max_rows:
            raise FileRefused(f"The file has more than {max_rows} rows. Split it.")
        cells = tuple(restore(cell) for cell in cells)
        if not problem and len(cells) != len(columns):
            problem = f"The row has {len(cells)} fields; the header has {len(columns)}."
        if problem:
            faults.append(RowFault(line, problem, cells))
            continue
        values = {c: v for c, v in zip(columns, cells, strict=True) if c not in ignored_columns}
        rows.append(TableRow(line, MappingProxyType(values)))
    if columns is None:
        raise FileRefused("The file is empty.")
    kept = tuple(c for c in columns if c not in ignored_columns)
    return Table(kept, tuple(rows), tuple(faults))


class _RowTooLongError(Exception):
    pass


def _record(lines: Sequence[str], start: int) -> tuple[tuple[str, ...], int, str]:
    """The record that starts at index `start`: its cells, the lines it took, a problem.

    After a problem only the first line counts as taken, so that one stray quotation mark
    doesn't swallow the good rows below it.
    """
    reader = csv.reader(_bounded(lines, start), strict=True, skipinitialspace=True)
    try:
        return tuple(next(reader)), reader.line_num, ""
    except _RowTooLongError:
        problem = (
            f"The row is longer than {MAX_ROW_CHARACTERS} characters or {MAX_ROW_LINES} "
            "lines; a quotation mark may be missing."
        )
    except csv.Error:
        problem = "The row can't be read: a quotation mark is missing or out of place."
    return (lines[start].rstrip("\r\n")[:MAX_ROW_CHARACTERS],), 1, problem


def _bounded(lines: Sequence[str], start: int) -> Iterator[str]:
    taken = 0
    for index in range(start, len(lines)):
        taken += len(lines[index])
        if taken > MAX_ROW_CHARACTERS or index - start >= MAX_ROW_LINES:
            raise _RowTooLongError
        yield lines[index]


def _header(
    cells: Sequence[str],
    known: Collection[str],
    required: Collection[str],
    ignored: Collection[str],
) -> tuple[str, ...]:
    names = tuple(restore(cell).strip().casefold() for cell in cells)
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        raise FileRefused("The columns must be separated by commas.")
    if "" in names:
        raise FileRefused(f"Column {names.index('') + 1} has no name.")
    twice = sorted({name for name in names if names.count(name) > 1})
    unknown = [name for name in names if name not in known and name not in ignored]
    missing = sorted(set(required) - set(names))
    for found, sentence in (
        (twice, "The file has a column twice"),
        (unknown, "The file has a column that isn't known"),
        (missing, "The file lacks a column that is needed"),
    ):
        if found:
            shown = ", ".join(name[:60] for name in found[:10])
            raise FileRefused(f"{sentence}: {shown}.")
    return names


def _looks_wide(data: bytes) -> bool:
    """Whether every other byte of the opening is mostly NUL, as in UTF-16 of Latin text."""
    opening = data[:4096]
    return any(2 * half.count(0) > len(half) > 1 for half in (opening[::2], opening[1::2]))
