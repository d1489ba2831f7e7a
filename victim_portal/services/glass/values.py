"""What somebody gives to break the glass, and what a manager sees of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.glass import GlassReason


@dataclass(frozen=True)
class GlassInput:
    """By what the case is named, each empty where it wasn't given, and why it must be seen."""

    reason: GlassReason | None = None
    why: str = field(default="", repr=False)
    reference: str = ""
    prison_number: str = field(default="", repr=False)
    crn: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Broken:
    """The case that opened; `ends_at` is None where it was within reach anyway."""

    reference: str
    ends_at: datetime | None


@dataclass(frozen=True)
class Viewed:
    """One thing that was looked at or done over broken glass; `what` is a word of the audit."""

    what: str
    at: datetime


@dataclass(frozen=True)
class BrokenGlass:
    """One breaking, as the managers of both units see it.

    `may_look` is whether the reader may say that it was in order: never the breaker.
    """

    id: UUID
    case_reference: str
    case_unit: str
    name: str
    unit_name: str
    found_by: tuple[str, ...]
    reason: GlassReason
    why: str = field(repr=False)
    at: datetime
    ends_at: datetime
    over: bool
    viewed: tuple[Viewed, ...]
    looked_at_by: str
    looked_at: datetime | None
    in_order: bool | None
    finding: str = field(repr=False)
    may_look: bool
