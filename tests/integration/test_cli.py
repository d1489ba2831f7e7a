"""What the imports and the export of the command do, and say."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.people import REFERRAL, referral
from victim_portal.cli.demo.caseload import prison_number
from victim_portal.cli.demo.people import CASES

COUNTS = ["read", "added", "unchanged", "changed", "refused", "flagged", "unknown"]


def _file(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(REFERRAL))
        writer.writeheader()
        writer.writerows(rows)
    return path


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


def test_dates_beyond_every_calendar_are_kept(migrated: Run, tmp_path: Path) -> None:
    migrated("demo", "--quiet")
    file = tmp_path / "dates.json"
    numbers = sorted({prison_number(case) for case in CASES})
    sets = [
        {"prisonerId": n, "sentences": [], "dates": {"CRD": "2101-06-15", "SLED": "9999-12-31"}}
        for n in numbers
    ]
    file.write_text(json.dumps(sets), "utf-8")
    answer = migrated("import", "key-dates", str(file), "--json")
    counts = json.loads(answer.stdout)
    assert (answer.returncode, counts["read"], counts["refused"]) == (0, len(sets), 0)
    assert counts["flagged"] == len(sets)


def test_rejects_never_replace_their_source(migrated: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "r.csv", referral(mobile="x"))
    before = file.read_bytes()
    assert migrated("import", "referrals", str(file), "--rejected", str(file)).returncode == 2
    nowhere = str(tmp_path / "no" / "x.csv")
    assert migrated("import", "referrals", str(file), "--rejected", nowhere).returncode == 2
    assert file.read_bytes() == before


def test_rejects_of_an_earlier_run_are_taken_away(migrated: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "r.csv", referral(mobile="x"))
    assert migrated("import", "referrals", str(file)).returncode == 3
    _file(file, referral())
    assert migrated("import", "referrals", str(file)).returncode == 0
    assert not (tmp_path / "r.csv.rejected.csv").exists()


def test_submission_of_no_case_is_refused(migrated: Run, tmp_path: Path) -> None:
    answer = migrated("export", "submission", "VC-00000000", "--out", str(tmp_path / "out"))
    assert answer.returncode == 2
    assert not (tmp_path / "out").exists()
