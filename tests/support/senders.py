"""Providers that do as they're told, and ways for a worker to die."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from victim_portal.ports import HandOver, Outcome, OutgoingEmail, OutgoingSms
from victim_portal.services.delivery import FaultPoint, Senders


@dataclass
class FakeSender:
    """Takes both kinds, remembers all of it, and answers as it was told to.

    `meanwhile` runs while the provider has the message.
    """

    answers: list[HandOver | Exception] = field(default_factory=list)
    taken: list[OutgoingEmail | OutgoingSms] = field(default_factory=list)
    meanwhile: Callable[[OutgoingEmail | OutgoingSms], None] | None = None

    def send(self, outgoing: Any) -> HandOver:
        """Take one message."""
        self.taken.append(outgoing)
        if self.meanwhile is not None:
            self.meanwhile(outgoing)
        answer = self.answers.pop(0) if self.answers else accepted(len(self.taken))
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def senders(self) -> Senders:
        """This one for both kinds."""
        return Senders(self, self)


def accepted(number: int = 1) -> HandOver:
    return HandOver(Outcome.ACCEPTED, provider_reference=f"SM{number:032d}")


def not_sent(**more: Any) -> HandOver:
    return HandOver(Outcome.NOT_SENT, code="connect", reason="It can't be reached.", **more)


class Killed(BaseException):
    """The end of a process: nothing in the portal may catch it."""


@dataclass
class KillAt:
    """Ends the worker at the first pass of one point."""

    point: FaultPoint

    def hit(self, point: FaultPoint) -> None:
        """Called by the round."""
        if point is self.point:
            raise Killed
