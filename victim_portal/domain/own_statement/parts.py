"""The three parts of a guided statement, and how long it takes to read them aloud."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class PlacedText:
    """What stands in a part of a text that was written without parts; `withheld` ends it."""

    words: str = field(repr=False)
    withheld: str = field(repr=False)


def in_parts(
    body: Iterable[str], withheld: Iterable[str]
) -> dict[StatementPart, PlacedText] | None:
    """A text without parts, laid into them from the first one on: what is withheld comes last.

    Both come as paragraphs, none of which is torn apart. None where they don't all fit.
    """
    free = list(StatementPart)
    taken = 0
    pieces: dict[StatementPart, list[tuple[str, bool]]] = {part: [] for part in free}
    marked = [(one, False) for one in body] + [(one, True) for one in withheld]
    for piece, hidden in marked:
        if len(piece) > LONGEST_PART:
            return None
        if taken + len(piece) > LONGEST_PART:
            free, taken = free[1:], 0
            if not free:
                return None
        pieces[free[0]].append((piece, hidden))
        taken += len(piece) + len("\n\n")
    return {
        part: PlacedText(
            joined(piece for piece, _ in found),
            joined(piece for piece, hidden in found if hidden),
        )
        for part, found in pieces.items()
    }
