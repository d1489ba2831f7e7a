"""From the calculation service's JSON to sets of key dates, bad sets refused alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from victim_portal.domain.vocabulary import DateCode

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_TEXT = 40
_OTHER_SPELLINGS = {"TARIFF": DateCode.TED.value}
_KNOWN = frozenset(code.value for code in DateCode)


@dataclass(frozen=True)
class KeyDateSet:
    """The dates of one prisoner from one calculation.

    `dates` holds known and unknown codes in upper case, a tariff under TED. `status` is
    empty where the file gives none. `sentenced_on` is the earliest date of sentence in
    the set, None without any.
    """

    prison_number: str
    status: str
    dates: Mapping[str, date]
    sentenced_on: date | None = None
    sentence_types: tuple[str, ...] = ()

    @property
    def unknown_codes(self) -> tuple[str, ...]:
        """The codes that the portal has no meaning for, in alphabetical order."""
        return tuple(sorted(self.dates.keys() - _KNOWN))


@dataclass(frozen=True)
class RefusedSet:
    """A set that can't be used: its place in the file, counted from 0, and why.

    `prison_number` is None where that itself can't be read.
    """

    index: int
    prison_number: str | None
    reason: str


class _RefusedError(Exception):
    """Why one set can't be read."""


def parse_key_date_sets(data: object) -> tuple[list[KeyDateSet], list[RefusedSet]]:
    """The sets of a decoded JSON document, and those refused.

    `data` is a list of objects with `prisonerId`, `dates` (code to ISO 8601 date), and
    optionally `calculationStatus` and `sentences` (each with `type` and `sentencedAt`);
    other keys are passed over. Raises ValueError when the document isn't a list.
    """
    if not isinstance(data, list):
        raise ValueError("The file must hold a list of key-date sets.")
    sets: list[KeyDateSet] = []
    refused: list[RefusedSet] = []
    for index, item in enumerate(data):
        prison_number = None
        try:
            if not isinstance(item, dict):
                raise _RefusedError("It isn't an object with keys and values.")
            prison_number = _prison_number(item)
            sets.append(_key_date_set(prison_number, item))
        except _RefusedError as reason:
            refused.append(RefusedSet(index, prison_number, str(reason)))
    return sets, refused


def _key_date_set(prison_number: str, item: Mapping[str, object]) -> KeyDateSet:
    sentences = _sentences(item.get("sentences"))
    return KeyDateSet(
        prison_number=prison_number,
        status=_text(item.get("calculationStatus"), "calculationStatus"),
        dates=_dates(item.get("dates")),
        sentenced_on=min((day for _, day in sentences if day is not None), default=None),
        sentence_types=tuple(kind for kind, _ in sentences if kind),
    )


def _prison_number(item: Mapping[str, object]) -> str:
    number = _text(item.get("prisonerId"), "prisonerId").upper()
    if not number:
        raise _RefusedError("prisonerId is missing.")
    return number


def _dates(value: object) -> dict[str, date]:
    if not isinstance(value, dict):
        raise _RefusedError("dates is missing or isn't an object of codes and dates.")
    found: dict[str, date] = {}
    for key, text in value.items():
        code = _text(key, "A date code").upper()
        if not code:
            raise _RefusedError("A date stands under an empty code.")
        if len(code) > _LONGEST_TEXT:
            # Some letters become several in upper case.
            raise _RefusedError(f"A date code has more than {_LONGEST_TEXT} characters.")
        code = _OTHER_SPELLINGS.get(code, code)
        day = _day(text, code)
        if found.setdefault(code, day) != day:
            raise _RefusedError(f"{code} is given twice, with different dates.")
    return found


def _sentences(value: object) -> list[tuple[str, date | None]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _RefusedError("sentences isn't a list of objects.")
    return [
        (
            _text(each.get("type"), "A sentence's type"),
            None if each.get("sentencedAt") is None else _day(each["sentencedAt"], "sentencedAt"),
        )
        for each in value
    ]


def _text(value: object, what: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_TEXT:
        raise _RefusedError(f"{what} isn't a plain text of at most {_LONGEST_TEXT} characters.")
    return value.strip()


def _day(value: object, what: str) -> date:
    # The pattern first: fromisoformat alone would also take week dates and bare digits.
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _RefusedError(f"{what} isn't a real date written like 2026-03-09.")
