"""The backup's encrypted files and the ledger: whole, or noticed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.fakes import NOON, SeededTokens
from tests.support.portal import keyring
from victim_portal.store import ledger
from victim_portal.store.backup import DamagedError
from victim_portal.store.backup.stream import CHUNK, DATA, KEYS, Writer, lines
from victim_portal.store.ledger import Entry, LedgerError, Line

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


def test_ledger_survives_being_cut_off(tmp_path: Path) -> None:
    path, ring = tmp_path / "ledger", keyring()
    new = [Line(SeededTokens(n).uuid(), Entry.GONE, "person", "declined", NOON) for n in range(3)]
    ledger.append(path, new[:2], ring)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert ledger.read(path, ring) == new[:1]
    ledger.append(path, new[1:], ring)
    assert ledger.read(path, ring) == new
    path.write_bytes(path.read_bytes().replace(b"declined", b"opted_out", 1))
    with pytest.raises(LedgerError, match="line 1"):
        ledger.read(path, ring)


quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(texts=st.lists(st.text(st.characters(exclude_characters="\n"), max_size=60), max_size=30))
def test_what_was_written_is_read(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "any"
    path.unlink(missing_ok=True)
    with Writer(path, KEYS, KEY, b"s" * 16) as file:
        for one in texts:
            file.line(one)
        file.finish()
    assert list(lines(path, KEYS, KEY)) == texts


@quick
@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_bit_that_changed_is_noticed(tmp_path: Path, where: int, bit: int) -> None:
    path = tmp_path / "any"
    path.unlink(missing_ok=True)
    with Writer(path, DATA, KEY, b"s" * 16) as file:
        for number in range(50):
            file.line(f"line {number}")
        file.finish()
    raw = bytearray(path.read_bytes())
    raw[where % len(raw)] ^= 1 << bit
    path.write_bytes(raw)
    with pytest.raises(DamagedError):
        list(lines(path, DATA, KEY))


def test_chunks_cannot_be_dropped_or_swapped(tmp_path: Path) -> None:
    path = tmp_path / "long"
    noise = SeededTokens().secret(3 * CHUNK).hex()
    with Writer(path, DATA, KEY, b"s" * 16) as file:
        file.line(noise)
        file.finish()
    raw, at, chunks = path.read_bytes(), 21, list[bytes]()
    while at < len(raw):
        size = 4 + int.from_bytes(raw[at : at + 4], "big")
        chunks.append(raw[at : at + size])
        at += size
    assert len(chunks) > 2
    for order in (chunks[:-1], chunks[1:], [chunks[1], chunks[0], *chunks[2:]]):
        path.write_bytes(raw[:21] + b"".join(order))
        with pytest.raises(DamagedError):
            list(lines(path, DATA, KEY))
