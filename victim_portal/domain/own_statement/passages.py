"""Passages that she is worried about: found in her text, and taken out of what is served.

White space and capital letters don't count when a passage is looked for: it stands in a text box
with other line ends than in the text, and what must not be read must not be read in capitals.
Whole words alone are found, so that a name that is marked doesn't tear another word apart.
"""

import re
from collections.abc import Iterable, Iterator

LONGEST_PASSAGE = 20_000
SHORTEST_PASSAGE = 3
MOST_ROUNDS = 20
_NO_SPACE_BEFORE = " \t\n.,;:!?)"


def is_markable(passage: str) -> bool:
    """Whether a passage is long enough to mean something: a name is, a single letter isn't."""
    return sum(letter.isalnum() for letter in passage) >= SHORTEST_PASSAGE


def is_in(passage: str, text: str) -> bool:
    """Whether a passage stands in a text, wherever."""
    return next(_spans(text, passage), None) is not None


def without(text: str, passages: Iterable[str]) -> str:
    """The text with each passage taken out wherever it stands; overlapping ones together.

    What is left holds none of them, not even one that only the taking out would have made.
    Nothing is left of a text that would go on making new ones.
    """
    wanted = tuple(passages)
    for _ in range(MOST_ROUNDS):
        marked = sorted(span for passage in wanted for span in _spans(text, passage))
        if not marked:
            return text
        kept, position = [], 0
        for start, end in marked:
            if start > position:
                kept.append(text[position:start])
            position = max(position, end)
        kept.append(text[position:])
        text = _closed(kept)
    return ""


def _closed(pieces: list[str]) -> str:
    """The pieces on both sides of what was taken out, without the spaces that it leaves."""
    whole = ""
    for piece in pieces:
        stops = not piece.strip(" \t") or piece[0] in _NO_SPACE_BEFORE
        whole = (whole.rstrip(" \t") if stops else whole) + piece
    return whole.strip()


def _spans(text: str, passage: str) -> Iterator[tuple[int, int]]:
    words = passage.split()
    if not words:
        return
    inside = r"\s+".join(re.escape(word) for word in words)
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?!\w)" if words[-1][-1].isalnum() else ""
    for found in re.finditer(f"{before}{inside}{after}", text, re.IGNORECASE):
        yield found.span()
