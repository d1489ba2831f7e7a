"""What is looked for, and what is found."""

from dataclasses import dataclass, field
from enum import StrEnum


class ProtectedKind(StrEnum):
    """What kind of thing was found."""

    ADDRESS = "address"
    POSTCODE = "postcode"
    TELEPHONE = "telephone number"
    EMAIL = "email address"
    DATE_OF_BIRTH = "date of birth"
    NAME = "name"
    WORKPLACE = "workplace"
    SCHOOL = "school"
    PLACE = "place"


@dataclass(frozen=True)
class ProtectedValue:
    """One value to look for; a date of birth in ISO 8601, a number with its digits."""

    kind: ProtectedKind
    value: str


@dataclass(frozen=True)
class Found:
    """A passage that holds a protected value, with a little of what stands around it.

    `words` are those that were found, exactly as they stand; `start` is where in the text.
    """

    kind: ProtectedKind
    excerpt: str
    words: str = field(default="", repr=False)
    start: int = 0
