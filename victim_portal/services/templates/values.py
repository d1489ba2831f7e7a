"""What pages show of the texts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.templates import Measure, NewWording, TemplateText


class TextState(StrEnum):
    """How a text stands.

    `OLDER` is one that was amended, and then came with other words: the amendment no longer
    applies until it is proposed again.
    """

    SHIPPED = "shipped"
    AMENDED = "amended"
    OLDER = "older"


class WordingState(StrEnum):
    """What became of a proposed wording."""

    WAITS = "waits"
    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    RAN_OUT = "ran_out"


@dataclass(frozen=True)
class TextLine:
    """One text with the words that are live; `version` is 0 for those that came with the portal.

    `waits` is the proposal that waits for a second administrator.
    """

    text: TemplateText
    title: str
    wording: NewWording
    version: int
    state: TextState
    waits: UUID | None


@dataclass(frozen=True)
class VersionLine:
    """One version of a text, and who wrote it and agreed; `live` is the one in use.

    Version 0 is what came with the portal, with nobody named.
    """

    version: int
    wording: NewWording
    live: bool
    based_on_older: bool
    source: str
    why: str
    proposed_by: str
    agreed_by: str
    agreed_at: datetime | None


@dataclass(frozen=True)
class WordingLine:
    """One wording that was proposed, and what became of it."""

    id: UUID
    name: str
    title: str
    wording: NewWording
    why: str
    proposed_by: str
    proposed_at: datetime
    waits_until: datetime
    state: WordingState
    decided_by: str
    decided_at: datetime | None
    refused_why: str
    own: bool


@dataclass(frozen=True)
class GroupLine:
    """One group of texts, with how many it has, are amended, and wait; a stage, or another."""

    group: str
    title: str
    of_stage: bool
    texts: int
    amended: int
    waiting: int


@dataclass(frozen=True)
class Correspondence:
    """The whole list, or one group of it.

    `waiting` are the proposals that wait; `left_over` versions of texts that the portal no
    longer has.
    """

    groups: tuple[GroupLine, ...]
    lines: tuple[TextLine, ...]
    waiting: tuple[WordingLine, ...]
    left_over: tuple[VersionLine, ...]
    welsh_reviewer: str
    may_change: bool


@dataclass(frozen=True)
class TextView:
    """One text with its places, its versions and every wording that was proposed for it."""

    line: TextLine
    places: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    proposed: tuple[WordingLine, ...]
    beside: tuple[tuple[str, str], ...]
    welsh_reviewer: str
    may_change: bool


@dataclass(frozen=True)
class Seen:
    """A wording in one language as its reader would see it, with invented names.

    `whole` is the message or update in which it stands, with its `subject`; empty for letters.
    """

    words: str
    subject: str
    whole: str
    measure: Measure


@dataclass(frozen=True)
class Trial:
    """What a wording would do: how it reads in both languages, and what hangs on it.

    `drafts` are the updates that may be written again, `approved` those that keep their words;
    `seconds` is how many administrators could agree.
    """

    english: Seen
    welsh: Seen
    drafts: int
    approved: int
    seconds: int


@dataclass(frozen=True)
class ProposedWording:
    """A wording for the page on which a second administrator agrees.

    `stands_against` says why it can't be agreed to any more, or is empty; `trial` is None then.
    """

    line: WordingLine
    text: TextLine | None
    places: tuple[str, ...]
    trial: Trial | None
    stands_against: str
    may_decide: bool
