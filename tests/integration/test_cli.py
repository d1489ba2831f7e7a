"""The command as a person or a script runs it, on a real database."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.people import REFERRAL, referral
from victim_portal.cli import main

ROOT = Path(__file__).resolve().parents[2]
COUNTS = ["read", "added", "unchanged", "changed", "refused", "flagged", "unknown"]


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, with settings of the test's own."""
    for name in [name for name in os.environ if name.startswith("VICTIM_PORTAL_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, env: Mapping[str, str] | None = None, typed: str = "") -> Answer:
        own = {"VICTIM_PORTAL_VAR_DIR": str(tmp_path / "var"), **(env or {})}
        result = CliRunner().invoke(main, arguments, input=typed, env=own)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def migrated(run: Run) -> Run:
    assert run("migrate").returncode == 0
    return run


def _file(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(REFERRAL))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("serve",),
        ("work",),
        ("migrate",),
        ("demo",),
        ("user", "add"),
        ("import", "referrals"),
        ("import", "key-dates"),
        ("export", "submission"),
        ("check",),
    ],
    ids=" ".join,
)
def test_help_stands_on_every_part(run: Run, command: tuple[str, ...]) -> None:
    answer = run(*command, "--help")
    assert answer.returncode == 0
    assert "Usage:" in answer.stdout


