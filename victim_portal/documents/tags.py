"""What the engine's tags lack, put into the finished file.

The facts of a first page are pairs of a label and a value. The engine tags all of them as
plain cells below the table's title; it can tag a label as the header of its row, but not by
the binding that we have. So the labels' tags are changed in place, and not a byte moves.
"""

import re

_WHERE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
# A cell of the first table of a file, which is that of the facts.
_CELL = re.compile(
    rb"\d+ 0 obj\n<</Type/StructElem/S/T(D)/P (\d+) 0 R/A\[<</O/Table(/Headers\[\(U1x0y0\)\])>>"
)


def with_row_headers(pdf: bytes) -> bytes:
    """The same file, as long as it was, with each label of the facts the header of its row."""
    begun: set[bytes] = set()
    changed = bytearray(pdf)
    for place in _objects(pdf):
        # Only where an object begins: within one, somebody's words may look like anything.
        cell = _CELL.match(pdf, place)
        if cell is None:
            continue
        says = b"" if cell[2] in begun else b"/Scope/Row"
        changed[cell.start(3) : cell.end(3)] = says.ljust(len(cell[3]))
        if says:
            changed[cell.start(1) : cell.end(1)] = b"H"
        begun.add(cell[2])
    return bytes(changed)


def _objects(pdf: bytes) -> list[int]:
    """Where the objects of a file begin, in their order, by its own table of them."""
    where = _WHERE.search(pdf[-64:])
    return [int(place) for place in _ENTRY.findall(pdf, int(where[1]))] if where else []
