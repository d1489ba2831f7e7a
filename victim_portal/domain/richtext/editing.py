"""Other words in place of some, in the tree itself: everything else stays as it was."""

import re
from collections.abc import Sequence

from victim_portal.domain.richtext.tree import Block, Run

_NO_SPACE_BEFORE = ",.;:!?)]\u2019\u201d"


def with_words_replaced(
    blocks: Sequence[Block], words: str, instead: str
) -> tuple[Block, ...] | None:
    """The text with other words wherever `words` stand within a paragraph or an item.

    Letters must be the very same, white space may differ. None where they stand in none, so
    that nobody takes it for done. With nothing `instead` the gap is closed, and a paragraph or
    an item of which nothing is left goes.
    """
    pieces = words.split()
    if not pieces:
        return None
    wanted = re.compile(r"\s+".join(re.escape(piece) for piece in pieces))
    found = False
    kept: list[Block] = []
    for block in blocks:
        lines = []
        for line in block.lines:
            changed = _line(line, wanted, instead.strip())
            found = found or changed is not None
            line = line if changed is None else changed
            if "".join(run.text for run in line).strip():
                lines.append(tuple(line))
        if lines:
            kept.append(Block(block.kind, tuple(lines)))
    return tuple(kept) if found else None


def _line(line: Sequence[Run], wanted: re.Pattern[str], instead: str) -> Sequence[Run] | None:
    whole = "".join(run.text for run in line)
    spans = [match.span() for match in wanted.finditer(whole)]
    if not spans:
        return None
    if not instead:
        spans = [_with_its_gap(whole, start, end) for start, end in spans]
    changed: list[Run] = []
    at = 0
    for run in line:
        text, begin = [], at
        for place, letter in enumerate(run.text, start=begin):
            span = next((one for one in spans if one[0] <= place < one[1]), None)
            if span is None:
                text.append(letter)
            elif place == span[0]:
                text.append(instead)
        at += len(run.text)
        if text and "".join(text):
            changed.append(Run("".join(text), run.strong, run.emphasis))
    return changed


def _with_its_gap(whole: str, start: int, end: int) -> tuple[int, int]:
    """The words with one of the spaces around them, where two would be left."""
    after = whole[end : end + 1]
    if start and whole[start - 1] in " \t" and (not after or after in _NO_SPACE_BEFORE + " \t\n"):
        return start - 1, end
    if after in (" ", "\t") and (not start or whole[start - 1] == "\n"):
        return start, end + 1
    return start, end
