"""Units and officers of an invented caseload: whose case a number is."""

from dataclasses import dataclass
from random import Random

from victim_portal.domain.invented.names import chance_of, first_name, last_name

CASES_PER_OFFICER = 220
"""A victim liaison officer carries 180 to 280."""
OFFICERS_PER_UNIT = 12
DOMAIN = "invented.example.org"
_FIRST = (
    *("Alder", "Ash", "Beacon", "Black", "Bracken", "Bridge", "Clear", "Cold", "Copper", "Crow"),
    *("East", "Elm", "Fern", "Gold", "Hazel", "High", "Long", "Mill", "North", "Oak"),
)
_LAST = (
    *("borough", "bourne", "bridge", "dale", "field", "ford", "ham", "hurst", "mere", "moor"),
    *("port", "stead", "ton", "water", "wick", "wood"),
)


@dataclass(frozen=True)
class InventedOfficer:
    """Somebody who works in a unit; `address` is the account's, without meaning elsewhere."""

    unit: int
    address: str
    first_name: str
    last_name: str
    telephone: str
    speaks_welsh: bool


def office_of(number: int) -> tuple[int, int]:
    """Of a case's number the officer's and the unit's."""
    officer = number // CASES_PER_OFFICER
    return officer, officer // OFFICERS_PER_UNIT


def unit_name(unit: int) -> str:
    """What a unit is called: the first 320 by place, the others by place and number."""
    again, place = divmod(unit, len(_FIRST) * len(_LAST))
    # Not one after the other, or the first units would share half of their name.
    first, last = place % len(_FIRST), (place // len(_FIRST) + place) % len(_LAST)
    name = _FIRST[first] + _LAST[last]
    return f"{name} {again + 1}" if again else name


def officer(seed: int, number: int) -> InventedOfficer:
    """An officer by number."""
    return _somebody(
        chance_of(seed, f"officer {number}"), number // OFFICERS_PER_UNIT, f"o{number}"
    )


def manager(seed: int, unit: int) -> InventedOfficer:
    """The manager of a unit."""
    return _somebody(chance_of(seed, f"manager {unit}"), unit, f"m{unit}")


def _somebody(chance: Random, unit: int, called: str) -> InventedOfficer:
    return InventedOfficer(
        unit,
        f"{called}@{DOMAIN}",
        first_name(chance),
        last_name(chance),
        f"07700 900{chance.randrange(1000):03d}",
        chance.random() < 0.1,
    )
