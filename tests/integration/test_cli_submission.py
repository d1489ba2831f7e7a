"""`export submission`: the same files as the button's, and nothing while a passage is open."""

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from tests.support.portal import Portal
from tests.support.representations import ask, new_case, state
from victim_portal.cli import export
from victim_portal.services import submissions


@pytest.fixture
def reference(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case on which the command line works."""
    monkeypatch.setattr(export, "open_portal", lambda: SimpleNamespace(ctx=portal.ctx))
    made = new_case(portal)
    ask(portal, made)
    return made


def run(reference: str, out: Path, *more: str) -> Result:
    """The command as it is typed."""
    return CliRunner().invoke(export.submission, [reference, "--out", str(out), *more])


def test_the_files_are_those_of_the_button(portal: Portal, reference: str, tmp_path: Path) -> None:
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    out = tmp_path / "out"
    done = run(reference, out)
    assert done.exit_code == 0, done.output
    made = submissions.export_submission(portal.ctx, portal.officer, reference)
    assert sorted(one.name for one in out.iterdir()) == sorted(one.file_name for one in made.files)
    for file in made.files:
        written = out / file.file_name
        assert written.read_bytes() == file.content
        assert written.stat().st_mode & 0o777 == 0o600
        assert hashlib.sha256(written.read_bytes()).hexdigest() in done.output
        assert file.content_digest in done.output


def test_a_passage_that_nobody_settled_writes_nothing(
    portal: Portal, reference: str, tmp_path: Path
) -> None:
    state(portal, reference, "He came to 12 Mill Lane.")
    out = tmp_path / "out"
    done = run(reference, out)
    assert done.exit_code == 2
    assert "12 Mill Lane" in done.output
    assert not out.exists()


def test_files_for_another_recipient(portal: Portal, reference: str, tmp_path: Path) -> None:
    state(portal, reference, "I was afraid.")
    out = tmp_path / "out"
    done = run(reference, out, "--recipient", "com", "--for-whom", "Ines")
    assert done.exit_code == 0, done.output
    assert [one.name for one in out.iterdir()] == [f"{reference}-conditions-v1.pdf"]
    [made] = submissions.submissions_view(portal.ctx, portal.officer, reference).submissions
    assert made.for_whom == "Ines"
    refused = run(reference, out, "--recipient", "tribunal")
    assert refused.exit_code == 2
