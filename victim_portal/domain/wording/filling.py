"""From a marked literal to words in the reader's language, with nothing left open."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.values import Translator

PLACEHOLDERS = frozenset(
    {
        "person_name",
        "offender_name",
        "officer_first_name",
        "officer_phone",
        "officer_hours",
        "code",
        "code_word",
        "link",
        "month",
        "previous_month",
    }
)
"""Everything that stands in braces in a text."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class WordingError(ValueError):
    """A text can't be made; the message says why, and names no person."""


class MissingTranslationError(WordingError):
    """There is no text in the reader's language, and another isn't sent instead."""


def placeholders_in(text: str) -> frozenset[str]:
    """The names in braces in `text`."""
    return frozenset(_PLACEHOLDER.findall(text))


def checked(name: str, value: str) -> str:
    """`value` without outer spaces.

    Raises WordingError where it is empty or holds a control character: a line break in a
    name could forge a line of a message.
    """
    value = value.strip()
    if not value:
        raise WordingError(f"A text can't be made without the {name.replace('_', ' ')}.")
    # Whatever can be printed holds none of them, and nearly every name can.
    if not value.isprintable() and any(
        unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in value
    ):
        raise WordingError(f"There is a line break or control character in {name}.")
    return value


def say(message: str, values: Mapping[str, str], language: Language, translate: Translator) -> str:
    """The text of `message` for the reader, every placeholder filled once.

    Values are put in as they are: braces inside them aren't read again. Raises
    MissingTranslationError for a Welsh reader without Welsh text, WordingError for a
    placeholder that has no value.
    """
    text = translate.gettext(message)
    if language is not Language.ENGLISH and text == message:
        raise MissingTranslationError(f"There is no text in {language.name.title()} for: {message}")
    names = _names_in(text)
    if not values.keys() >= names:
        missing = ", ".join(sorted(names - values.keys()))
        raise WordingError(f"There is no value for {missing}.")
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


@lru_cache(maxsize=2000)
def _names_in(text: str) -> frozenset[str]:
    """The same, kept for texts of the catalogues: there are so many of them and no more."""
    return placeholders_in(text)
