"""A restriction as its page shows it; personal values stay out of every repr."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.vocabulary import Role


@dataclass(frozen=True)
class RestrictionInput:
    """Why a case is restricted, and who is named beside its officer and the one who does it."""

    why: str = field(default="", repr=False)
    names: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class NamedReader:
    """Somebody who may see a restricted case.

    `always` is for its officer, who is named as long as the case is theirs; `may_end` whether
    their name may be taken off: a case never stays without a manager. `conflict` keeps them
    out in spite of their name, and so does an account that isn't `active`.
    """

    user_id: UUID
    name: str
    role: Role
    unit_name: str
    named_by: str
    named_at: datetime | None
    always: bool
    may_end: bool
    conflict: bool
    active: bool


@dataclass(frozen=True)
class RestrictionView:
    """Who may see a case; for one that isn't restricted, who could be named.

    `able` are the people who can be named now, by id, with name and unit; `lifting_until` is
    until when a proposal to lift it waits.
    """

    reference: str
    restricted: bool
    why: str = field(repr=False)
    set_by: str
    set_at: datetime | None
    named: tuple[NamedReader, ...]
    able: tuple[tuple[UUID, str], ...]
    lifting_until: datetime | None
    has_officer: bool
