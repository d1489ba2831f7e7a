"""Time, randomness, the policy, the texts and the log of seals."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from victim_portal.domain.policy import Policy, PolicyDocument
from victim_portal.domain.seals import Seal
from victim_portal.domain.templates import LiveTexts


class Clock(Protocol):
    """Where "now" comes from, so that a test can move it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class Tokens(Protocol):
    """Where randomness comes from, so that a test can seed it."""

    def uuid(self) -> UUID:
        """A fresh random row id."""

    def secret(self, size: int = 32) -> bytes:
        """Fresh random bytes, fit for keys and nonces."""

    def case_reference(self) -> str:
        """A fresh case reference: ``VC-`` and eight Crockford base-32 characters."""


class PolicySource(Protocol):
    """Where the policy comes from: the package's file, and what two people amended of it."""

    @property
    def shipped(self) -> PolicyDocument:
        """The rows of the package's file."""

    def in_force(self) -> Policy:
        """The file with every amendment that was agreed until now."""


class TextSource(Protocol):
    """Which texts two people amended, over those that came with the portal."""

    def live(self) -> LiveTexts:
        """Every text that is amended now."""


class SealLog(Protocol):
    """Where the seals of the audit go, outside the database."""

    def bring_up(self, after: Callable[[int], Iterable[Seal]]) -> int:
        """Append what is missing, in order, and return how many seals that were.

        `after` gives the seals of rows after a place in the trail. What is here is never
        changed. Raises OSError when it can't be written to.
        """
