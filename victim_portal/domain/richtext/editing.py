"""Other words in place of some, in the tree itself: everything else stays as it was."""

import re
import unicodedata
from collections.abc import Sequence

from victim_portal.domain.richtext.tree import Block, Run

_NO_SPACE_BEFORE = ",.;:!?)]\u2019\u201d"
_APOSTROPHES = "'\u2019\u02bc"
_HYPHENS = "-\u2010\u2011"
# What shows as nothing, or as a mark upon the letter before, doesn't end a word.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
# Omar's, she'd, Jo'n mynd: after an apostrophe so many letters are an ending, more are a name.
_ENDING = 2
_LOOK = 40


def with_words_replaced(
    blocks: Sequence[Block], words: str, instead: str
) -> tuple[Block, ...] | None:
    """The text with other words wherever `words` stand within a paragraph or an item.

    Every place is meant where they stand as words of their own, and none within another word:
    "Jo" isn't taken out of "John", "O'Jo" or "Jo-Ann". Letters must be the very same, white
    space may differ. None where they stand in none, so that nobody takes it for done. With
    nothing `instead` the gap is closed, and a paragraph or an item of which nothing is left
    goes.
    """
    wanted = _wanted(words)
    if wanted is None:
        return None
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


def places_of(blocks: Sequence[Block], words: str) -> int:
    """How often `words` stand there as words of their own: so many places other words take."""
    wanted = _wanted(words)
    if wanted is None:
        return 0
    lines = ("".join(run.text for run in line) for block in blocks for line in block.lines)
    return sum(len(_spans(line, wanted, ending=True)) for line in lines)


def _wanted(words: str) -> re.Pattern[str] | None:
    pieces = words.split()
    return re.compile(r"\s+".join(re.escape(piece) for piece in pieces)) if pieces else None


def _spans(whole: str, wanted: re.Pattern[str], *, ending: bool) -> list[tuple[int, int]]:
    spans = (match.span() for match in wanted.finditer(whole))
    return [span for span in spans if _alone(whole, *span, ending=ending)]


def _line(line: Sequence[Run], wanted: re.Pattern[str], instead: str) -> Sequence[Run] | None:
    whole = "".join(run.text for run in line)
    spans = _spans(whole, wanted, ending=bool(instead))
    if not spans:
        return None
    if not instead:
        spans = [_with_its_gap(whole, start, end) for start, end in spans]
    changed: list[Run] = []
    within = {place: start for start, end in spans for place in range(start, end)}
    at = 0
    for run in line:
        text, begin = [], at
        for place, letter in enumerate(run.text, start=begin):
            if place not in within:
                text.append(letter)
            elif place == within[place]:
                text.append(instead)
        at += len(run.text)
        if text and "".join(text):
            changed.append(Run("".join(text), run.strong, run.emphasis))
    return changed


def _alone(whole: str, start: int, end: int, *, ending: bool) -> bool:
    """Whether no word goes on before or behind; `ending` lets one as 's stay behind it."""
    before = _seen(whole[max(0, start - _LOOK) : start][::-1])
    after, words = _seen(whole[end : end + _LOOK]), whole[start:end]
    if _is_letter(_seen(words)[:1]) and _goes_on(before):
        return False
    if not _is_letter(_seen(words[::-1])[:1]):
        return True
    # A mark that belongs to the last letter makes another letter of it.
    if whole[end : end + 1] and unicodedata.category(whole[end]) in {"Mn", "Me"}:
        return False
    if ending and after[:1] and after[0] in _APOSTROPHES:
        rest = re.match(r"\w*", after[1:])
        return rest is None or len(rest[0]) <= _ENDING
    return not _goes_on(after)


def _goes_on(outside: str) -> bool:
    """Whether a letter stands next, or one behind an apostrophe or a hyphen."""
    joined = outside[:1] and outside[0] in _APOSTROPHES + _HYPHENS
    return _is_letter(outside[1:2] if joined else outside[:1])


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _seen(text: str) -> str:
    return "".join(letter for letter in text[:_LOOK] if unicodedata.category(letter) not in _UNSEEN)


def _with_its_gap(whole: str, start: int, end: int) -> tuple[int, int]:
    """The words with one of the spaces around them, where two would be left."""
    after = whole[end : end + 1]
    if start and whole[start - 1] in " \t" and (not after or after in _NO_SPACE_BEFORE + " \t\n"):
        return start - 1, end
    if after in (" ", "\t") and (not start or whole[start - 1] == "\n"):
        return start, end + 1
    return start, end
