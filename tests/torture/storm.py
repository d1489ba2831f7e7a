"""Four workers that are killed in any order while providers fail and report."""

import time
from dataclasses import dataclass

from tests.torture.checker import faults_of
from tests.torture.rig import Rig

WORKERS = 4
SETTLES_IN = 300.0
"""Seconds: the longest way out of a doubt, twice, and time to send what was left."""


@dataclass(frozen=True)
class Storm:
    """What a storm came to: the faults that the checker found, and how hard it blew."""

    faults: list[str]
    kills: int
    messages: int
    uncertain: int
    sent_again: int


def storm(made: Rig, seconds: float, kills: int) -> Storm:
    """Kill, start, disturb and queue for so long, and so often; then tidy up, and check."""
    until = time.monotonic() + seconds
    while time.monotonic() < until or made.kills < kills:
        while len(made.workers) < WORKERS:
            made.start(threads=made.chance.choice((1, 2, 4)))
        made.queue(made.chance.randrange(3))
        made.disturb()
        time.sleep(made.chance.uniform(0.0, 0.25))
        if made.chance.random() < 0.7:
            made.kill(made.chance.choice(made.workers))
    made.calm()
    found = made.settled(SETTLES_IN)
    return Storm(
        faults_of(found),
        made.kills,
        len(found.rows),
        sum(row.state == "uncertain" for row in found.rows),
        sum(found.sent_again.values()),
    )
