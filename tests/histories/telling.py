"""Histories between approval and sending, drawn by chance, and what came of many of them."""

import tempfile
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from tests.support.after_approval import ACTS, STAGES, STARTS, World
from tests.support.portal import Portal, portal_in

YEARS = 4
BEGINNINGS = st.tuples(
    st.integers(0, YEARS * len(STARTS) - 1),
    st.integers(0, len(STAGES) - 1),
    st.booleans(),
    st.booleans(),
)
_ACT = st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 23))
_TIME = st.tuples(st.just("time"), st.integers(0, 200))
_WORK = st.just(("work", 0))
# Most histories are short: one thing that changes, at a moment that matters, must be enough.
STEPS = st.lists(st.one_of(_ACT, _ACT, _TIME, _WORK), max_size=7)

IN_ONE_PORTAL = 10
"""Fewer than make a surge in one hour of their clock: what a surge does is asked elsewhere."""


@contextmanager
def portals() -> Iterator[Generator[Portal]]:
    """A portal for each history, a fresh one after every few."""
    made: list[Portal] = []

    def each() -> Generator[Portal]:
        while True:
            with tempfile.TemporaryDirectory() as folder:
                made[:] = [portal_in(Path(folder))]
                yield from made * IN_ONE_PORTAL
                made.pop().engine.dispose()

    found = each()
    try:
        yield found
    finally:
        for one in made:
            one.engine.dispose()
        found.close()


@dataclass
class Tally:
    """How many histories were told, and what became of their messages."""

    histories: int = 0
    sent: int = 0
    states: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, world: World) -> None:
        """One more history."""
        self.histories += 1
        self.sent += len(world.provider.taken)
        for message in world.news.messages():
            self.states[message.state] += 1
            if message.state == "held":
                self.why[message.why_code or "?"] += 1
        self.acts.update(world.done)
        self.faults += world.provider.faults
