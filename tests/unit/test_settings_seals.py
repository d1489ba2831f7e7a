"""Where the seals of the audit go: said in production, under `var/` in the demo."""

from pathlib import Path

import pytest

from tests.support.settings_values import PRODUCTION, read, refused


def test_the_demo_keeps_them_beside_its_database(tmp_path: Path) -> None:
    assert read({}, tmp_path).seals_file == tmp_path / "seals.jsonl"
    assert read({"SEALS_FILE": "log"}, tmp_path).seals_file is None


def test_production_says_where(tmp_path: Path) -> None:
    assert read(PRODUCTION, tmp_path).seals_file == Path("/srv/seals/seals.jsonl")
    assert read({**PRODUCTION, "SEALS_FILE": "log"}, tmp_path).seals_file is None


@pytest.mark.parametrize(
    ("given", "said"), [(None, "must leave the database"), ("seals.jsonl", "whole path")]
)
def test_production_refuses_to_guess(tmp_path: Path, given: str | None, said: str) -> None:
    assert said in refused({**PRODUCTION, "SEALS_FILE": given}, tmp_path)["SEALS_FILE"]
