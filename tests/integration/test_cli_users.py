"""What victims are told of an officer, changed from the command line."""

import sqlite3
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.settings_values import read
from victim_portal import bootstrap
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser

ANA = "ana@example.org"
HOURS = "Monday to Friday, 9am to 5pm"
WELSH_HOURS = "Dydd Llun i ddydd Gwener, 9am i 5pm"


@pytest.fixture
def ana(migrated: Run) -> Run:
    """A portal with an officer whose telephone and hours nobody gave."""
    added = migrated(
        "user", "add", "--email", ANA, "--first-name", "Ana", "--last-name", "Cole",
        "--role", "officer", "--unit", "Wessex", "--password-stdin",
        typed="correct horse battery\n",
    )  # fmt: skip
    assert added.returncode == 0
    return migrated


def _details(tmp_path: Path) -> tuple[str, ...]:
    with sqlite3.connect(tmp_path / "var" / "victim-portal.sqlite3") as database:
        query = 'SELECT telephone, hours, hours_welsh, languages FROM "user" WHERE email = ?'
        found: tuple[str, ...] = database.execute(query, (ANA,)).fetchone()
    return found


def _changes_recorded(tmp_path: Path) -> int:
    with sqlite3.connect(tmp_path / "var" / "victim-portal.sqlite3") as database:
        query = "SELECT count(*) FROM audit_event WHERE what = 'user_changed'"
        return int(database.execute(query).fetchone()[0])


def test_what_is_given_is_changed_and_the_rest_stays(ana: Run, tmp_path: Path) -> None:
    assert _details(tmp_path) == ("", "", "", "en")
    done = ana("user", "change", ANA, "--telephone", "020 7946 0123", "--hours", f" {HOURS} ")
    assert (done.returncode, done.stdout) == (0, f"Changed {ANA}.\n")
    assert _details(tmp_path) == ("+442079460123", HOURS, "", "en")
    done = ana("user", "change", ANA.upper(), "--hours-welsh", WELSH_HOURS, "--speaks-welsh")
    assert done.returncode == 0
    assert _details(tmp_path) == ("+442079460123", HOURS, WELSH_HOURS, "en cy")
    assert ana("user", "change", ANA, "--no-speaks-welsh").returncode == 0
    assert _details(tmp_path) == ("+442079460123", HOURS, WELSH_HOURS, "en")
    assert _changes_recorded(tmp_path) == 3


def test_the_same_again_changes_nothing(ana: Run, tmp_path: Path) -> None:
    same = ("user", "change", ANA, "--telephone", "020 7946 0123")
    assert ana(*same).returncode == 0
    again = ana(*same)
    assert (again.returncode, again.stdout) == (0, f"{ANA} has these details already.\n")
    assert _changes_recorded(tmp_path) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((ANA,), "Nothing to change: give --telephone"),
        (("nobody@example.org", "--speaks-welsh"), "no account with the address nobody@example"),
        ((ANA, "--telephone", "12"), "telephone: Enter a telephone number"),
        ((ANA, "--telephone", ""), "telephone: Enter a telephone number"),
        ((ANA, "--hours", "  "), "hours: Enter when they can be rung"),
        ((ANA, "--hours-welsh", "9am\ni 5pm"), "hours_welsh: The hours must be one line"),
        ((ANA, "--hours", "9" * 101), "hours: The hours must have at most 100 characters"),
    ],
    ids=["nothing", "unknown", "short", "no-number", "no-hours", "two-lines", "long"],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    ana: Run, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    answer = ana("user", "change", *given)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert _details(tmp_path) == ("", "", "", "en")
    assert _changes_recorded(tmp_path) == 0


def test_one_wrong_value_keeps_the_right_ones_out_too(ana: Run, tmp_path: Path) -> None:
    answer = ana("user", "change", ANA, "--telephone", "020 7946 0123", "--hours", "")
    assert answer.returncode == 2
    assert _details(tmp_path) == ("", "", "", "en")


def _link(said: str) -> str:
    """The token of the link that a command printed."""
    [line] = [line for line in said.splitlines() if "/welcome/" in line]
    return line.rpartition("/")[2]


def test_without_a_password_a_link_is_printed(migrated: Run, tmp_path: Path) -> None:
    added = migrated(
        "user", "add", "--email", ANA, "--first-name", "Ana", "--last-name", "Cole",
        "--role", "officer", "--unit", "Wessex",
    )  # fmt: skip
    assert added.returncode == 0
    first = _link(added.stdout)
    again = migrated("user", "invite", ANA.upper())
    assert _link(again.stdout) != first
    raw = (tmp_path / "var" / "victim-portal.sqlite3").read_bytes()
    assert first.encode() not in raw
    with sqlite3.connect(tmp_path / "var" / "victim-portal.sqlite3") as database:
        [(password,)] = database.execute('SELECT password_hash FROM "user"').fetchall()
    assert password == ""


def test_no_password_on_standard_input_is_refused(migrated: Run) -> None:
    added = migrated(
        "user", "add", "--email", ANA, "--first-name", "Ana", "--last-name", "Cole",
        "--role", "auditor", "--password-stdin", typed="\n",
    )  # fmt: skip
    assert added.returncode == 2
    assert "password" in added.stderr


def test_disabling_enabling_and_the_way_back(ana: Run) -> None:
    assert ana("user", "disable", ANA).stdout == f"Disabled {ANA}. They are signed out.\n"
    refused = ana("user", "recover", ANA)
    assert refused.returncode == 2
    assert "disabled" in refused.stderr
    assert ana("user", "enable", ANA).returncode == 0
    assert _link(ana("user", "recover", ANA).stdout)
    invited = ana("user", "invite", ANA)
    assert invited.returncode == 2
    assert "recovery" in invited.stderr


def test_agreeing_where_nothing_waits_is_said(ana: Run) -> None:
    answer = ana("user", "agree", ANA)
    assert answer.returncode == 2
    assert f"Nothing waits for the account of {ANA}" in answer.stderr


def test_agreeing_in_place_of_a_second_person_prints_the_link(
    migrated: Run, tmp_path: Path
) -> None:
    ada, bo = "ada@example.org", "bo@example.org"
    added = migrated(
        "user", "add", "--email", ada, "--first-name", "Ada", "--last-name", "Ross",
        "--role", "administrator", "--password-stdin", typed="correct horse battery staple\n",
    )  # fmt: skip
    assert added.returncode == 0
    portal = bootstrap.build(read({}, tmp_path / "var"))
    first = accounts.actor_for(portal.ctx, accounts.account_id(portal.ctx, ada))
    accounts.add_user(portal.ctx, first, NewUser(bo, "Bo", "Lund", Role.AUDITOR, ""))
    portal.engine.dispose()
    agreed = migrated("user", "agree", bo.upper())
    assert (agreed.returncode, agreed.stdout.splitlines()[0]) == (
        0,
        f"Agreed: what was proposed for {bo.upper()} is done.",
    )
    assert _link(agreed.stdout)
    with sqlite3.connect(tmp_path / "var" / "victim-portal.sqlite3") as database:
        found = database.execute('SELECT active FROM "user" WHERE email = ?', (bo,)).fetchone()
    assert found == (1,)


@pytest.mark.parametrize("act", ["agree", "disable", "enable", "invite", "recover"])
def test_an_unknown_address_is_said(migrated: Run, act: str) -> None:
    answer = migrated("user", act, "nobody@example.org")
    assert answer.returncode == 2
    assert "no account with the address nobody@example.org" in answer.stderr
