"""What a new version of key dates changes against the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Change:
    """One date code whose date differs; None on the side where the code is absent."""

    code: str
    before: date | None
    after: date | None


def diff(old: Mapping[str, date], new: Mapping[str, date]) -> tuple[Change, ...]:
    """The codes that came, went or moved from `old` to `new`, in alphabetical order."""
    return tuple(
        Change(code, old.get(code), new.get(code))
        for code in sorted(old.keys() | new.keys())
        if old.get(code) != new.get(code)
    )
