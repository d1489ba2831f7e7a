"""How somebody wants to be told, in plain words for staff."""

from collections.abc import Mapping
from types import MappingProxyType

SMALL_MOVE: Mapping[int, str] = MappingProxyType(
    {
        0: "Every move to another month",
        1: "Only by more than 1 month",
        2: "Only by more than 2 months",
        3: "Only by more than 3 months",
        6: "Only by more than 6 months",
    }
)


def small_move(months: int) -> str:
    """Of which moves they hear; a number that isn't offered is said all the same."""
    return SMALL_MOVE.get(months, f"Only by more than {months} months")
