"""The seals outside the database: appended once, synced, said in the log."""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from victim_portal.domain.seals import GENESIS, Seal, make_seal, read_lines
from victim_portal.seal_log import FileLog, LogOnly, seal_log


def chain(count: int) -> list[Seal]:
    at, previous, made = datetime(2026, 11, 18, tzinfo=UTC), GENESIS, []
    for number in range(count):
        places = [(number * 10 + n, bytes([n]) * 32) for n in (1, 2, 3)]
        seal, _ = make_seal(places, previous, at + timedelta(minutes=number), lambda m: m[:32])
        made.append(seal)
        previous = seal.head
    return made


def after_of(seals: list[Seal]) -> object:
    def after(seq: int) -> Iterator[Seal]:
        return (seal for seal in seals if seal.last_seq > seq)

    return after


def test_it_catches_up_in_order_and_writes_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    path, seals = tmp_path / "new" / "seals.jsonl", chain(5)
    log = FileLog(path)
    assert log.bring_up(after_of(seals[:2])) == 2  # type: ignore[arg-type]
    # The file, and the folder that got it.
    assert len(synced) == 2
    assert log.bring_up(after_of(seals)) == 3  # type: ignore[arg-type]
    assert FileLog(path).bring_up(after_of(seals)) == 0  # type: ignore[arg-type]
    assert len(synced) == 3
    read = [seal for _, seal in read_lines(iter(path.read_text().splitlines(keepends=True)))]
    assert read == seals
    assert len(caplog.records) == 5
    said = caplog.records[-1].getMessage()
    assert seals[-1].root.hex() in said
    assert seals[-1].code.hex() in said


def test_the_log_alone_says_the_newest_after_a_start_and_then_each(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    log, seals = LogOnly(), chain(5)
    assert log.bring_up(after_of([])) == 0  # type: ignore[arg-type]
    assert log.bring_up(after_of(seals[:3])) == 1  # type: ignore[arg-type]
    assert log.bring_up(after_of(seals)) == 2  # type: ignore[arg-type]
    assert log.bring_up(after_of(seals)) == 0  # type: ignore[arg-type]
    said = [record.getMessage() for record in caplog.records]
    assert [seal.root.hex() in line for seal, line in zip(seals[2:], said, strict=True)] == [
        True
    ] * 3


def test_the_setting_chooses(tmp_path: Path) -> None:
    assert isinstance(seal_log(None), LogOnly)
    assert isinstance(seal_log(tmp_path / "s"), FileLog)
