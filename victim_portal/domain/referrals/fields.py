"""How one field of a referral is read: text in, a typed value out, ValueError with a sentence."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST = date(1900, 1, 1)
_UK_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-Z]|[A-HK-Y][0-9][A-Z]))"
    r"([0-9][ABD-HJLNP-UW-Z]{2})"
)
# Zero-width joiners are part of how Persian, Urdu and several Indian names are written.
_JOINERS = frozenset("\u200c\u200d")


def read_text(text: str, longest: int, *, lines: bool = False) -> str:
    """Trimmed, NFC, blanks collapsed; refuses control, invisible and broken characters.

    With `lines`, line breaks are kept (as LF) and empty lines dropped.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if character in _JOINERS or (lines and character == "\n"):
            continue
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise ValueError("Take out the control or invisible characters.")
    parts = (" ".join(part.split()) for part in (text.split("\n") if lines else [text]))
    text = "\n".join(filter(None, parts))
    if len(text) > longest:
        raise ValueError(f"Use {longest} characters or fewer.")
    return text


def read_name(text: str) -> str:
    """A name: text of at most 100 characters with at least one letter."""
    name = read_text(text, 100)
    if not any(character.isalpha() for character in name):
        raise ValueError("A name needs at least one letter.")
    return name


def read_date(text: str) -> date:
    """An ISO 8601 calendar date from 1900 on, such as 2026-03-09."""
    text = text.strip()
    if _ISO_DATE.fullmatch(text) is None:
        raise ValueError("Write the date as year-month-day, such as 2026-03-09.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("There is no such date.") from None
    if day < _EARLIEST:
        raise ValueError("The date must be in 1900 or later.")
    return day


def read_past_date(text: str, today: date) -> date:
    """A date that isn't in the future."""
    day = read_date(text)
    if day > today:
        raise ValueError("The date must be today or in the past.")
    return day


def read_choice(text: str, choices: type[Choice]) -> Choice:
    """One of a closed list, in upper or lower case."""
    wanted = text.strip().casefold()
    for choice in choices:
        if choice.value.casefold() == wanted:
            return choice
    raise ValueError(f"Use one of: {', '.join(choices)}.")


def read_postcode(text: str) -> str:
    """A UK postcode as `AA9A 9AA`; any other code as typed, in upper case."""
    code = read_text(text, 12).upper()
    match = _UK_POSTCODE.fullmatch(re.sub(r"[ -]", "", code))
    return f"{match[1]} {match[2]}" if match else code


def read_identifier(text: str) -> str:
    """A prison number or CRN: at most ten letters and digits, in upper case."""
    identifier = re.sub(r"\s", "", text).upper()
    if len(identifier) > 10 or not (identifier.isascii() and identifier.isalnum()):
        raise ValueError("Use up to ten letters and digits, and nothing else.")
    return identifier
