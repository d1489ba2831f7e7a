"""Seals: known answers, and that whatever is done to a trail is named at its first row."""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain import seals
from victim_portal.domain.seals import (
    GENESIS,
    Fault,
    Finding,
    LineError,
    Row,
    Seal,
    Verdict,
    canonical,
    check,
    from_line,
    in_words,
    leaf,
    make_seal,
    merkle_root,
    read_lines,
    to_line,
)

AT = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def code_of(message: bytes) -> bytes:
    return hmac.digest(b"k" * 32, message, "sha256")


@dataclass
class Trail:
    """A trail in a test's hand: rows by place, seals with marks, lines outside."""

    rows: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    seals: list[tuple[Seal, bytes]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def verdict(self, *, outside: bool = True) -> Verdict:
        rows: Iterator[Row] = (
            (seq, content, code, code_of(content) == code)
            for seq, (content, code) in sorted(self.rows.items())
        )
        exported = read_lines(iter(self.lines)) if outside else None
        return check(rows, iter(self.seals), exported, code_of)

    def found(self, *, outside: bool = True) -> Finding | None:
        return self.verdict(outside=outside).finding


def trail(places: Sequence[int], sizes: Sequence[int]) -> Trail:
    """Rows at these places, sealed in batches of these sizes; the rest isn't sealed."""
    made = Trail()
    for seq in places:
        content = b"row %d" % seq
        made.rows[seq] = (content, code_of(content))
    left, previous = list(places), GENESIS
    for size in sizes:
        batch, left = left[:size], left[size:]
        if not batch:
            break
        leaves = [(seq, leaf(seq, made.rows[seq][1], made.rows[seq][0])) for seq in batch]
        seal, marks = make_seal(leaves, previous, AT, code_of)
        made.seals.append((seal, marks))
        made.lines.append(to_line(seal))
        previous = seal.head
    return made


def ten() -> Trail:
    """Ten rows with gaps, of which three, three and two are sealed."""
    return trail([1, 2, 4, 5, 7, 8, 9, 12, 13, 15], [3, 3, 2])


@st.composite
def trails(draw: st.DrawFn) -> Trail:
    places = sorted(draw(st.sets(st.integers(1, 200), min_size=1, max_size=25)))
    return trail(places, draw(st.lists(st.integers(1, 7), min_size=1, max_size=8)))


def test_known_answers() -> None:
    """A change of these means that no trail of before can be checked any more.

    They were made without the code that is tested here.
    """
    told = json.dumps({"rows": 3}, separators=(",", ":"))
    content = canonical(
        "00000000-0000-4000-8000-000000000001",
        "2026-11-18T12:00:00+00:00",
        'Siân "S" Carter',
        None,
        "127.0.0.1",
        "cases_listed",
        None,
        told,
    )
    assert content == (
        b'{"actor":"Si\\u00e2n \\"S\\" Carter","actor_id":null,"at":"2026-11-18T12:00:00+00:00",'
        b'"came_from":"127.0.0.1","case_id":null,"details":{"rows":3},'
        b'"id":"00000000-0000-4000-8000-000000000001","what":"cases_listed"}'
    )
    assert json.dumps(json.loads(content), sort_keys=True, separators=(",", ":")).encode() == (
        content
    )
    digest = leaf(7, code_of(content), content)
    assert digest.hex() == "066ac284a899a1c497503edb5fa268ac71cb9a9cffbe54e111ad477c68d3825d"
    seal, marks = make_seal([(7, digest), (9, digest)], GENESIS, AT, code_of)
    assert marks.hex() == "0000000000000007" + digest[:8].hex() + "0000000000000009" + (
        digest[:8].hex()
    )
    assert seal.root.hex() == "fce16bf3b6e440bd58c83be26453dd83cfe15193e9518e70715fbd6a66532f81"
    assert seal.code.hex() == "950ed328814e151b8ca3bddebd380131d86c0d70afcd8003ac8fadb86ae889da"
    assert seal.head.hex() == "c275a62018f4b9fb33c6a534b376bbe2c21976588b85f02be820886f895c518c"


def test_the_tree_is_the_one_of_rfc_6962() -> None:
    def by_definition(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        both = by_definition(leaves[:split]) + by_definition(leaves[split:])
        return sha256(b"\x01" + both).digest()

    for size in range(1, 70):
        leaves = [sha256(bytes([n])).digest() for n in range(size)]
        assert merkle_root(leaves) == by_definition(leaves)
    with pytest.raises(ValueError, match="empty"):
        merkle_root([])


@given(trails())
def test_a_trail_as_it_was_written_is_whole(made: Trail) -> None:
    verdict = made.verdict()
    assert verdict.finding is None
    assert verdict.rows == len(made.rows)
    assert verdict.seals == verdict.exported == len(made.seals)
    assert verdict.unsealed == len(made.rows) - sum(seal.rows for seal, _ in made.seals)


@given(trails(), st.data())
def test_an_edited_row_is_named(made: Trail, data: st.DataObject) -> None:
    seq = data.draw(st.sampled_from(sorted(made.rows)))
    content, code = made.rows[seq]
    made.rows[seq] = data.draw(
        st.sampled_from([(content + b"!", code), (content, b"\x00" * 32), (content, b"")])
    )
    assert made.found() == Finding(Fault.ROW_EDITED, seq)


@given(trails(), st.data())
def test_a_deleted_row_is_named(made: Trail, data: st.DataObject) -> None:
    reached = made.seals[-1][0].last_seq
    seq = data.draw(st.sampled_from([one for one in sorted(made.rows) if one <= reached]))
    del made.rows[seq]
    assert made.found() == Finding(Fault.ROW_DELETED, seq)


@given(trails(), st.data())
def test_an_inserted_row_is_named(made: Trail, data: st.DataObject) -> None:
    """Also one that is a true copy of another row, or that stands before all of them."""
    reached = made.seals[-1][0].last_seq
    free = [seq for seq in range(-3, reached) if seq not in made.rows]
    if not free:
        return
    seq = data.draw(st.sampled_from(free))
    copied = data.draw(st.booleans())
    true = made.rows[min(made.rows)]
    made.rows[seq] = true if copied else (b"forged", b"\x01" * 32)
    assert made.found() == Finding(Fault.ROW_INSERTED, seq)


@given(trails(), st.data())
def test_rows_that_changed_places_are_named_at_the_first(made: Trail, data: st.DataObject) -> None:
    reached = made.seals[-1][0].last_seq
    sealed = [seq for seq in sorted(made.rows) if seq <= reached]
    if len(sealed) < 2:
        return
    one, two = sorted(
        data.draw(st.lists(st.sampled_from(sealed), min_size=2, max_size=2, unique=True))
    )
    made.rows[one], made.rows[two] = made.rows[two], made.rows[one]
    assert made.found() == Finding(Fault.ROW_MOVED, one)


@given(trails(), st.data())
def test_a_tail_that_was_cut_off_is_named_by_what_left(made: Trail, data: st.DataObject) -> None:
    keep = data.draw(st.integers(0, len(made.seals) - 1))
    first = made.seals[keep][0]
    del made.seals[keep:]
    for seq in [one for one in made.rows if one >= first.first_seq]:
        del made.rows[seq]
    assert made.found(outside=False) is None
    assert made.found() == Finding(Fault.CUT_OFF, first.first_seq, first.last_seq)


@given(trails(), st.data())
def test_an_edited_seal_is_named(made: Trail, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.seals) - 1))
    seal, marks = made.seals[at]
    change = data.draw(
        st.sampled_from(
            [
                {"root": bytes(32)},
                {"rows": seal.rows + 1},
                {"code": bytes(32)},
                {"made_at": datetime(2020, 1, 1, tzinfo=UTC)},
                {"previous": b"\x09" * 32},
            ]
        )
    )
    made.seals[at] = (replace(seal, **change), marks)  # type: ignore[arg-type]
    assert made.found() == Finding(Fault.SEAL_EDITED, seal.first_seq, seal.last_seq)
    made.seals[at] = (seal, marks[:-1] + bytes([marks[-1] ^ 1]))
    assert made.found() == Finding(Fault.SEAL_EDITED, seal.first_seq, seal.last_seq)


