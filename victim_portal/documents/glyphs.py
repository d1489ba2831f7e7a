"""Text as paper can show it.

A victim's words are never dropped and never stop an export: a character that can't be
drawn, or that would change how its neighbours read without being seen, is shown as a
marker with its code point, for instance [U+65E5].
"""

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

# Stands in the data for "the line may be broken here". It is a control character, so it
# can't be in shown text: those are all marked.
BREAK = "\x1f"
_LONG_WORD = re.compile(r"[^ \n]{31,}")
_UNIT = re.compile(r"\[U\+[0-9A-F]{4,6}\]|.", re.DOTALL)
_UNITS_BETWEEN_BREAKS = 10
# A few marks on a letter are writing; a tower of them covers the lines above and below.
_MOST_MARKS = 4
_JOINERS = frozenset("\u200c\u200d")
_LINE_ENDS = frozenset("\n\u2028\u2029")
# Letters of scripts without case, their vowel signs and pictures: there a joiner is spelling.
_JOINED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})
_INVISIBLE_OR_UNASSIGNED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def marker(char: str) -> str:
    """What stands on paper for a character that can't."""
    return f"[U+{ord(char):04X}]"


@lru_cache(maxsize=8)
def _plain(code_points: frozenset[int]) -> frozenset[str]:
    """The characters that are always shown as they are, whatever stands beside them."""
    held = (chr(point) for point in code_points if not 0xD800 <= point < 0xE000)
    return frozenset(
        char for char in held if unicodedata.category(char)[0] in "LNPS" or char == " "
    ) | {"\n"}


class Glyphs:
    """Turns text into what the fonts can show, and remembers what they couldn't.

    `combined`: some character shown joins with its neighbour, which no table of single
    characters can promise.
    """

    def __init__(self, code_points: Set[int]) -> None:
        self._code_points = code_points
        self._plain = _plain(frozenset(code_points))
        self._unprintable: set[str] = set()
        self.combined = False

    @property
    def unprintable(self) -> tuple[str, ...]:
        """The characters that were replaced, by code point, each once.

        A lone surrogate is given as its marker, since it can't be encoded anywhere else.
        """
        return tuple(
            marker(char) if unicodedata.category(char) == "Cs" else char
            for char in sorted(self._unprintable)
        )

    @property
    def example(self) -> str | None:
        """One of the markers that were put in, or `None` where none was needed."""
        return marker(min(self._unprintable)) if self._unprintable else None

    def show(self, text: str) -> str:
        """`text` with markers for what can't be shown.

        Line separators become newlines, tabs and odd spaces that no font has a space.
        """
        if self._plain.issuperset(text):
            return text
        shown: list[str] = []
        previous = ""
        marks = 0
        for char in text:
            marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
            shown.append(self._shown(char, previous, marks))
            previous = char
        return "".join(shown)

    def _shown(self, char: str, previous: str, marks: int) -> str:
        category = unicodedata.category(char)
        if char in _LINE_ENDS:
            return "\n"
        if char == "\t":
            return " "
        held = ord(char) in self._code_points
        if category == "Zs":
            return char if held else " "
        if char in _JOINERS:
            printable = held and bool(previous) and unicodedata.category(previous) in _JOINED
        else:
            printable = held and category not in _INVISIBLE_OR_UNASSIGNED and marks <= _MOST_MARKS
        if printable:
            self.combined = self.combined or category[0] == "M" or char in _JOINERS
            return char
        self._unprintable.add(char)
        return marker(char)


def breakable(shown: str) -> str:
    """`shown` with `BREAK` inside words too long for a line, never before a mark."""
    return _LONG_WORD.sub(_with_breaks, shown)


def _with_breaks(word: re.Match[str]) -> str:
    parts: list[str] = []
    since = 0
    for unit in _UNIT.findall(word[0]):
        attached = unicodedata.category(unit[0]).startswith("M") or unit in _JOINERS
        if parts and not attached and (since >= _UNITS_BETWEEN_BREAKS or len(unit) > 1):
            parts.append(BREAK)
            since = 0
        parts.append(unit)
        since += 1
    return "".join(parts)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a right-to-left script."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def drawable(value: object, glyphs: Glyphs) -> object:
    """JSON values with every string as paper can show it and long words breakable."""
    if isinstance(value, str):
        return breakable(glyphs.show(value))
    if isinstance(value, dict):
        return {key: drawable(item, glyphs) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(item, glyphs) for item in value]
    return value
