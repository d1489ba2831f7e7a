"""Stand-ins for the outside world: a clock that is moved by hand, randomness from a seed."""

import random
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from victim_portal.randomness import CROCKFORD

# A Wednesday at noon in winter, so that London and UTC agree unless a test says otherwise.
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """Where the clock stands."""
        return self.at

    def move(self, **amount: float) -> None:
        """Move on, by timedelta's own words."""
        self.at += timedelta(**amount)

    def set(self, at: datetime) -> None:
        """Put the clock to a moment."""
        self.at = at


class RunningClock:
    """A clock that was set to a moment and runs on from there, for a portal that is served."""

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, time.monotonic()

    def now(self) -> datetime:
        """The moment, and what has passed since."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)


class SeededTokens:
    """The same randomness for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)  # noqa: S311 - made to be repeatable

    def uuid(self) -> UUID:
        """The next row id."""
        return UUID(int=self._random.getrandbits(128), version=4)

    def secret(self, size: int = 32) -> bytes:
        """The next bytes."""
        return self._random.randbytes(size)

    def case_reference(self) -> str:
        """The next case reference."""
        return "VC-" + "".join(self._random.choice(CROCKFORD) for _ in range(8))
