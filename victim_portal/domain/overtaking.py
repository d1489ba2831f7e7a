"""Proposals that need a second person, and that nobody decided."""

from enum import StrEnum


class OvertakenBy(StrEnum):
    """What ended a proposal before anybody decided it: what it was about, or its time."""

    WORDS_CHANGED = "words_changed"
    FACTS_CHANGED = "facts_changed"
    CANCELLED = "cancelled"
    TOLD = "told"
    WITHDRAWN = "withdrawn"
    RAN_OUT = "ran_out"
