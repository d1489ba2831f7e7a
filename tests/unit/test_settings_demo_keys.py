"""The demo's keys: made once, kept to their owner, never replaced."""

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from tests.support.settings_values import (
    AUDIT_KEY,
    read,
    refused,
)
from victim_portal.settings import ensure_demo_keys


def test_demo_keys_are_made_once_and_kept_to_their_owner(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first, second = read({}, var), read({}, var)
    assert first == second
    assert len({first.audit_key, first.index_key, *first.data_keys.values()}) == 3
    file = var / "keys" / "demo-keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_a_given_key_wins_over_the_demos_own(tmp_path: Path) -> None:
    settings = read({"AUDIT_KEY": AUDIT_KEY}, tmp_path)
    assert settings.audit_key == base64.b64decode(AUDIT_KEY)
    assert settings.secret_key == ensure_demo_keys(tmp_path).secret_key


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"secret_key": 1, "data_keys": {}}'])
def test_a_damaged_key_file_is_never_replaced(tmp_path: Path, content: str) -> None:
    ensure_demo_keys(tmp_path)
    file = tmp_path / "keys" / "demo-keys.json"
    file.write_text(content)
    assert "damaged" in refused({}, tmp_path)["VAR_DIR"]
    assert file.read_text() == content


def _race(var_dir: Path) -> str:
    return ensure_demo_keys(var_dir).secret_key


def test_processes_that_start_at_once_get_the_same_keys(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert len(set(pool.map(_race, [tmp_path / "var"] * 4, chunksize=1))) == 1
