"""What her pages about a statement show, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.own_statement import (
    Note,
    OwnOffer,
    ReadingTime,
    Saved,
    StatementPart,
)
from victim_portal.domain.representations import ReadingPreference
from victim_portal.domain.richtext import Block
from victim_portal.domain.vocabulary import Language

EMPTY, TOO_LONG, NOT_THERE, TOO_SHORT, STANDS_TWICE, CHANGED, NOTHING_LEFT, UNSURE = (
    *("empty", "too_long", "not_there", "too_short"),
    *("stands_twice", "changed", "nothing_left", "unsure"),
)
"""What is wrong, in codes: the page says it in the words of its own language."""
LONGEST_SUPPORT = 2_000


@dataclass(frozen=True)
class OtherText:
    """A text that came when its part had changed elsewhere; `late`: after the visit's end."""

    page: str
    at: datetime
    late: bool
    words: str = field(repr=False)


@dataclass(frozen=True)
class OwnPart:
    """One part of a draft as it stands."""

    part: StatementPart
    version: int
    saved_at: datetime | None
    words: str = field(repr=False)
    others: tuple[OtherText, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class OwnWorry:
    """A passage that she is worried about; `found`: it still stands in its part."""

    id: UUID
    part: StatementPart
    passage: str = field(repr=False)
    reason: str = field(repr=False)
    found: bool


@dataclass(frozen=True)
class OwnDraft:
    """A statement that isn't signed yet.

    `served` is what the other person would read of it, `whole` everything that she wrote.
    `digest` is of what would be signed; empty while something stands in the way, which
    `problems` names in codes.
    """

    id: UUID
    begun_on: date
    language: Language
    preference: ReadingPreference | None
    observing: bool | None
    support: str = field(repr=False)
    parts: Mapping[StatementPart, OwnPart]
    worries: tuple[OwnWorry, ...]
    reading: ReadingTime
    whole: tuple[Block, ...] = field(repr=False)
    served: tuple[Block, ...] = field(repr=False)
    digest: str
    problems: Mapping[str, str]

    @property
    def to_choose(self) -> tuple[StatementPart, ...]:
        """The parts of which two texts wait for her choice."""
        return tuple(part for part, one in self.parts.items() if one.others)


@dataclass(frozen=True)
class Signed:
    """A statement that was signed and stands, whoever wrote it down."""

    version: int
    signed_on: date | None
    language: Language
    preference: ReadingPreference
    observing: bool | None
    support: str = field(repr=False)
    body: tuple[Block, ...] = field(repr=False)
    withheld: tuple[Block, ...] = field(repr=False)


@dataclass(frozen=True)
class OwnStatement:
    """Everything that her pages about a statement show.

    `lighter`: the review looks at lighter rules, and not at release. `due_on` is the last day
    on which a statement is in time, `ask_by` the last for asking that a passage isn't shown;
    None while no hearing is listed. `gone_on` are the days on which files with her newest
    words were made for those who decide, `older_gone_on` those of older ones; `read_on` are the
    days on which one of them was first opened there, as far as the portal knows. `withdrawn`:
    there was one, and she took it back.
    """

    offer: OwnOffer
    lighter: bool
    due_on: date | None
    ask_by: date | None
    today: date
    draft: OwnDraft | None
    signed: Signed | None
    withdrawn: bool
    gone_on: tuple[date, ...]
    older_gone_on: tuple[date, ...]
    read_on: tuple[date, ...]


@dataclass(frozen=True)
class PartSaved:
    """What came of a text that was sent: `version` is the part's now, in the draft `draft_id`."""

    outcome: Saved
    draft_id: UUID
    version: int
    notes: tuple[Note, ...]
    reading: ReadingTime
