"""A text's letters and digits alone, in one spelling, with their places in the text."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALIKE = str.maketrans("oil", "011")
"""Letters that are taken for a digit, and digits for a letter, in numbers and postcodes."""

# Letters of other scripts that look like these in nearly every font. A whole word in another
# script folds to something that nobody reads: it is compared with what was folded alike.
_LOOK_LIKE = str.maketrans(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u043a\u04cf\u043c\u043e\u0440\u051b\u0455\u0442\u0443\u0445\u0432\u043d"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131\u0261\u03f2\u0433",
    "acdehijklmopqstyxbhaeikvoptuxigcr",
)

# Letters with a stroke, or two in one, are letters of their own to Unicode.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)


@dataclass(frozen=True)
class Folded:
    """Letters and digits in lower case without accents; whatever looks the same is the same."""

    letters: str
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Folded":
        """The text folded; one character may give several letters, or none."""
        letters: list[str] = []
        places: list[int] = []
        for place, original in enumerate(text):
            for letter in folded_letters(original):
                letters.append(letter)
                places.append(place)
        return cls("".join(letters), places)

    def spans(
        self, needle: str, *, bounded: bool, alike: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Where `needle` stands, as places in the original; `bounded` asks for whole words."""
        letters = self.letters.translate(ALIKE) if alike else self.letters
        at = letters.find(needle) if needle else -1
        while at >= 0:
            last = at + len(needle) - 1
            if not bounded or (self._begins(at) and self._begins(last + 1)):
                yield self.places[at], self.places[last] + 1
            at = letters.find(needle, at + 1)

    def _begins(self, at: int) -> bool:
        """Whether a word begins at a letter: something else stands before it."""
        return at in (0, len(self.places)) or self.places[at] - self.places[at - 1] > 1


def folded_letters(original: str) -> Iterator[str]:
    """The letters and digits of one character, folded."""
    for letter in unicodedata.normalize("NFKD", original).casefold():
        if letter.isalnum():
            digit = unicodedata.digit(letter, None)
            if digit is None:
                yield from letter.translate(_LOOK_LIKE).translate(_STROKES)
            else:
                yield str(digit)
