"""Finding a value in any spelling: by its letters and digits alone, or as a date."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from victim_portal.domain.protected_values.addresses import LONG_FORMS, STREETS
from victim_portal.domain.protected_values.values import Found, ProtectedKind, ProtectedValue

_AROUND = 30
# Names that are words as well count only with a capital: "Will" but not "will".
_ALSO_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        """
        will may mark grace hope faith joy rose dawn summer april june amber ruby bill rob sue
        pat grant frank jack art ray dean chase hunter mercy patience carol holly ivy iris daisy
        lily violet olive penny poppy pearl gene guy max miles nick rich wade ward young king day
        long short brown white black green grey gray hill wood woods field fields stone rivers
        banks bush church marsh cook baker price rice moody little love power best sharp strong
        park parks cross bell ball case mason major page potter porter read reed street west
        north ford ash lane drew josh harry victor victoria christian angel hall house moore
        """,
    )
)
_MONTHS = (
    "january|jan|ionawr",
    "february|feb|chwefror",
    "march|mar|mawrth|fawrth",
    "april|apr|ebrill",
    "may|mai|fai",
    "june|jun|mehefin|fehefin",
    "july|jul|gorffennaf|orffennaf",
    "august|aug|awst",
    "september|sept|sep|medi|fedi",
    "october|oct|hydref",
    "november|nov|tachwedd|dachwedd",
    "december|dec|rhagfyr|ragfyr",
)


def find(text: str, values: Iterable[ProtectedValue]) -> tuple[Found, ...]:
    """Every passage of `text` that holds one of `values`, in the order of the text.

    A passage within another of the same kind is told once, and never raises for what
    either holds.
    """
    folded = _Folded.of(text)
    spans: list[tuple[int, int, ProtectedKind]] = []
    for value in values:
        spans += [(start, end, value.kind) for start, end in _spans(text, folded, value)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, ProtectedKind]] = []
    for span in spans:
        if not any(span[2] is k[2] and k[0] <= span[0] and span[1] <= k[1] for k in kept):
            kept.append(span)
    return tuple(Found(kind, _excerpt(text, start, end)) for start, end, kind in kept)


@dataclass(frozen=True)
class _Folded:
    """A text's letters and digits alone, in lower case without accents, and their places."""

    letters: str
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "_Folded":
        letters: list[str] = []
        places: list[int] = []
        for place, original in enumerate(text):
            for letter in unicodedata.normalize("NFKD", original).casefold():
                if letter.isalnum():
                    digit = unicodedata.digit(letter, None)
                    letters.append(letter if digit is None else str(digit))
                    places.append(place)
        return cls("".join(letters), places)

    def spans(
        self, needle: str, *, bounded: bool, alike: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Where `needle` stands, as places in the original; `bounded` asks for whole words."""
        letters = self.letters.translate(_ALIKE) if alike else self.letters
        at = letters.find(needle) if needle else -1
        while at >= 0:
            last = at + len(needle) - 1
            if not bounded or (self._begins(at) and self._begins(last + 1)):
                yield self.places[at], self.places[last] + 1
            at = letters.find(needle, at + 1)

    def _begins(self, at: int) -> bool:
        """Whether a word begins at a letter: something else stands before it."""
        return at in (0, len(self.places)) or self.places[at] - self.places[at - 1] > 1


_ALIKE = str.maketrans("oil", "011")


def _spans(text: str, folded: _Folded, value: ProtectedValue) -> Iterator[tuple[int, int]]:
    needle = _Folded.of(value.value).letters
    match value.kind:
        case ProtectedKind.POSTCODE:
            if len(needle) >= 5:
                yield from folded.spans(needle.translate(_ALIKE), bounded=False, alike=True)
        case ProtectedKind.TELEPHONE:
            digits = _national(value.value)
            if len(digits) >= 7:
                yield from folded.spans(digits, bounded=False)
        case ProtectedKind.EMAIL:
            for spelling in _email_spellings(value.value):
                yield from folded.spans(spelling, bounded=True)
        case ProtectedKind.ADDRESS:
            for spelling in _street_spellings(value.value):
                yield from folded.spans(spelling, bounded=True)
        case ProtectedKind.DATE_OF_BIRTH:
            yield from _dates(text, date.fromisoformat(value.value))
        case ProtectedKind.NAME:
            for start, end in folded.spans(needle, bounded=True):
                if needle not in _ALSO_WORDS or text[start].isupper():
                    yield start, end


def _national(number: str) -> str:
    """The digits of a number that every spelling of it shares."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return digits.removeprefix("00").removeprefix("44").removeprefix("0")


def _email_spellings(email: str) -> set[str]:
    local, _, host = email.partition("@")
    spellings = {
        _Folded.of(f"{one}{at}{other}").letters
        for one in (local, local.replace(".", " dot "))
        for at in ("@", " at ")
        for other in (host, host.replace(".", " dot "))
    }
    return {letters for letters in spellings if len(letters) >= 4}


def _street_spellings(piece: str) -> set[str]:
    words = [_Folded.of(word).letters for word in piece.split()]
    plain = [LONG_FORMS.get(word, word) for word in words]
    spellings = {"".join(words), "".join(plain)}
    for place, word in enumerate(plain):
        for short in STREETS.get(word, ()):
            spellings.add("".join([*plain[:place], short, *plain[place + 1 :]]))
    return {spelling for spelling in spellings if len(spelling) >= 4}


def _dates(text: str, born: date) -> Iterator[tuple[int, int]]:
    """A date in figures or words, day, month or year first, in English or Welsh."""
    # One character for each, so that places stay what they are.
    plain = "".join(_plain(letter) for letter in text)
    d, m = f"0?{born.day}", f"0?{born.month}"
    year = f"(?:{born.year}|{born.year % 100:02d})"
    day = rf"{d}\s*(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?"
    month = f"(?:{_MONTHS[born.month - 1]})"
    shapes = (
        rf"{d}\s+{m}\s+{year}",
        rf"{m}\s+{d}\s+{year}",
        rf"{born.year}\s+{m}\s+{d}",
        f"{born.day:02d}{born.month:02d}{born.year}",
        f"{born.year}{born.month:02d}{born.day:02d}",
        rf"{day}\s*(?:of\s+|o\s+)?{month}\s*{year}",
        rf"{month}\s*{day}\s+{year}",
    )
    for shape in shapes:
        for match in re.finditer(rf"(?<![a-z0-9]){shape}(?![a-z0-9])", plain):
            yield match.span()


def _plain(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter).casefold()
    if len(folded) != 1 or not folded.isalnum():
        return " "
    digit = unicodedata.digit(folded, None)
    return folded if digit is None else str(digit)


def _excerpt(text: str, start: int, end: int) -> str:
    before, after = max(0, start - _AROUND), min(len(text), end + _AROUND)
    words = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{words}{'…' if after < len(text) else ''}"
