"""Whether a set of key dates can be true: doubts for a person to settle, not refusals.

The order of dates follows the prison service's calculator. What it gives in good sets is
left alone: a conditional release on the day of sentence, of expiry or of licence expiry,
top-up supervision after expiry, and an effective sentence end on either side of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from victim_portal.domain.key_dates.reading import KeyDateSet
from victim_portal.domain.vocabulary import DateCode

DATE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        DateCode.CRD: "conditional release date",
        DateCode.ARD: "automatic release date",
        DateCode.PED: "parole eligibility date",
        DateCode.TED: "tariff expiry date",
        DateCode.SED: "sentence expiry date",
        DateCode.SLED: "sentence and licence expiry date",
        DateCode.LED: "licence expiry date",
        DateCode.PRRD: "post-recall release date",
        DateCode.DPRRD: "post-recall release date of a detention and training order",
        DateCode.NPD: "non-parole date",
        DateCode.NCRD: "notional conditional release date",
        DateCode.ESED: "effective sentence end date",
        DateCode.APD: "approved parole date",
        DateCode.HDCED: "home detention curfew eligibility date",
        DateCode.HDCAD: "home detention curfew approved date",
        DateCode.TUSED: "top-up supervision expiry date",
        DateCode.ETD: "early transfer date",
        DateCode.MTD: "mid transfer date",
        DateCode.LTD: "late transfer date",
        DateCode.ERSED: "early removal scheme eligibility date",
        DateCode.TERSED: "tariff-expired removal scheme eligibility date",
    }
)
"""What each code stands for, in English, as staff read it."""

_NOT_AFTER = (
    (DateCode.CRD, DateCode.SED),
    (DateCode.CRD, DateCode.SLED),
    (DateCode.CRD, DateCode.LED),
    (DateCode.ARD, DateCode.SED),
    (DateCode.ARD, DateCode.SLED),
    (DateCode.PED, DateCode.CRD),
    (DateCode.PED, DateCode.SED),
    (DateCode.PED, DateCode.SLED),
    (DateCode.PRRD, DateCode.SED),
    (DateCode.PRRD, DateCode.SLED),
    (DateCode.LED, DateCode.SED),
    (DateCode.HDCED, DateCode.CRD),
    (DateCode.HDCED, DateCode.ARD),
    (DateCode.ETD, DateCode.MTD),
    (DateCode.MTD, DateCode.LTD),
    (DateCode.ETD, DateCode.LTD),
)
"""Pairs whose first date may fall on the second, but not after it."""

_EARLIEST = date(1950, 1, 1)
_YEARS_AHEAD = 150
_LATEST_YEAR_UNSENTENCED = 2200


@dataclass(frozen=True)
class Flag:
    """One doubt: a code for machines (`crd_after_sled`) and a sentence for a person."""

    code: str
    sentence: str


def implausible(
    key_date_set: KeyDateSet, earliest_known_sentence: date | None = None
) -> tuple[Flag, ...]:
    """Everything about a set that can't well be true, or nothing.

    Dates are held against the set's own earliest date of sentence, or where it has none
    against `earliest_known_sentence`, the earliest that the portal knows of.
    """
    sentenced_on = key_date_set.sentenced_on or earliest_known_sentence
    dates = key_date_set.dates
    return (
        *_against_range(dates, sentenced_on),
        *_against_each_other(dates),
        *_as_a_whole(dates),
    )


def _against_range(dates: Mapping[str, date], sentenced_on: date | None) -> Iterator[Flag]:
    latest_year = (
        sentenced_on.year + _YEARS_AHEAD if sentenced_on is not None else _LATEST_YEAR_UNSENTENCED
    )
    for code, day in sorted(dates.items()):
        if sentenced_on is not None and day < sentenced_on:
            yield Flag(
                "date_before_sentence",
                f"{_put(code, day)} is before the sentence of {_plain(sentenced_on)}.",
            )
        if day < _EARLIEST:
            yield Flag("date_absurdly_early", f"{_put(code, day)} is before 1950.")
        if day.year > latest_year:
            yield Flag("date_absurdly_late", f"{_put(code, day)} is after the year {latest_year}.")


def _against_each_other(dates: Mapping[str, date]) -> Iterator[Flag]:
    for first, second in _NOT_AFTER:
        if first in dates and second in dates and dates[first] > dates[second]:
            yield Flag(
                f"{first}_after_{second}".lower(),
                f"{_put(first, dates[first])} is after {_put(second, dates[second])}.",
            )


def _as_a_whole(dates: Mapping[str, date]) -> Iterator[Flag]:
    if not dates:
        yield Flag("no_dates", "The set holds no dates at all.")
    sed, sled = dates.get(DateCode.SED), dates.get(DateCode.SLED)
    if sed is not None and sled is not None and sed != sled:
        yield Flag(
            "sed_differs_from_sled",
            f"{_put(DateCode.SED, sed)} differs from {_put(DateCode.SLED, sled)}.",
        )
    crd, ard = dates.get(DateCode.CRD), dates.get(DateCode.ARD)
    if crd is not None and ard is not None:
        yield Flag(
            "crd_and_ard",
            f"There is both {_put(DateCode.CRD, crd)} and {_put(DateCode.ARD, ard)}: "
            "with a licence and without one.",
        )


def _put(code: str, day: date) -> str:
    name = DATE_NAMES.get(code)
    return f"{code} ({name}) {_plain(day)}" if name else f"{code} {_plain(day)}"


def _plain(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
