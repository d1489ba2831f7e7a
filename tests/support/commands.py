"""The command, run in this process, with settings and a database of the test's own."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from victim_portal.cli import main


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