def test_runs_as_a_module(tmp_path: Path) -> None:
    env = {**os.environ, "VICTIM_PORTAL_VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "victim_portal", "check"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, timeout=60)
    assert done.returncode == 0
    assert "fit for demo" in done.stdout


def test_import_says_what_it_did(migrated: Run, tmp_path: Path) -> None:
    file = _file(
        tmp_path / "r.csv",
        referral(),
        referral(referral_reference="W-2", victim_date_of_birth="2099-01-01"),
        referral(referral_reference="W-3", mobile="not a number", sentenced_on="9 March"),
    )
    first = migrated("import", "referrals", str(file), "--json")
    assert first.returncode == 3
    counts = json.loads(first.stdout)
    assert list(counts) == COUNTS
    assert (counts["read"], counts["added"], counts["refused"]) == (3, 1, 2)
    again = json.loads(migrated("import", "referrals", str(file), "--json").stdout)
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_refused_rows_name_line_column_and_reason(migrated: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "r.csv", referral(), referral(referral_reference="W-2", mobile="x"))
    answer = migrated("import", "referrals", str(file))
    assert "line 3, mobile: Enter a telephone number" in answer.stderr
    rejected = tmp_path / "r.csv.rejected.csv"
    assert rejected.stat().st_mode & 0o777 == 0o600
    [row] = list(csv.DictReader(rejected.read_text("utf-8-sig").splitlines()))
    assert (row["rejected_line"], row["rejected_columns"]) == ("3", "mobile")
    assert row["referral_reference"] == "W-2"


def test_rejected_file_can_be_mended_and_brought_back(migrated: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "r.csv", referral(mobile="x", court="=SUM(A1)"))
    out = tmp_path / "elsewhere.csv"
    assert migrated("import", "referrals", str(file), "--rejected", str(out)).returncode == 3
    assert '"\'=SUM(A1)"' in out.read_text("utf-8-sig")
    out.write_text(out.read_text("utf-8-sig").replace('"x"', '"07700 900123"'), "utf-8")
    answer = migrated("import", "referrals", str(out), "--json")
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["added"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"referral_reference,referral_reference\n1,2\n", "twice"),
    ],
    ids=["empty", "utf-16", "spreadsheet", "twice"],
)
def test_file_refused_whole(migrated: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    answer = migrated("import", "referrals", str(file))
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_huge_file_is_refused_before_it_is_read(migrated: Run, tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    answer = migrated("import", "referrals", str(file))
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_key_dates_go_to_known_prisoners(migrated: Run, tmp_path: Path) -> None:
    migrated("import", "referrals", str(_file(tmp_path / "r.csv", referral())))
    dates = {"CRD": "2031-11-01", "SLED": "2034-11-01", "NEWCODE": "2030-01-01"}
    sets = [
        {
            "prisonerId": "A1234BC",
            "calculationStatus": "CONFIRMED",
            "sentences": [],
            "dates": dates,
        },
        {
            "prisonerId": "Z9999ZZ",
            "calculationStatus": "CONFIRMED",
            "sentences": [],
            "dates": dates,
        },
    ]
    file = tmp_path / "dates.json"
    file.write_text(json.dumps(sets), "utf-8")
    answer = migrated("import", "key-dates", str(file))
    assert answer.returncode == 0
    assert "Z9999ZZ" in answer.stderr
    assert "NEWCODE" in answer.stderr
    counts = json.loads(migrated("import", "key-dates", str(file), "--json").stdout)
    assert counts == {
        "read": 2, "added": 0, "unchanged": 1, "changed": 0, "refused": 0, "flagged": 0,
        "unknown": 1,
    }  # fmt: skip


def test_implausible_dates_are_flagged_and_kept(migrated: Run, tmp_path: Path) -> None:
    migrated("import", "referrals", str(_file(tmp_path / "r.csv", referral())))
    sets = [
        {
            "prisonerId": "A1234BC",
            "calculationStatus": "CONFIRMED",
            "sentences": [{"type": "SDS", "sentencedAt": "2026-11-02"}],
            "dates": {"CRD": "2035-01-01", "SLED": "2034-11-01"},
        }
    ]
    file = tmp_path / "dates.json"
    file.write_text(json.dumps(sets), "utf-8")
    counts = json.loads(migrated("import", "key-dates", str(file), "--json").stdout)
    assert (counts["added"], counts["flagged"], counts["refused"]) == (1, 1, 0)


def test_wrong_use_ends_with_two(run: Run) -> None:
    assert run("import", "referrals", "/nowhere.csv").returncode == 2
    assert run("no-such-command").returncode == 2


def test_database_without_schema_is_named(run: Run) -> None:
    answer = run("work", "--once")
    assert answer.returncode == 2
    assert "victim-portal migrate" in answer.stderr


def test_check_names_the_setting_and_never_its_secret(run: Run) -> None:
    secret = "hunter2hunter2"
    answer = run(
        "check",
        env={"VICTIM_PORTAL_ENVIRONMENT": "production", "VICTIM_PORTAL_SECRET_KEY": secret},
    )
    assert answer.returncode == 2
    assert "VICTIM_PORTAL_SECRET_KEY" in answer.stdout
    assert secret not in answer.stdout + answer.stderr
    assert run("check").returncode == 0


def test_user_is_added_once(migrated: Run) -> None:
    add = (
        "user", "add", "--email", "ana@example.org", "--first-name", "Ana", "--last-name", "Cole",
        "--role", "officer", "--unit", "Wessex", "--password-stdin",
    )  # fmt: skip
    assert migrated(*add, typed="short\n").returncode == 2
    assert migrated(*add, typed="correct horse battery\n").returncode == 0
    again = migrated(*add, typed="correct horse battery\n")
    assert again.returncode == 2
    assert "There is an account" in again.stderr


def test_submission_of_no_case_is_refused(migrated: Run, tmp_path: Path) -> None:
    answer = migrated("export", "submission", "VC-00000000", "--out", str(tmp_path / "out"))
    assert answer.returncode == 2
    assert not (tmp_path / "out").exists()


def test_demo_fills_once_and_says_how_to_sign_in(migrated: Run, tmp_path: Path) -> None:
    first = migrated("demo")
    assert first.returncode == 0, first.stderr
    assert "http://localhost:5000" in first.stdout
    assert "sam.carter@example.org" in first.stdout
    assert migrated("demo").stdout == first.stdout
    assert migrated("work", "--once").returncode == 0
    kept = list((tmp_path / "var" / "post-tray").glob("*.json"))
    assert len(kept) == 2


def test_demo_is_refused_in_production(run: Run) -> None:
    answer = run("demo", env={"VICTIM_PORTAL_ENVIRONMENT": "production"})
    assert answer.returncode == 2
