"""kill -9 at every step of real workers: nothing is lost or doubled, and no doubt is nobody's."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import postgres_database, sqlite_url
from tests.torture.checker import faults_of
from tests.torture.rig import Rig, nursery, rig
from tests.torture.storm import SETTLES_IN, storm
from victim_portal.services.delivery import FaultPoint

SENDING = tuple(point for point in FaultPoint if not point.value.endswith("_ask"))
ASKING = (FaultPoint.BEFORE_ASK, FaultPoint.AFTER_ASK)


@pytest.fixture(scope="module")
def forks() -> Iterator[subprocess.Popen[str]]:
    """Where the workers come from."""
    with nursery() as process:
        yield process


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield url


def die_at_every_step(made: Rig) -> None:
    """One worker after the other, each killed at another step; then one that is let live."""
    for point in SENDING:
        made.queue(2)
        assert made.ended(made.start(point.value)), f"nobody came to {point}"
    for point in ASKING:
        assert made.ended(made.start(point.value)), f"nobody came to {point}"
    made.start(threads=2)


def test_a_worker_is_killed_at_every_step_in_turn(
    database: str, forks: subprocess.Popen[str]
) -> None:
    with rig(database, forks) as made:
        die_at_every_step(made)
        found = made.settled(SETTLES_IN)
        assert faults_of(found) == []
        assert made.kills == len(FaultPoint)
        assert len(found.rows) == 4 * len(SENDING)
        # The texts that a dead worker had in hand were found out about, each of them.
        assert not [row for row in found.rows if row.kind == "sms" and row.state == "uncertain"]


def test_the_checker_finds_a_worker_that_sends_again_blindly(
    tmp_path: Path, forks: subprocess.Popen[str]
) -> None:
    with rig(sqlite_url(tmp_path), forks, mutant=True) as made:
        made.queue(2)
        assert made.ended(made.start(FaultPoint.AFTER_SEND.value))
        made.start()
        assert [one.partition(":")[0] for one in faults_of(made.settled(SETTLES_IN))] == ["doubled"]


@pytest.mark.postgres
def test_four_workers_are_killed_in_any_order(postgres: str, forks: subprocess.Popen[str]) -> None:
    with postgres_database(postgres) as url, rig(url, forks, seed=time.time_ns()) as made:
        told = storm(made, seconds=5, kills=8)
        assert told.faults == []
        assert told.messages > 0
