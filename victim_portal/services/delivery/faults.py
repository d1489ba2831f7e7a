"""The named points at which a test may break the worker; nothing happens there otherwise."""

from enum import StrEnum
from typing import Protocol


class FaultPoint(StrEnum):
    """Each moment between two steps that a crash may fall into."""

    BEFORE_CLAIM = "before_claim"
    AFTER_CLAIM = "after_claim"
    BEFORE_SEND = "before_send"
    AFTER_SEND = "after_send"
    AFTER_RECORD = "after_record"
    BEFORE_ASK = "before_ask"
    AFTER_ASK = "after_ask"


class Faults(Protocol):
    """Where a round says how far it has come."""

    def hit(self, point: FaultPoint) -> None:
        """Called at each point, in the thread that came to it."""


class _NoFaults:
    def hit(self, point: FaultPoint) -> None:
        """Nothing."""


NO_FAULTS: Faults = _NoFaults()
