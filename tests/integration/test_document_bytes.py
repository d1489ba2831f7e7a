"""The same input gives the same bytes: in another process, place, order and time."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.support.submissions import CONDITIONS, FONTS, PARTS, STATEMENT, draw, renderer, words
from victim_portal.documents import TypstRenderer
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import Figure, SubmissionContent

ROOT = Path(__file__).parents[2]
MAP = Figure("A map", "Map", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
MANY: list[SubmissionContent] = [
    *PARTS,
    replace(CONDITIONS, conditions=[replace(CONDITIONS.conditions[0], figures=(MAP,))]),
    replace(STATEMENT, body=words("Ŵy \U0001f469 日本 שלום ☎ " * 90), large_print=True),
    replace(STATEMENT, language=Language.WELSH),
]
ELSEWHERE = """
import sys
sys.path.insert(0, {root!r})
from tests.integration.test_document_bytes import digests
print(" ".join(digests({backwards})))
"""


def digests(backwards: bool = False) -> list[str]:
    """SHA-256 of each of `MANY`, in its order, drawn in this one or the other way round."""
    found = {at: draw(MANY[at]).sha256 for at in sorted(range(len(MANY)), reverse=backwards)}
    return [found[at] for at in range(len(MANY))]


@pytest.mark.parametrize(
    ("seed", "zone", "backwards"), [("0", "UTC", True), ("4242", "Pacific/Kiritimati", False)]
)
def test_another_process_makes_the_same_bytes(
    tmp_path: Path, seed: str, zone: str, backwards: bool
) -> None:
    renderer()  # skips where there are no fonts
    surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE.format(root=str(ROOT), backwards=backwards)],
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == digests()
    assert len(set(digests())) == len(MANY)


def test_threads_that_draw_at_once_make_the_same_bytes() -> None:
    wanted = digests()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda content: draw(content).sha256, MANY * 6))
    assert found == wanted * 6


@pytest.mark.parametrize("day", [datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2031, 1, 1)])
def test_another_day_makes_the_same_bytes(day: datetime) -> None:
    renderer()
    with time_machine.travel(day, tick=True):
        made = TypstRenderer(FONTS, {}).render(STATEMENT)
    assert made == draw(STATEMENT)


def test_bytes_follow_the_day_of_the_document_and_no_clock() -> None:
    content = draw(STATEMENT).content
    assert b"D:20261121000000Z" in content
    later = draw(replace(STATEMENT, made_on=STATEMENT.made_on.replace(year=2027)))
    assert later.content != content
    assert hashlib.sha256(content).hexdigest() == draw(STATEMENT).sha256
