"""What somebody chooses on their own pages: when they like to hear, and what is agreed first.

A choice that narrows (less, later, not there) holds at once. What could put them in danger (a
number or address that was stopped, more hours of the safe-contact plan) is asked for here and
agreed with the officer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from victim_portal.domain.contact import Window

WEEK = frozenset(range(7))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_STARTS, DAY_ENDS = time(0), time(23, 59)
EARLIEST = (time(8), time(9), time(10), time(11), time(12))
LATEST = (time(12), time(14), time(16), time(18), time(20))
"""The hours of the day that may be chosen; the plan's safety hours hold beside them."""
HOURS = tuple(time(hour) for hour in range(6, 23))
"""The hours that may be named for when a number or address is safe."""


class OwnRequestKind(StrEnum):
    """What a person may ask for that an officer agrees with them before it holds."""

    SUPPORTER = "supporter"
    HOURS = "hours"
    WAY_AGAIN = "way_again"


@dataclass(frozen=True)
class Liked:
    """When they like to hear, beside the safety hours of each way; no wish is any time.

    `not_on` are days of the week (0 is Monday); `not_before` and `not_after` times of the day.
    Raises ValueError with a sentence where nothing would be left.
    """

    not_on: frozenset[int] = frozenset()
    not_before: time | None = None
    not_after: time | None = None

    def __post_init__(self) -> None:
        if not self.not_on <= WEEK:
            raise ValueError("There are seven days in a week.")
        if self.not_on == WEEK:
            raise ValueError("Leave at least one day.")
        if (self.not_before or DAY_STARTS) >= (self.not_after or DAY_ENDS):
            raise ValueError("Leave some time in the day.")

    @property
    def windows(self) -> tuple[Window, ...]:
        """The hours that are left, as the last look reads them; none where there is no wish."""
        if self == Liked():
            return ()
        start, end = self.not_before or DAY_STARTS, self.not_after or DAY_ENDS
        return (Window(WEEK - self.not_on, start, end),)


def liked_in(windows: Sequence[Window]) -> Liked | None:
    """What was wished for, out of the hours that are kept; None for hours of another shape."""
    if not windows:
        return Liked()
    if len(windows) > 1:
        return None
    (only,) = windows
    return Liked(
        not_on=WEEK - only.days,
        not_before=only.start if only.start > DAY_STARTS else None,
        not_after=only.end if only.end < DAY_ENDS else None,
    )


def in_words(window: Window) -> str:
    """Days and hours as they are kept with what was asked: for the officer, in English."""
    days = ", ".join(DAYS[day] for day in sorted(window.days))
    return f"{days}: {window.start:%H:%M} to {window.end:%H:%M}"


def only_narrows(before: Sequence[Window], any_time: bool, after: Sequence[Window]) -> bool:
    """Whether new safety hours lie wholly within those that were agreed (`any_time` is all)."""
    if not after:
        return False
    if any_time:
        return True
    return all(
        any(
            day in agreed.days and agreed.start <= one.start and one.end <= agreed.end
            for agreed in before
        )
        for one in after
        for day in one.days
    )
