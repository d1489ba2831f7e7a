"""How long work takes: by the clock, and of the processor."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.portal import Portal
from tests.support.queries import asked


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor: the first are longer where others use it too."""

    seconds: float
    busy: float

    def __str__(self) -> str:
        return f"{self.seconds:7.2f} s   {self.busy:7.2f} s of the processor"


def timed(work: Callable[[], object]) -> Taken:
    """What one call took."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - start, time.process_time() - busy)


def counted(portal: Portal, work: Callable[[], object]) -> tuple[Taken, int]:
    """What one call took, and how many statements it gave the database."""
    found: list[Taken] = []
    statements = asked(portal, lambda: found.append(timed(work)))
    return found[0], len(statements)


def line(what: str, taken: object) -> None:
    """Print one figure."""
    print(f"{what:<66}{taken}")
