"""Why a month may come otherwise than it is given: one closed list, in plain words for staff."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Cause(StrEnum):
    """One reason for which an official date isn't the last word."""

    BOARD = "board"
    CURFEW = "curfew"
    WORKING_DAY = "working_day"
    ADDED_DAYS = "added_days"
    AT_LARGE = "at_large"
    LAW = "law"
    APPEAL = "appeal"
    MOVED = "moved"
    TYPED = "typed"
    NOT_CONFIRMED = "not_confirmed"
    DOUBTFUL = "doubtful"
    RECALLED = "recalled"
    RECKONED = "reckoned"
    PASSED = "passed"


_SENTENCES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.BOARD: "release before an automatic date needs a decision of the Parole Board",
        Cause.CURFEW: "release on a home detention curfew may come first",
        Cause.WORKING_DAY: "the date is no working day, and release is on the one before",
        Cause.ADDED_DAYS: "days may be added in prison, or given back",
        Cause.AT_LARGE: "time unlawfully at large is added to the sentence",
        Cause.LAW: "a change in the law can move it, as those of 2024 and 2026 did",
        Cause.APPEAL: "an appeal is under way",
        Cause.TYPED: "it was typed by an officer, and no file of the prison has confirmed it",
        Cause.NOT_CONFIRMED: "the prison's calculation isn't confirmed",
        Cause.DOUBTFUL: "a check found something in these dates that can't well be right",
        Cause.RECALLED: "they were recalled, and release needs a decision",
        Cause.RECKONED: "it is reckoned from the recall; the prison has given no date yet",
        Cause.PASSED: "that month has gone by, and nothing is on record",
    }
)


def sentence_of(cause: Cause, moved: int) -> str:
    """A reason as a clause; `moved` is how often the date went to another month."""
    if cause is Cause.MOVED:
        return "it has moved once before" if moved == 1 else f"it has moved {moved} times before"
    return _SENTENCES[cause]