def test_a_deleted_seal_breaks_the_chain() -> None:
    made = ten()
    del made.seals[1]
    last = made.seals[1][0]
    assert made.found(outside=False) == Finding(Fault.SEAL_DELETED, last.first_seq, last.last_seq)
    # What left the database knows which one it was.
    assert made.found() == Finding(Fault.SEAL_DELETED, last.first_seq, last.last_seq)


def test_a_trail_made_anew_with_the_key_differs_from_what_left() -> None:
    made, other = ten(), trail([1, 2, 4, 5, 7, 8, 9, 12, 13, 15], [2, 4, 2])
    other.lines = made.lines
    assert other.found(outside=False) is None
    assert other.found() == Finding(Fault.SEAL_FORGED, 1, 2)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [lines[0], lines[2]], Finding(Fault.EXPORT_MISSING, 5, 8, 2)),
        (lambda lines: [lines[1], lines[0], lines[2]], Finding(Fault.EXPORT_EDITED, line=2)),
        (lambda lines: [lines[0], "nothing\n", *lines[1:]], Finding(Fault.EXPORT_EDITED, line=2)),
        (lambda lines: [*lines, "{}\n"], Finding(Fault.EXPORT_EDITED, line=4)),
        (lambda lines: [lines[0].replace("2026", "2025")], Finding(Fault.EXPORT_EDITED, line=1)),
        # It was put away and begun anew; it lags; a line broke off and stands again, whole.
        (lambda lines: lines[1:], None),
        (lambda lines: lines[:2], None),
        (lambda lines: [], None),
        (lambda lines: [*lines[:2], lines[2][:40] + "\n", lines[2]], None),
        (lambda lines: [*lines[:2], lines[2][:40]], None),
        (lambda lines: [lines[0], lines[0], *lines[1:]], None),
    ],
)
def test_the_file_outside(change: object, fault: Finding | None) -> None:
    made = ten()
    made.lines = change(made.lines)  # type: ignore[operator]
    assert made.found() == fault


@given(trails())
def test_a_line_gives_its_seal_back(made: Trail) -> None:
    for seal, _ in made.seals:
        assert from_line(to_line(seal)) == seal


@given(st.text() | st.from_regex(r'\{"code":"[0-9a-f]*",.*'))
def test_anything_else_is_no_line(text: str) -> None:
    with pytest.raises(LineError):
        from_line(text)


def test_every_fault_has_its_sentence() -> None:
    for fault in Fault:
        said = in_words(Verdict(0, 0, 0, None, Finding(fault, 41, 48, 7)))
        assert said.startswith("The trail was changed: ")
        assert "{" not in said
    whole = in_words(ten().verdict())
    assert whole == (
        "10 rows and 3 seals are as they were written. 2 of the rows aren't sealed yet."
        " 3 seals agree with the seals file."
    )
    assert "No seals file" in in_words(ten().verdict(outside=False))
    assert seals.MOST_ROWS == 1000
