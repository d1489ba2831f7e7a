"""A letter as the pages take and show it. Its words stay out of every repr."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.vocabulary import Language, LetterKind, Need

HIDDEN = "●●● ●●●"
"""What a page shows in place of a code: whoever reads it out must have the letter."""


@dataclass(frozen=True)
class LetterText:
    """The exact words of a letter: what is sealed, shown and printed.

    `name` is what the file is called in a reader program, `address` the name and the
    address line by line, `parts` pairs of a kind and a text (see `domain.wording`).
    `code` and `valid_until` belong to the letter that carries a code.
    """

    name: str
    day: str
    address: tuple[str, ...] = field(repr=False)
    parts: tuple[tuple[str, str], ...] = field(repr=False)
    code: str = field(default="", repr=False)
    valid_until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "name": self.name,
            "day": self.day,
            "address": list(self.address),
            "parts": [list(part) for part in self.parts],
            "code": self.code,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "LetterText":
        """What `as_json` gave."""
        until = stored["valid_until"]
        return cls(
            name=stored["name"],
            day=stored["day"],
            address=tuple(stored["address"]),
            parts=tuple((kind, text) for kind, text in stored["parts"]),
            code=stored["code"],
            valid_until=date.fromisoformat(until) if until else None,
        )

    def without_code(self) -> "LetterText":
        """The same words with dots where the code stands: what a page shows."""
        parts = tuple((kind, HIDDEN if kind == "code" else text) for kind, text in self.parts)
        return replace(self, parts=parts, code="")

    def canonical(self) -> bytes:
        """The bytes that a digest of the words is made from."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class LetterShape:
    """Which letter it is, and in which form."""

    kind: LetterKind
    language: Language
    neutral: bool = False
    large_print: bool = False


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    POSTED = "posted"
    RETURNED = "returned"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class LetterInput:
    """What the officer chose for a letter.

    `checked`: that they compared name and address with the referral, and that nothing
    tells that it isn't safe to write there. `seen` is the digest of the words they read.
    """

    channel_id: UUID | None
    language: Language
    large_print: bool = False
    neutral: bool = False
    checked: bool = False
    seen: str = ""


@dataclass(frozen=True)
class AddressChoice:
    """One address that may be written to; `must_check` asks for the officer's tick first."""

    id: UUID
    shown: str = field(repr=False)
    must_check: bool
    who_else: str = field(repr=False)


@dataclass(frozen=True)
class LetterForm:
    """What the page of a new letter shows.

    `refused` are the sentences why no letter can be made at all; `not_usable` are addresses
    that can't be written to, with why. `by_sign_or_speech` are the needs that a letter alone
    doesn't meet, `spoken_with` is who is written to for somebody under 18, `easy_read` whether
    they read easy words alone. `given` is what
    stands in the form, preset until somebody chose; `text` are the words that it gives, None
    where `problems` stand against it.
    """

    kind: LetterKind
    refused: tuple[str, ...]
    addresses: tuple[AddressChoice, ...]
    not_usable: tuple[tuple[str, str], ...] = field(repr=False)
    posted_before: tuple[date, ...]
    given: LetterInput
    text: LetterText | None
    seen: str
    problems: dict[str, str]
    by_sign_or_speech: tuple[Need, ...] = ()
    spoken_with: SpokenWith | None = None
    easy_read: bool = False


@dataclass(frozen=True)
class LetterLine:
    """One letter in a list."""

    id: UUID
    kind: LetterKind
    neutral: bool
    language: Language
    state: LetterState
    made_on: date
    posted_on: date | None
    returned_on: date | None


@dataclass(frozen=True)
class LetterView:
    """One letter for its page.

    `doubts` are the sentences why it shouldn't go out any more, `refused` the one why it
    can't be posted at all. `unprintable` lists characters that the file shows by a marker;
    `update_id` is the update whose news it carries.
    """

    line: LetterLine
    large_print: bool
    made_by: str
    made_at: datetime
    text: LetterText
    file_name: str
    doubts: tuple[str, ...]
    refused: str
    unprintable: Sequence[str]
    by_sign_or_speech: tuple[Need, ...] = ()
    spoken_with: SpokenWith | None = None
    easy_read: bool = False
    update_id: UUID | None = None
