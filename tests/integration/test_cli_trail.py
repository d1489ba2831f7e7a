"""`audit verify`: a sentence, an object, an exit status."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run


@pytest.fixture
def sealed(migrated: Run, tmp_path: Path) -> Path:
    """A portal with three accounts, of which the worker sealed the events."""
    for name in ("a", "b", "c"):
        who = ["--email", f"{name}@example.org", "--first-name", "A", "--last-name", "B"]
        more = ["--role", "administrator", "--telephone", "020 7946 0123"]
        words = "correct horse battery staple\n" * 2
        assert migrated("user", "add", *who, *more, typed=words).returncode == 0
    assert migrated("work", "--once").returncode == 0
    return tmp_path / "var"


def _change(var: Path, statement: str) -> None:
    with sqlite3.connect(var / "victim-portal.sqlite3") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    connection.close()


def test_a_whole_trail(run: Run, sealed: Path) -> None:
    answer = run("audit", "verify")
    assert answer.returncode == 0
    assert "are as they were written" in answer.stdout
    assert "1 seals agree with the seals file" in answer.stdout
    told = json.loads(run("audit", "verify", "--json").stdout)
    assert (told["ok"], told["seals"], told["exported"], told["unsealed"]) == (True, 1, 1, 0)
    (sealed / "seals.jsonl").unlink()
    assert "No seals file was compared" in run("audit", "verify").stdout


def test_the_first_bad_row_is_named(run: Run, sealed: Path) -> None:
    _change(sealed, "UPDATE audit_event SET actor = 'x' WHERE seq IN (2, 3)")
    answer = run("audit", "verify")
    assert answer.returncode == 2
    assert answer.stdout.startswith("The trail was changed: row 2 isn't as it was written")
    told = json.loads(run("audit", "verify", "--json").stdout)
    assert (told["ok"], told["fault"], told["first_seq"]) == (False, "row_edited", 2)


def test_a_file_from_elsewhere_and_one_that_is_not_there(
    run: Run, sealed: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes((sealed / "seals.jsonl").read_bytes())
    _change(sealed, "DELETE FROM audit_event")
    _change(sealed, "DELETE FROM seal")
    (sealed / "seals.jsonl").unlink()
    assert run("audit", "verify").returncode == 0
    answer = run("audit", "verify", "--seals", str(copy))
    assert answer.returncode == 2
    assert "it ends before row 1" in answer.stdout
    copy.write_bytes(b"\xff\xfe nothing of ours \x00\n")
    assert "line 1 of the seals file" in run("audit", "verify", "--seals", str(copy)).stdout
    missing = run("audit", "verify", "--seals", str(tmp_path / "none"))
    assert (missing.returncode, missing.stderr) == (2, f"{tmp_path / 'none'} isn't there.\n")
