"""The demo's post tray: nothing leaves the machine, and every message can be seen."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from victim_portal.domain.vocabulary import Language
from victim_portal.messaging.tray import FilePostTray
from victim_portal.ports import Outcome, OutgoingEmail, OutgoingSms

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ID = UUID("0d9e7d8a-3b52-4a38-8f8e-1f5a39f9f6c2")


class MovedClock:
    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def tray(tmp_path: Path, clock: MovedClock) -> FilePostTray:
    return FilePostTray(tmp_path / "var" / "post-tray", clock)


def email(message_id: UUID = ID, text: str = "Mae neges yn barod. ŵ") -> OutgoingEmail:
    return OutgoingEmail(
        message_id, "sam@example.org", "Neges", text, Language.WELSH, "<p>Mae neges.</p>"
    )


def sms(message_id: UUID, body: str = "An update is ready.") -> OutgoingSms:
    return OutgoingSms(message_id, "+447700900123", body)


def test_an_empty_tray(tray: FilePostTray) -> None:
    assert tray.items() == []


def test_an_email_is_kept_as_its_reader_would_see_it(tray: FilePostTray) -> None:
    handed = tray.send(email())
    assert handed.outcome is Outcome.ACCEPTED
    assert handed.provider_reference == f"tray:{ID}"
    (item,) = tray.items()
    assert (item.message_id, item.kept_at, item.kind) == (ID, START, "email")
    assert (item.to, item.subject) == ("sam@example.org", "Neges")
    assert (item.body, item.language) == ("Mae neges yn barod. ŵ", Language.WELSH)


def test_a_text_is_kept(tray: FilePostTray) -> None:
    tray.send(sms(ID))
    (item,) = tray.items()
    assert (item.kind, item.to, item.body) == ("sms", "+447700900123", "An update is ready.")


def test_only_the_owner_can_read(tray: FilePostTray, tmp_path: Path) -> None:
    tray.send(email())
    directory = tmp_path / "var" / "post-tray"
    (file,) = directory.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_the_same_message_twice_is_kept_once(tray: FilePostTray, clock: MovedClock) -> None:
    tray.send(email())
    clock.time += timedelta(hours=1)
    assert tray.send(email()).outcome is Outcome.ACCEPTED
    (item,) = tray.items()
    assert item.kept_at == START


def test_newest_first_by_the_clock_and_at_most_the_limit(
    tray: FilePostTray, clock: MovedClock
) -> None:
    ids = [uuid4() for _ in range(5)]
    hours = [3, 1, 4, 0, 2]
    for message_id, hour in zip(ids, hours, strict=True):
        clock.time = START + timedelta(hours=hour)
        tray.send(sms(message_id))
    newest = [ids[hours.index(hour)] for hour in (4, 3, 2, 1, 0)]
    assert [item.message_id for item in tray.items()] == newest
    assert [item.message_id for item in tray.items(limit=2)] == newest[:2]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"message_id": 1}',
        '{"message_id":"NAME","kept_at":"yesterday"}',
        '{"message_id":"NAME","kept_at":"2026-11-21T09:30:00+00:00","kind":"sms","to":"x",'
        '"subject":"","body":"","language":"fr"}',
        "\xff\xfe",
    ],
)
def test_half_written_and_foreign_files_are_passed_over(
    tray: FilePostTray, tmp_path: Path, content: str
) -> None:
    tray.send(sms(ID))
    directory = tmp_path / "var" / "post-tray"
    name = str(uuid4())
    (directory / f"{name}.json").write_bytes(content.replace("NAME", name).encode("latin-1"))
    (directory / ".keeping-abc").write_text("{}")
    (directory / "notes.txt").write_text("hello")
    (directory / f"{uuid4()}.json").mkdir()
    (directory / f"{uuid4()}.json").symlink_to(directory / f"{ID}.json")
    assert [item.message_id for item in tray.items()] == [ID]
    assert len(tray.items(limit=1)) == 1


def test_a_file_under_another_messages_name_is_passed_over(
    tray: FilePostTray, tmp_path: Path
) -> None:
    tray.send(sms(ID))
    directory = tmp_path / "var" / "post-tray"
    record = json.loads((directory / f"{ID}.json").read_text())
    (directory / f"{uuid4()}.json").write_text(json.dumps(record))
    assert len(tray.items()) == 1


def test_the_tray_refuses_what_a_relay_would_never_see(tray: FilePostTray) -> None:
    refused = OutgoingEmail(ID, "sam@example.org", "a\nBcc: b@example.org", "x", Language.ENGLISH)
    assert tray.send(refused).outcome is Outcome.REFUSED
    assert tray.send(OutgoingSms(ID, "07700900123", "x")).outcome is Outcome.REFUSED
    assert tray.items() == []


def test_a_tray_that_cannot_be_written_says_so(tmp_path: Path, clock: MovedClock) -> None:
    (tmp_path / "file").write_text("in the way")
    tray = FilePostTray(tmp_path / "file" / "post-tray", clock)
    assert tray.send(sms(ID)).outcome is Outcome.NOT_SENT


def test_a_failed_write_leaves_nothing_behind(
    tray: FilePostTray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "utime", full)
    assert tray.send(sms(ID)).outcome is Outcome.NOT_SENT
    assert list((tmp_path / "var" / "post-tray").iterdir()) == []
