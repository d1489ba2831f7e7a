"""A date of birth in figures or in words, in English or Welsh."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

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

_ORDINALS = re.findall(
    "[a-z]+",
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """,
)
_IN_WORDS = (
    # The first isn't the twenty-first.
    *(rf"(?<!twenty )(?<!thirty ){one}" for one in _ORDINALS),
    *(rf"twenty\s*{one}" for one in _ORDINALS[:9]),
    "thirtieth",
    r"thirty\s*first",
)


def dates(text: str, value: str) -> Iterator[tuple[int, int]]:
    """Where a day (ISO 8601) stands: day, month or year first; places in the text."""
    born = date.fromisoformat(value)
    places: list[int] = []
    letters: list[str] = []
    for place, letter in enumerate(text):
        # What shows as nothing may stand anywhere within a number.
        if unicodedata.category(letter) not in {"Cf", "Mn"}:
            letters.append(_plain(letter))
            places.append(place)
    plain = "".join(letters)
    d, m = f"0?{born.day}", f"0?{born.month}"
    year = f"(?:{born.year}|{born.year % 100:02d})"
    day = rf"(?:{d}\s*(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?|{_IN_WORDS[born.day - 1]})"
    month = f"(?:{_MONTHS[born.month - 1]})"
    for shape in (
        rf"{d}\s+{m}\s+{year}",
        rf"{m}\s+{d}\s+{year}",
        rf"{born.year}\s+{m}\s+{d}",
        f"{born.day:02d}{born.month:02d}{born.year}",
        f"{born.year}{born.month:02d}{born.day:02d}",
        rf"{day}\s*(?:of\s+|o\s+)?{month}\s*{year}",
        rf"{month}\s*(?:the\s+)?{day}\s+{year}",
    ):
        for match in re.finditer(rf"(?<![a-z0-9]){shape}(?![a-z0-9])", plain):
            yield places[match.start()], places[match.end() - 1] + 1


def _plain(letter: str) -> str:
    # One character for each, so that places stay what they are.
    folded = unicodedata.normalize("NFKC", letter).casefold()
    if len(folded) != 1 or not folded.isalnum():
        return " "
    digit = unicodedata.digit(folded, None)
    return folded if digit is None else str(digit)
