"""Invented sentences: the mix of a victim liaison unit, and dates that fit them roughly.

The dates stand in for the prison service's calculation, as a made-up file of it would.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from victim_portal.domain.calendar import add_months
from victim_portal.domain.vocabulary import OffenceCategory, SentenceType

_S, _O = SentenceType, OffenceCategory
_MIX = {
    _S.SDS: 40,
    _S.SDS_PLUS: 14,
    _S.EDS: 16,
    _S.SOPC: 3,
    _S.LIFE: 15,
    _S.IPP: 3,
    _S.S250: 3,
    _S.HOSPITAL_RESTRICTED: 4,
    _S.HOSPITAL_UNRESTRICTED: 2,
}
_OFFENCES = {
    _O.SEXUAL: ("Rape", "Sexual assault", "Assault by penetration", "Sexual activity with a child"),
    _O.VIOLENT: ("Wounding with intent", "Robbery", "Grievous bodily harm", "Aggravated burglary"),
    _O.STALKING_HARASSMENT: ("Stalking with fear of violence", "Coercive behaviour"),
    _O.MURDER: ("Murder",),
}
COURTS = ("Aldermere", "Brackenford", "Coppleton", "Hazelport", "Millstead", "Oakborough")
OLDEST = 14
"""Years back to the oldest sentence."""


@dataclass(frozen=True)
class InventedSentence:
    """A sentence as its referral tells it, and the key dates that stand for it by now."""

    kind: SentenceType
    category: OffenceCategory
    offence: str
    on: date
    court: str
    months: int | None
    minimum_months: int | None
    dates: tuple[tuple[str, date], ...]
    ends_on: date | None


def sentence(chance: Random, today: date) -> InventedSentence:
    """One sentence, passed between fourteen years ago and last month."""
    (kind,) = chance.choices(list(_MIX), weights=list(_MIX.values()))
    # Most of a unit's cases are of the last few years.
    back = int(365 * OLDEST * chance.random() ** 1.8) + 10
    on = today - timedelta(days=back)
    if kind is _S.LIFE:
        category = chance.choice((_O.MURDER, _O.MURDER, _O.MURDER, _O.SEXUAL))
    else:
        (category,) = chance.choices(
            (_O.SEXUAL, _O.VIOLENT, _O.STALKING_HARASSMENT), weights=(50, 44, 6)
        )
    months = minimum = None
    if kind in (_S.LIFE, _S.IPP):
        minimum = chance.randrange(36, 96) if kind is _S.IPP else chance.randrange(120, 360)
    elif kind not in (_S.HOSPITAL_RESTRICTED, _S.HOSPITAL_UNRESTRICTED):
        months = 12 * chance.randrange(2, 16) + chance.choice((0, 0, 6))
    dates = _dates(chance, kind, on, months, minimum)
    return InventedSentence(
        kind=kind,
        category=category,
        offence=chance.choice(_OFFENCES[category]),
        on=on,
        court=chance.choice(COURTS),
        months=months,
        minimum_months=minimum,
        dates=dates,
        ends_on=dict(dates).get("SLED"),
    )


def _dates(
    chance: Random, kind: SentenceType, on: date, months: int | None, minimum: int | None
) -> tuple[tuple[str, date], ...]:
    """Key dates of a kind that is dated at all; somebody on remand has served some of it."""
    remand = timedelta(days=chance.randrange(300))
    if minimum is not None:
        return (("Tariff", add_months(on, minimum) - remand),)
    if months is None:
        return ()
    end = add_months(on, months) - remand
    half, two_thirds = (add_months(on, months * n // 12) - remand for n in (6, 8))
    if kind is _S.EDS:
        return (("PED", two_thirds), ("CRD", end), ("SLED", add_months(end, 36)))
    if kind is _S.SOPC:
        return (("PED", half), ("CRD", end), ("SLED", add_months(end, 12)))
    return (("CRD", two_thirds if kind is _S.SDS_PLUS else half), ("SLED", end))
