"""How values are put into a sentence: lists, articles, letters, days, times, addresses."""

import re
from collections.abc import Sequence
from datetime import date, time

from victim_portal.domain.licence_policy.values import LetterCase, ListType

_ARTICLE = re.compile(r"(?:an?|the|any|all|no|his|her|their|your)\b", re.IGNORECASE)
# Written with a vowel and not begun with one, and the other way round.
_SAID_YOU = re.compile(r"(?:eu|ewe|uni(?!n|m)|us[aeiu]|ut[ei]|ura|uk\b|usb\b|one\b|once\b)", re.I)
_SILENT_H = re.compile(r"(?:hour|honest|honour|heir)", re.I)


def listed(items: Sequence[str], list_type: ListType | None) -> str:
    """Several values as one phrase: "a", "a or b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    word = "or" if list_type is ListType.OR else "and"
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def with_article(text: str) -> str:
    """The text with "a" or "an" before it, by its sound; as it is where it has a word there."""
    if not text or _ARTICLE.match(text):
        return text
    if _SILENT_H.match(text):
        return f"an {text}"
    vowel = text[0].lower() in "aeiou" and not _SAID_YOU.match(text)
    return f"{'an' if vowel else 'a'} {text}"


def cased(text: str, case: LetterCase | None) -> str:
    """A value with its letters as the file asks.

    People's capitals are people's: a word with one behind its first letter ("McDonald",
    "RAF") stays as it is, and a phrase with any capital isn't capitalised.
    """
    if case is LetterCase.LOWER:
        words = text.split(" ")
        return " ".join(word if _has_capital(word[1:]) else word.lower() for word in words)
    if case is LetterCase.UPPER:
        return text.upper()
    if case is LetterCase.CAPITALISED and not _has_capital(text):
        return re.sub(r"(^|[\s-])(\w)", lambda found: found[1] + found[2].upper(), text)
    return text


def small_start(text: str) -> str:
    """The text to go on a sentence with: "The premises" becomes "the premises"."""
    first, _, _ = text.partition(" ")
    return text if _has_capital(first[1:]) else text[:1].lower() + text[1:]


def day_in_words(day: date) -> str:
    """``1 March 2027``."""
    return f"{day.day} {day:%B} {day.year}"


def time_in_words(at: time) -> str:
    """``7am``, ``7:30pm``, ``midnight``, ``midday``."""
    if at in (time(0), time(12)):
        return "midnight" if at == time(0) else "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def on_one_line(text: str) -> str:
    """The text without line breaks and with single blanks."""
    return " ".join(text.split())


def address_on_a_line(lines: str) -> str:
    """The lines of an address with commas between them, the empty ones left out."""
    return ", ".join(line for line in map(on_one_line, lines.splitlines()) if line)


def _has_capital(text: str) -> bool:
    return any(letter.isupper() for letter in text)
