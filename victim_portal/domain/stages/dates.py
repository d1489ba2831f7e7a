"""Which of a sentence's key dates governs what: release, parole, the end of the licence.

Codes are the prison service's own. Nothing is computed here: an official date is chosen,
never made. An unknown code is passed over.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from victim_portal.domain.vocabulary import DateCode

_C = DateCode

LEGACY_NAMES: Mapping[str, str] = MappingProxyType({"Tariff": _C.TED})
"""Other names of a code in the calculator's files."""

PAROLE_CODES = (_C.PED, _C.TED)


class Road(StrEnum):
    """The three things whose month a victim may be told ahead."""

    RELEASE = "release"
    PAROLE = "parole"
    LICENCE_END = "licence_end"


# An approved parole date and an actual curfew date say when somebody really leaves; of the
# automatic dates the latest governs, because each holds the prisoner for its own sentence;
# the dates of a detention and training order stand only where there is no other.
_RELEASE_ORDER: tuple[frozenset[str], ...] = (
    frozenset({_C.APD}),
    frozenset({_C.HDCAD}),
    frozenset({_C.CRD, _C.ARD, _C.PRRD}),
    frozenset({_C.MTD, _C.DPRRD}),
)
RELEASE_CODES = frozenset[str]().union(*_RELEASE_ORDER)

_LICENCE_ENDS = (_C.SLED, _C.LED)
_RELEASED_ON_LICENCE = frozenset({_C.CRD, _C.PRRD, _C.PED, _C.TED, _C.APD, _C.HDCAD, _C.NPD})
_EXPIRIES = (_C.SLED, _C.SED, _C.LED, _C.TUSED)

_ROADS: Mapping[str, Road] = MappingProxyType(
    dict.fromkeys(RELEASE_CODES, Road.RELEASE)
    | dict.fromkeys(PAROLE_CODES, Road.PAROLE)
    | dict.fromkeys((_C.SLED, _C.LED, _C.SED), Road.LICENCE_END)
)

Governing = tuple[str, date]
"""A code and its date."""


_Value = TypeVar("_Value")


def known_codes(by_code: Mapping[str, _Value]) -> Mapping[str, _Value]:
    """The same values under the codes' present names (`Tariff` and TED are one)."""
    return {LEGACY_NAMES.get(code, code): value for code, value in by_code.items()}


def road_of(code: str) -> Road | None:
    """What a code is about, or None for one that no victim is told of."""
    return _ROADS.get(LEGACY_NAMES.get(code, code))


def governing_release(dates: Mapping[str, date], not_before: date) -> Governing | None:
    """The date on which release is expected, from `not_before` on; None if there is none."""
    for codes in _RELEASE_ORDER:
        ahead = [(day, code) for code, day in dates.items() if code in codes and day >= not_before]
        if ahead:
            day, code = max(ahead)
            return code, day
    return None


def governing_parole(dates: Mapping[str, date], not_before: date) -> Governing | None:
    """The first date on which parole is possible, from `not_before` on; None if none."""
    for code in PAROLE_CODES:
        if code in dates and dates[code] >= not_before:
            return code, dates[code]
    return None


def governing_licence_end(dates: Mapping[str, date]) -> Governing | None:
    """When the licence ends, ahead or past; None for a sentence without a licence.

    A sentence with an automatic release date and nothing released on licence has none; a
    SED stands for the licence's end only where something is released on licence and no
    licence date is given.
    """
    ends = [(dates[code], code) for code in _LICENCE_ENDS if code in dates]
    if not ends and _C.SED in dates and _RELEASED_ON_LICENCE & dates.keys():
        ends = [(dates[_C.SED], _C.SED)]
    if not ends:
        return None
    day, code = max(ends)
    return code, day


def release_is_on_licence(release: Governing, dates: Mapping[str, date]) -> bool:
    """Whether a licence follows this release (no conditions can be set where none does)."""
    code, day = release
    end = governing_licence_end(dates)
    if end is None:
        # A life licence has no end; an automatic release has no licence.
        return code != _C.ARD
    return day < end[1]


def last_expiry(dates: Mapping[str, date]) -> date | None:
    """The last day of the sentence or its supervision; None where none is known."""
    return max((dates[code] for code in _EXPIRIES if code in dates), default=None)
