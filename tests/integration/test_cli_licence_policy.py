"""`import licence-policy`: what it says before and after, and how it ends."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.licence_policy import INVENTED, OFFICIAL, as_file, newer


@pytest.fixture
def newer_file(tmp_path: Path) -> str:
    path = tmp_path / "newer.json"
    path.write_bytes(as_file(newer()))
    return str(path)


def test_the_first_policy(migrated: Run) -> None:
    answer = migrated("import", "licence-policy", str(INVENTED))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "     added  14\n" in answer.stdout
    assert "There was no policy before" in answer.stdout
    assert answer.stdout.endswith("Version 1.0 is in use now.\n")
    again = migrated("import", "licence-policy", str(INVENTED))
    assert (again.returncode, again.stdout) == (
        0,
        "Version 1.0 is in use already. Nothing was changed.\n",
    )


def test_what_changed_is_said_before_and_after(migrated: Run, newer_file: str) -> None:
    migrated("import", "licence-policy", str(INVENTED))
    before = migrated("import", "licence-policy", newer_file, "--dry-run")
    assert before.returncode == 0
    assert before.stdout.endswith("Version 1.1 would be in use. Nothing was changed.\n")
    after = migrated("import", "licence-policy", newer_file)
    assert after.stdout.endswith("Version 1.1 is in use now.\n")
    for said in (before.stdout, after.stdout):
        assert "From version 1.0 to 1.1:" in said
        assert "added    aa000009  Keep no [THING]." in said
        assert "removed  aa000004  Do not carry more than [SUM]." in said
        assert "         in its place: aa000009" in said
        assert "changed  4858cd8b  wording\n         before: Do not call on or write to" in said
        assert "         after:  Do not call on or ring" in said
        assert "changed  4858cd8b  input name" in said
        assert "changed  standard condition bb000001" in said


def test_as_an_object(migrated: Run, newer_file: str) -> None:
    migrated("import", "licence-policy", str(INVENTED))
    answer = migrated("import", "licence-policy", newer_file, "--json", "--dry-run")
    found = json.loads(answer.stdout)
    assert (found["version"], found["before"], found["in_use"]) == ("1.1", "1.0", False)
    assert (found["added"], found["removed"], found["changed"], found["unchanged"]) == (1, 1, 1, 12)
    assert [code[:8] for code in found["changed_codes"]] == ["4858cd8b"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty.\n"),
        (b"[", "Line 1, column 2: The file isn't JSON"),
        (b"{}", "The file: 'version' must be a text.\n"),
        (b" " * (2 * 1024 * 1024 + 1), "The file is too large: 2 MB is the most.\n"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(
    migrated: Run, tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    answer = migrated("import", "licence-policy", str(path))
    assert answer.returncode == 2
    assert answer.stderr.startswith(said.rstrip("\n"))
    assert answer.stdout == ""


def test_other_content_under_one_version_is_refused(migrated: Run, tmp_path: Path) -> None:
    migrated("import", "licence-policy", str(INVENTED))
    path = tmp_path / "x.json"
    path.write_bytes(as_file(newer("1.0")))
    answer = migrated("import", "licence-policy", str(path))
    assert answer.returncode == 2
    assert "Version 1.0 is here already, with other content." in answer.stderr


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the official policy doesn't lie beside it")
def test_the_official_file(migrated: Run) -> None:
    answer = migrated("import", "licence-policy", str(OFFICIAL), "--json")
    assert (answer.returncode, json.loads(answer.stdout)["added"]) == (0, 66)


def test_the_check_reads_every_stored_version(migrated: Run, tmp_path: Path) -> None:
    """A release that can't read one would show requests without their words."""
    migrated("import", "licence-policy", str(INVENTED))
    assert migrated("check").returncode == 0
    with sqlite3.connect(tmp_path / "var" / "victim-portal.sqlite3") as connection:
        connection.execute(
            "INSERT INTO licence_policy SELECT 2, '1.2', 'd', '{\"version\": \"1.2\"}',"
            " imported_by, imported_at, lower(hex(randomblob(16))) FROM licence_policy"
        )
    answer = migrated("check")
    assert answer.returncode == 2
    assert "version 1.2 of its licence conditions policy can't be read" in answer.stdout
