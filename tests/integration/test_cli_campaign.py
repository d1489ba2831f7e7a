"""`import campaign`: a file that moves many dates, brought in at the command line."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.support.campaigns import file_of
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.people import REFERRAL, referral

NEW_LAW = ("--name", "New law", "--reason", "law_change")


@pytest.fixture
def town(migrated: Run, tmp_path: Path) -> Run:
    """Six prisoners with a victim each, whose release is known."""
    numbers = [f"A{1000 + n}BC" for n in range(6)]
    with (tmp_path / "r.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(REFERRAL))
        writer.writeheader()
        for n, number in enumerate(numbers):
            writer.writerow(
                referral(
                    referral_reference=f"W-{n}",
                    victim_first_name=f"Mary{n}",
                    victim_last_name=f"Ash{n}",
                    victim_date_of_birth=f"198{n}-01-02",
                    prison_number=number,
                    crn=f"X{100000 + n}",
                    offender_last_name=f"Oak{n}",
                )
            )
    assert migrated("import", "referrals", str(tmp_path / "r.csv")).returncode == 0
    sets = [
        {"prisonerId": n, "sentences": [], "dates": {"CRD": "2031-11-01", "SLED": "2034-11-01"}}
        for n in numbers
    ]
    (tmp_path / "k.json").write_text(json.dumps(sets), "utf-8")
    assert migrated("import", "key-dates", str(tmp_path / "k.json")).returncode == 0
    return migrated


def _file(tmp_path: Path, number: int, *more: tuple[str, ...]) -> str:
    rows = [(f"A{1000 + n}BC", "CRD", "2030-05-01", "New law") for n in range(number)]
    path = tmp_path / "dates.csv"
    path.write_bytes(file_of(*rows, *more))
    return str(path)


def test_it_says_how_many_are_concerned_and_where(town: Run, tmp_path: Path) -> None:
    answer = town("import", "campaign", _file(tmp_path, 6), *NEW_LAW)
    assert answer.returncode == 0
    assert "   changed  6" in answer.stdout
    assert "Hampshire: victims concerned 6, of offenders 6" in answer.stdout
    assert answer.stderr == ""


def test_a_small_number_isnt_said(town: Run, tmp_path: Path) -> None:
    """Whoever put one prisoner in a file would learn that this prisoner has a victim."""
    answer = town("import", "campaign", _file(tmp_path, 1), *NEW_LAW, "--json")
    assert json.loads(answer.stdout) == {
        **{"read": 1, "added": 0, "unchanged": 0, "changed": 1, "refused": 0},
        **{"flagged": 0, "unknown": 0},
        "units": [{"unit": "Hampshire", "offenders": None, "victims": None}],
    }
    again = town("import", "campaign", _file(tmp_path, 1), *NEW_LAW)
    assert "   changed  0" in again.stdout
    assert "victims concerned fewer than 5, of offenders fewer than 5" in again.stdout


def test_bad_rows_come_back_alone(town: Run, tmp_path: Path) -> None:
    bad = ("A1005BC", "CRD", "soon", "")
    file = _file(tmp_path, 2, bad, ("Z9999ZZ", "CRD", "2030-05-01", ""))
    answer = town("import", "campaign", file, *NEW_LAW)
    assert answer.returncode == 3
    assert "line 4, date: It isn't a real date" in answer.stderr
    assert "Z9999ZZ: no such prisoner here" in answer.stderr
    back = tmp_path / "dates.csv.rejected.csv"
    assert back.stat().st_mode & 0o777 == 0o600
    [row] = list(csv.DictReader(back.read_text("utf-8-sig").splitlines()))
    assert (row["rejected_line"], row["prison_number"]) == ("4", "A1005BC")


def test_a_case_that_cant_be_planned_is_said_and_asked_about(
    town: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from victim_portal.services.campaigns import taking_in

    def unreadable(*_: object) -> None:
        raise ValueError("Mary")

    monkeypatch.setattr(taking_in, "replanned", unreadable)
    answer = town("import", "campaign", _file(tmp_path, 1), *NEW_LAW)
    assert answer.returncode == 3
    assert "A1000BC: a case could not be planned, and left a task" in answer.stderr
    assert "Mary" not in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("data", "given", "said"),
    [
        (b"\xff\xfe\x00", NEW_LAW, "UTF-16"),
        (b"a,b\r\n1,2\r\n", NEW_LAW, "column"),
        (None, ("--name", "x" * 81, "--reason", "law_change"), "80 characters"),
        (None, ("--name", "New law", "--reason", "because"), "'because' is not one of"),
        (None, ("--reason", "law_change"), "--name"),
    ],
)
def test_what_cant_be_a_campaign_is_refused_whole(
    town: Run, tmp_path: Path, data: bytes | None, given: tuple[str, ...], said: str
) -> None:
    file = _file(tmp_path, 1)
    if data is not None:
        Path(file).write_bytes(data)
    answer = town("import", "campaign", file, *given)
    assert answer.returncode == 2
    assert said in answer.stderr


def test_a_name_belongs_to_one_file_and_a_file_to_one_name(town: Run, tmp_path: Path) -> None:
    file = _file(tmp_path, 1)
    assert town("import", "campaign", file, *NEW_LAW).returncode == 0
    other = town("import", "campaign", file, "--name", "Other", "--reason", "other")
    assert (other.returncode, "New law" in other.stderr) == (2, True)
    taken = town("import", "campaign", _file(tmp_path, 2), *NEW_LAW)
    assert (taken.returncode, "Another file" in taken.stderr) == (2, True)


def test_who_ran_it_is_kept(town: Run, tmp_path: Path) -> None:
    town("import", "campaign", _file(tmp_path, 1), *NEW_LAW)
    engine = create_engine(f"sqlite:///{tmp_path}/var/victim-portal.sqlite3")
    with engine.connect() as db:
        [made_by] = db.execute(text("select made_by from campaign")).scalars()
        kinds = set(db.execute(text("select what from audit_event")).scalars())
    assert made_by.startswith("cli:")
    assert {"campaign_imported", "campaign_shown"} <= kinds
