"""Typed access to one row of the policy file, with errors that name the place."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from victim_portal.domain.terms import Term

MOST = 10_000
"""No number of a policy is larger: a slip of the hand must not lead past the last date there is."""


class PolicyError(ValueError):
    """The policy can't be used; the message says where and why, `problem` only why."""

    def __init__(self, message: str, problem: str = "") -> None:
        super().__init__(message)
        self.problem = problem or message


_E = TypeVar("_E", bound=StrEnum)


class Row:
    """Reads the keys of one table row and notices any that nobody asked for."""

    def __init__(self, place: str, values: Mapping[str, object]) -> None:
        self.place = place
        self._values = values
        self._read: set[str] = set()

    def fail(self, problem: str) -> PolicyError:
        """The error to raise for this row."""
        return PolicyError(f"Policy, {self.place}: {problem}", problem)

    def text(self, key: str) -> str:
        """A text that isn't blank, its line breaks folded into spaces."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key!r} must be a text.")
        return " ".join(value.split())

    def number(self, key: str) -> int:
        """A whole number from 0 to `MOST`."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(f"{key!r} must be a whole number from 0 up.")
        if value > MOST:
            raise self.fail(f"{key!r} must be at most {MOST:,}.")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        value = self._get(key, required=False)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.fail(f"{key!r} must be true or false.")
        return value

    def day(self, key: str) -> date:
        """A date without quotation marks."""
        found = self.day_or_none(key)
        if found is None:
            raise self.fail(f"{key!r} is missing.")
        return found

    def day_or_none(self, key: str) -> date | None:
        """A date without quotation marks, or None when left out."""
        value = self._get(key, required=False)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail(f"{key!r} must be a date like 2021-04-01, without quotation marks.")
        return value

    def term_or_none(self, key: str) -> Term | None:
        """An ISO 8601 duration, or None when left out."""
        if self._get(key, required=False) is None:
            return None
        text = self.text(key)
        try:
            return Term.parse(text)
        except ValueError as error:
            raise self.fail(f"{key!r}: {error}") from error

    def choice(self, key: str, kind: type[_E]) -> _E:
        """One word of a closed list."""
        return self._word(key, self.text(key), kind)

    def choices(self, key: str, kind: type[_E], *, required: bool = True) -> frozenset[_E]:
        """Words of a closed list, at least one; none when it may be and is left out."""
        value = self._get(key, required=required)
        if value is None:
            return frozenset()
        if not isinstance(value, list) or not value:
            raise self.fail(f"{key!r} must be a list of at least one word.")
        words = [self._word(key, word, kind) for word in value]
        if len(set(words)) < len(words):
            raise self.fail(f"{key!r} names the same word twice.")
        return frozenset(words)

    def finish(self) -> None:
        """Refuse keys that no rule knows: a misspelt key must not be passed over."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise self.fail(f"unknown key {', '.join(map(repr, unknown))}.")

    def _get(self, key: str, *, required: bool = True) -> object:
        self._read.add(key)
        if required and key not in self._values:
            raise self.fail(f"{key!r} is missing.")
        return self._values.get(key)

    def _word(self, key: str, word: object, kind: type[_E]) -> _E:
        try:
            return kind(str(word))
        except ValueError:
            known = ", ".join(kind)
            raise self.fail(f"{key!r}: {word!r} isn't one of {known}.") from None
