"""`victim-portal policy show`: what is in force, as TOML that is read back."""

from pathlib import Path

import pytest

from tests.support.amending import STATEMENT, administrators, agreed, row
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.portal import Portal
from victim_portal import bootstrap
from victim_portal.domain.policy import Table, in_force_on, load_policy

NEW_YEAR = STATEMENT["effective_from"]


def test_the_policy_of_the_package(migrated: Run) -> None:
    shown = migrated("policy", "show")
    assert shown.returncode == 0
    assert load_policy(shown.stdout) == load_policy(bootstrap.policy_file())


def test_the_policy_of_a_day_with_what_was_amended(
    run: Run, portal: Portal, tmp_path: Path
) -> None:
    agreed(portal, *administrators(portal))
    database = {"VICTIM_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    whole = load_policy(run("policy", "show", env=database).stdout)
    assert whole == portal.ctx.for_one_use().policy
    assert whole.version.endswith("+1")
    for day, amount in (("2026-12-31", 28), ("2027-01-01", 35)):
        then = load_policy(run("policy", "show", "--on", day, env=database).stdout)
        assert then.lead_time("statement_due", NEW_YEAR).amount == amount
    assert then == in_force_on(whole, NEW_YEAR)


@pytest.mark.parametrize("day", ["1999-01-01", "2022-03-31"])
def test_a_day_before_the_policy_was_whole_is_refused(migrated: Run, day: str) -> None:
    shown = migrated("policy", "show", "--on", day)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "wasn't whole yet" in shown.stderr


def test_a_day_that_is_none_is_wrong_use(migrated: Run) -> None:
    assert migrated("policy", "show", "--on", "yesterday").returncode == 2


def test_a_database_without_tables_says_what_to_do(run: Run) -> None:
    shown = run("policy", "show")
    assert shown.returncode == 2
    assert "victim-portal migrate" in shown.stderr


def test_amendments_that_do_not_fit_stop_every_command(
    run: Run, portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = row(
        Table.ELIGIBILITY,
        "other-offence",
        id="new",
        offence_categories=["other"],
        sentence_types=["SDS"],
        effective_from=NEW_YEAR,
        route="discretionary",
        reason="r",
        source="s",
    )
    agreed(portal, *administrators(portal), change)
    database = {"VICTIM_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    text = bootstrap.policy_file().replace('id = "other-offence"', 'id = "another"')
    monkeypatch.setattr(bootstrap, "policy_file", lambda: text)
    for command in (("plan",), ("work", "--once"), ("policy", "show"), ("check",)):
        answer = run(*command, env=database)
        assert answer.returncode == 2, command
        assert "amendment 1" in answer.stdout + answer.stderr, command
    monkeypatch.undo()
