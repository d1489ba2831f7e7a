"""Starting the portal from the command line: what is said, and what is refused."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config

from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.settings_values import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("serve",),
        ("work",),
        ("migrate",),
        ("demo",),
        ("seed",),
        ("user", "add"),
        ("user", "change"),
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


def test_no_access_log_is_kept_whatever_the_surroundings_say(
    migrated: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request line may hold a single-use link."""
    seen: list[Config] = []
    monkeypatch.setattr(BaseApplication, "run", lambda self: seen.append(self.cfg))
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--access-logfile=-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    assert migrated("serve", env={"VICTIM_PORTAL_PORT": port}).returncode == 0
    [config] = seen
    assert config.accesslog is None


def test_runs_as_a_module(tmp_path: Path) -> None:
    env = {**os.environ, "VICTIM_PORTAL_VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "victim_portal", "check"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, timeout=60)
    assert done.returncode == 0
    assert "fit for demo" in done.stdout


@pytest.mark.parametrize(
    "url",
    ["postgresql://u:p@h:notaport/x", "sqlite://foo/bar", "postgresql://u:x@127.0.0.1:1/x"],
)
@pytest.mark.parametrize("command", [("check",), ("migrate",), ("work", "--once")])
def test_unusable_database_is_named_and_its_password_is_not(
    run: Run, url: str, command: tuple[str, ...]
) -> None:
    answer = run(*command, env={"VICTIM_PORTAL_DATABASE_URL": url})
    said = answer.stdout + answer.stderr
    assert answer.returncode == 2
    assert "VICTIM_PORTAL_DATABASE_URL" in said
    assert "u:x" not in said
    assert "u:p" not in said


def test_production_refuses_the_accounts_of_a_demo(migrated: Run, tmp_path: Path) -> None:
    assert migrated("demo", "--quiet").returncode == 0
    own = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/var/victim-portal.sqlite3"}
    env = {f"VICTIM_PORTAL_{name}": value for name, value in own.items()}
    for command in (("check",), ("work", "--once"), ("serve",)):
        answer = migrated(*command, env=env)
        assert answer.returncode == 2
        assert "sam.carter@example.org" in answer.stdout + answer.stderr


def test_taken_port_is_said_in_a_sentence(migrated: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = migrated("serve", "--with-worker", env={"VICTIM_PORTAL_PORT": port})
    assert answer.returncode == 2
    assert "VICTIM_PORTAL_PORT" in answer.stderr


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


def test_demo_fills_once_and_says_how_to_sign_in(migrated: Run, tmp_path: Path) -> None:
    first = migrated("demo")
    assert first.returncode == 0, first.stderr
    assert "http://localhost:5000" in first.stdout
    assert "sam.carter@example.org" in first.stdout
    assert migrated("demo").stdout == first.stdout
    assert migrated("work", "--once").returncode == 0
    kept = [json.loads(one.read_text()) for one in (tmp_path / "var" / "post-tray").glob("*.json")]
    # Of one person the news that was approved, of another the codes not read back yet.
    assert sorted(one["body"].split()[1].rstrip(",.") for one in kept) == [
        *("Grace", "Grace", "Mary", "Mary")
    ]


def test_demo_is_refused_in_production(run: Run) -> None:
    answer = run("demo", env={"VICTIM_PORTAL_ENVIRONMENT": "production"})
    assert answer.returncode == 2


@pytest.mark.parametrize(
    "module", ["worker", "services.delivery", "services.updates", "services.two_people", "web"]
)
def test_each_room_can_be_entered_first(module: str) -> None:
    """A process imports in an order of its own, and no room may need another one before it."""
    entered = subprocess.run(
        [sys.executable, "-c", f"import victim_portal.{module}"], capture_output=True, text=True
    )
    assert entered.returncode == 0, entered.stderr[-500:]
