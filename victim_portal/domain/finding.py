"""What the one box for finding a caller may hold: pure readings of whatever was typed.

A caller says what they have at hand: a reference, a number, an address, a name. Several
readings may hold at once and each is looked up; what a text can't be isn't. Nothing here
raises, whatever the text. A date of birth counts only together with a last name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from victim_portal.domain.duplicates import (
    TITLES,
    PersonDetails,
    normalise_name,
    similar_names,
)

LONGEST = 200
MOST_WORDS = 6
LONGEST_REFERENCE = 64
SHORTEST_BEGINNING = 3
"""Letters of a last name by which it is found: fewer are nearly everybody's."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC = re.compile(r"(?<![0-9])([0-9]{1,2})([./ -])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9])")
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_IN_WORDS = re.compile(
    r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)? +([a-z]{3,9})\.?,? +([0-9]{4}|[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:VC)?([0-9A-Z]{8})")
_IDENTIFIER = re.compile(r"(?=[A-Z0-9]*[0-9])[A-Z0-9]{2,10}")
_TELEPHONE = re.compile(r"\+?[0-9]{7,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class By(StrEnum):
    """What a text was read as."""

    CASE_REFERENCE = "case_reference"
    REFERRAL_REFERENCE = "referral_reference"
    TELEPHONE = "telephone"
    EMAIL = "email"
    IDENTIFIER = "identifier"
    NAME = "name"
    NAME_AND_BIRTH = "name_and_birth"


class How(StrEnum):
    """By what a case was found; the surer stands before the vaguer."""

    CASE_REFERENCE = "case_reference"
    REFERRAL_REFERENCE = "referral_reference"
    TELEPHONE = "telephone"
    EMAIL = "email"
    PRISON_NUMBER = "prison_number"
    CRN = "crn"
    NAME_AND_BIRTH = "name_and_birth"
    WHOLE_NAME = "whole_name"
    MUCH_ALIKE = "much_alike"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    BEGINNING = "beginning"
    SOUND = "sound"


ORDER = tuple(How)


@dataclass(frozen=True)
class Name:
    """A name as it may have been meant; one of its two parts may be empty."""

    first: str = field(repr=False)
    last: str = field(repr=False)


@dataclass(frozen=True)
class Readings:
    """Everything that a text may be; empty where it can't be that.

    `births` never stands without `names`. `only_a_birth` tells that nothing else was typed
    than a date, by which nobody is looked up.
    """

    case_reference: str = field(default="", repr=False)
    referral_reference: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    identifier: str = field(default="", repr=False)
    names: tuple[Name, ...] = field(default=(), repr=False)
    births: tuple[date, ...] = field(default=(), repr=False)
    only_a_birth: bool = False

    @property
    def kinds(self) -> tuple[By, ...]:
        """What is looked up, in the order of the list."""
        told = (
            (By.CASE_REFERENCE, self.case_reference),
            (By.REFERRAL_REFERENCE, self.referral_reference),
            (By.TELEPHONE, self.telephone),
            (By.EMAIL, self.email),
            (By.IDENTIFIER, self.identifier),
            (By.NAME, self.names),
            (By.NAME_AND_BIRTH, self.births),
        )
        return tuple(kind for kind, value in told if value)


def read(text: str) -> Readings:
    """What `text` may be."""
    plain = _plain(text)
    births, rest = _births(plain)
    named = any(letter.isalpha() for letter in rest)
    if births and not named:
        return Readings(only_a_birth=True)
    squeezed = re.sub(r"[\s-]", "", plain).upper()
    case = _CASE.fullmatch(squeezed)
    digits = re.sub(r"[\s().\-/]", "", plain)
    address = _EMAIL.fullmatch(plain) is not None
    telephone = _TELEPHONE.fullmatch(digits) is not None
    one_word = " " not in plain or any(letter.isdigit() for letter in plain)
    names = () if address or not named else tuple(_names(rest))
    return Readings(
        case_reference=f"VC-{case[1]}" if case else "",
        referral_reference=plain if one_word and len(plain) <= LONGEST_REFERENCE else "",
        telephone=plain if telephone else "",
        email=plain if address else "",
        identifier=squeezed if _IDENTIFIER.fullmatch(squeezed) else "",
        names=names,
        births=births if names else (),
    )


def how_alike(
    readings: Readings,
    first_name: str,
    last_name: str,
    born_on: date | None,
    sound: Callable[[str], str],
) -> How | None:
    """How somebody's name answers to what was typed, at its surest; None where it doesn't.

    `sound` tells how a plain name sounds. A date of birth that isn't the one on record
    doesn't rule a name out: the record may lack it, or be wrong.
    """
    found: set[How] = set()
    for name in readings.names:
        found |= _alike(name, first_name, last_name, sound)
        if born_on in readings.births and _near(name.last, last_name, sound):
            found.add(How.NAME_AND_BIRTH)
    return min(found, key=ORDER.index, default=None)


def _alike(name: Name, first_name: str, last_name: str, sound: Callable[[str], str]) -> set[How]:
    first, last = _letters(name.first), _letters(name.last)
    own_first, own_last = _letters(first_name), _letters(last_name)
    found: set[How] = set()
    if not last:
        return {How.FIRST_NAME} if first and first == own_first else found
    if last == own_last:
        found.add(How.WHOLE_NAME if first and first == own_first else How.LAST_NAME)
    if sound(last) == sound(own_last):
        found.add(How.SOUND)
    begins = len(last) >= SHORTEST_BEGINNING and own_last.startswith(last)
    if begins and own_first.startswith(first):
        found.add(How.BEGINNING)
    given, known = PersonDetails(name.first, name.last), PersonDetails(first_name, last_name)
    if first and similar_names(given, known):
        found.add(How.MUCH_ALIKE)
    return found


def _near(last: str, last_name: str, sound: Callable[[str], str]) -> bool:
    """Whether two last names may be one, where the date of birth agrees already."""
    ours, theirs = _letters(last), _letters(last_name)
    if not ours or not theirs:
        return False
    return sound(ours) == sound(theirs) or ours[:SHORTEST_BEGINNING] == theirs[:SHORTEST_BEGINNING]


def _letters(name: str) -> str:
    return normalise_name(name).replace(" ", "")


def _plain(text: str) -> str:
    """One line of the characters that people write, single blanks, not too long."""
    kept = "".join(
        " " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one
        for one in text[:LONGEST]
        if unicodedata.category(one) not in {"Cf", "Cs"}
    )
    return " ".join(unicodedata.normalize("NFKC", kept).split())[:LONGEST].strip()


def _names(text: str) -> Iterator[Name]:
    """Each way in which the words may be a first and a last name, in either order."""
    words = re.sub(r"[,;]", " ", text).split()
    without = [word for word in words if word.casefold().rstrip(".") not in TITLES]
    words = (without or words)[:MOST_WORDS]
    for place in range(len(words)):
        yield Name(" ".join(words[:place]), " ".join(words[place:]))
    for place in range(1, len(words) + 1):
        # The first words as the last name; where no word is left, as a first name alone.
        last, first = words[:place], words[place:]
        if first:
            yield Name(" ".join(first), " ".join(last))
    if len(words) == 1:
        yield Name(words[0], "")


def _births(text: str) -> tuple[tuple[date, ...], str]:
    """The days that a date in the text may mean, and the text without it."""
    lettered = any(letter.isalpha() for letter in text)
    for found in _NUMERIC.finditer(text):
        # Blanks between numbers are a date beside a name, and else part of a number.
        if found[2] != " " or lettered:
            days = _days(found[4], found[3], found[1])
            if days:
                return days, _without(text, found)
    for found in _YEAR_FIRST.finditer(text):
        days = _days(found[1], found[3], found[4])
        if days:
            return days, _without(text, found)
    for found in _IN_WORDS.finditer(text):
        month = found[2][:3].casefold()
        if month in _MONTHS:
            days = _days(found[3], str(_MONTHS.index(month) + 1), found[1])
            if days:
                return days, _without(text, found)
    return (), text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def _days(year: str, month: str, day: str) -> tuple[date, ...]:
    """The date, in each century that two figures may mean; nothing where there is none."""
    years: Sequence[int] = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = []
    for one in years:
        try:
            found.append(date(one, int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)
