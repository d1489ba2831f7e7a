"""The three parts of a guided statement, and how long it takes to read them aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from victim_portal.domain.representations import LONGEST_READING_MINUTES
from victim_portal.domain.richtext import reading_minutes

LONGEST_PART = 20_000
"""Characters: twice what can be read in ten minutes, so that a long draft can be cut at leisure."""


class StatementPart(StrEnum):
    """The parts in which she is guided to write it, in their order."""

    THEN = "then"
    SINCE = "since"
    RELEASE = "release"


class DraftEnd(StrEnum):
    """What became of a draft."""

    SIGNED = "signed"
    THROWN_AWAY = "thrown_away"


@dataclass(frozen=True)
class ReadingTime:
    """How many words there are, and in how many minutes they are read aloud, rounded up."""

    words: int
    minutes: int

    @property
    def too_long(self) -> bool:
        """Whether it takes longer than a statement should (the Board's guidance)."""
        return self.minutes > LONGEST_READING_MINUTES


def reading_time(texts: Iterable[str]) -> ReadingTime:
    """How long some texts take together, counted as the signed statement is."""
    words = sum(len(text.split()) for text in texts)
    return ReadingTime(words, reading_minutes(words))


def joined(texts: Iterable[str]) -> str:
    """The parts as one text, in their order, with a blank line between."""
    return "\n\n".join(text.strip() for text in texts if text.strip())
