"""The tree itself, and what can be read off it without changing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

READING_ALOUD_WORDS_PER_MINUTE = 150


class BlockKind(StrEnum):
    """The three shapes that a block of text may have."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a newline in `text` is a line break."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph (one line of runs) or a list (a line of runs for each item)."""

    kind: BlockKind
    lines: Sequence[Sequence[Run]]


def _line_texts(block: Block) -> Iterator[str]:
    for line in block.lines:
        yield "".join(run.text for run in line)


def plain_text(blocks: Sequence[Block]) -> str:
    """The words without their styles: blocks parted by a blank line, list items marked.

    A bullet is "• ", a number "1. "; line breaks stay. Made for reading and comparing;
    `to_source` is the form that can be edited and read back.
    """
    parts: list[str] = []
    for block in blocks:
        texts = list(_line_texts(block))
        if block.kind is BlockKind.BULLETS:
            texts = [f"• {text}" for text in texts]
        elif block.kind is BlockKind.NUMBERS:
            texts = [f"{number}. {text}" for number, text in enumerate(texts, start=1)]
        parts.append("\n".join(texts))
    return "\n\n".join(parts)


def word_count(blocks: Sequence[Block]) -> int:
    """How many words there are, by white space; the marks of a list are not counted."""
    return sum(len(text.split()) for block in blocks for text in _line_texts(block))


def reading_minutes(words: int, words_per_minute: int = READING_ALOUD_WORDS_PER_MINUTE) -> int:
    """Whole minutes, rounded up, that it takes to read `words` words aloud.

    A victim personal statement should take under ten minutes to read aloud (the Parole
    Board's guidance to victims); 150 words a minute is a calm reading voice. Nothing takes
    0 minutes, and anything at all at least 1. Raises `ValueError` for a pace of 0 or less.
    """
    if words_per_minute <= 0:
        raise ValueError("a reading pace is at least one word a minute")
    return -(-words // words_per_minute)
