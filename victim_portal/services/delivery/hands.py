"""The threads in which one worker sends. One is the round's own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from types import TracebackType
from typing import Self


class Hands:
    """So many threads, kept from round to round: each keeps its provider's connection open.

    `leave` is called once in each of them as they end. Use as a context manager.
    """

    def __init__(self, threads: int = 1, leave: Callable[[], None] = lambda: None) -> None:
        if threads < 1:
            raise ValueError("somebody has to send")
        self.threads = threads
        self._leave = leave
        self._pool = ThreadPoolExecutor(threads, "sending") if threads > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._pool is None:
            self._leave()
            return
        # Each thread waits for all the others, so that no thread leaves twice.
        together = Barrier(self.threads)

        def leave() -> None:
            together.wait()
            self._leave()

        self.all_do(leave)
        self._pool.shutdown()

    def all_do(self, work: Callable[[], None], beside: Callable[[], None] = lambda: None) -> None:
        """Do the same work in every thread at once; raises the first error when all are done.

        `beside` is done in the caller's own thread meanwhile. One hand alone does it afterwards.
        """
        if self._pool is None:
            work()
            beside()
            return
        done = [self._pool.submit(work) for _ in range(self.threads)]
        try:
            beside()
        finally:
            wait(done)
        errors = [error for one in done if (error := one.exception()) is not None]
        # What no one may catch goes before what somebody may.
        for error in sorted(errors, key=lambda error: isinstance(error, Exception)):
            raise error


ONE = Hands()
"""The round's own thread and no other."""
