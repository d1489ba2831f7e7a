"""What has the shape of a number, postcode or address, whosever it is, and numbers in words."""

import re
from collections.abc import Iterator

from victim_portal.domain.protected_values.folding import Folded
from victim_portal.domain.protected_values.values import ProtectedKind

_GAP = r"[\s().\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212/]*"
_TELEPHONE = re.compile(rf"(?<![\w])(?:(?:\+|00){_GAP}4{_GAP}4|0)(?:{_GAP}\d){{9,11}}(?![\w])")
_POSTCODE = re.compile(
    rf"(?<!\w)[A-Z]{{1,2}}[0-9][A-Z0-9]?{_GAP}[0-9][A-Z]{{2}}(?!\w)", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+%'\-])[\w.+%'\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")
_SHAPES = (
    (ProtectedKind.TELEPHONE, _TELEPHONE),
    (ProtectedKind.POSTCODE, _POSTCODE),
    (ProtectedKind.EMAIL, _EMAIL),
)
_DIGITS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "zero oh o nought nil dim sero",
            "one un",
            "two dau dwy",
            "three tri tair",
            "four pedwar pedair",
            "five pump pum",
            "six chwech chwe",
            "seven saith",
            "eight wyth",
            "nine naw",
        )
    )
    for word in words.split()
}
_TIMES = {"double": 2, "dwbl": 2, "treble": 3, "triple": 3}
_WORD = re.compile(r"[^\W_]+")


def shapes(text: str) -> Iterator[tuple[int, int, ProtectedKind]]:
    """Every passage that is a British telephone number, a postcode or an e-mail address."""
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            yield match.start(), match.end(), kind


def spelt_out(text: str, digits: str) -> Iterator[tuple[int, int]]:
    """Where a number's digits are said in words, "double oh" too, in English or Welsh."""
    said: list[str] = []
    places: list[tuple[int, int]] = []
    times, begins = 1, -1
    for word in _WORD.finditer(text):
        letters = Folded.of(word[0]).letters
        if letters in _TIMES:
            times, begins = _TIMES[letters], word.start()
            continue
        digit = letters if letters.isdecimal() else _DIGITS.get(letters, "|")
        start = begins if begins >= 0 else word.start()
        for one in digit * times:
            said.append(one)
            places.append((start, word.end()))
        times, begins = 1, -1
    whole = "".join(said)
    at = whole.find(digits)
    while at >= 0:
        yield places[at][0], places[at + len(digits) - 1][1]
        at = whole.find(digits, at + 1)
