"""Reading one field of a policy file, or saying what is wrong with it and where."""

import re
import unicodedata
from collections.abc import Mapping, Set

LONGEST_TEXT = 300
_CODE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Marks that turn the reading direction would show another text than the one that is kept.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class PolicyFileError(ValueError):
    """A policy file can't be taken: `place` is where (or empty), `problem` is why."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place[:1].upper()}{place[1:]}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


def table(value: object, allowed: Set[str], place: str) -> Mapping[str, object]:
    """An object whose keys are all known; an unknown one that says nothing is passed over."""
    if not isinstance(value, dict):
        raise PolicyFileError(place, "There must be an object with keys and values.")
    for key, content in value.items():
        if key not in allowed and content is not None:
            raise PolicyFileError(
                place, f"The field {key[:60]!r} isn't known to this release: it can't be left out."
            )
    return value


def items(
    fields: Mapping[str, object], key: str, place: str, *, most: int = 200, needed: bool = True
) -> list[object]:
    """A list; an empty one where it is missing and isn't needed."""
    value = fields.get(key)
    if value is None and not needed:
        return []
    if not isinstance(value, list):
        raise PolicyFileError(place, f"{key!r} must be a list.")
    if len(value) > most:
        raise PolicyFileError(place, f"{key!r} has more than {most} entries.")
    return value


def text(
    fields: Mapping[str, object],
    key: str,
    place: str,
    *,
    most: int = LONGEST_TEXT,
    needed: bool = True,
    edges: bool = False,
) -> str:
    """A text; "" where it is missing and isn't needed. `edges`: blanks at its ends count."""
    value = fields.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise PolicyFileError(place, f"{key!r} must be a text.")
    if len(value) > most:
        raise PolicyFileError(place, f"{key!r} has more than {most:,} characters.")
    for letter in value:
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp") or letter in _TURNING:
            raise PolicyFileError(
                place, f"{key!r} holds a character that no page can show (U+{ord(letter):04X})."
            )
    return value if edges else " ".join(value.split())


def flag(fields: Mapping[str, object], key: str, place: str) -> bool:
    """Yes or no; a missing one is no."""
    value = fields.get(key)
    if value is not None and not isinstance(value, bool):
        raise PolicyFileError(place, f"{key!r} must be true or false.")
    return bool(value)


def code(fields: Mapping[str, object], key: str, place: str) -> str:
    """An official code in small letters: files write some in capitals."""
    value = text(fields, key, place, most=40).lower()
    if not _CODE.fullmatch(value):
        raise PolicyFileError(place, f"{key!r} isn't an official code: {value!r}.")
    return value
