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
class Look:
    """What a manager said of a breaking, for their unit."""

    unit_name: str
    by: str
    at: datetime
    in_order: bool
    finding: str = field(repr=False)


@dataclass(frozen=True)
class BrokenGlass:
    """One breaking, as the managers of both units see it.

    `viewed` is a page of what was viewed since, and `viewed_in_all` how much that is.
    `may_look` is whether the reader may say for their unit that it was in order: never the
    breaker. `own` is whether the reader broke it.
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
    viewed_in_all: int
    looks: tuple[Look, ...]
    may_look: bool
    own: bool
