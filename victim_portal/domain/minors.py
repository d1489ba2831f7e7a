"""Children and young people: who is under 18 on a day.

Victims' Code: under 18, a parent or guardian is entitled too, and what is best for the young
person goes first. So somebody decides who is written to and spoken with, and says why.
"""

from datetime import date
from enum import StrEnum

from victim_portal.domain.calendar import birthday

ADULT = 18


class SpokenWith(StrEnum):
    """Who is written to and spoken with for somebody under 18."""

    PARENT_OR_GUARDIAN = "parent_or_guardian"
    SOCIAL_WORKER = "social_worker"
    THEMSELVES = "themselves"


def is_under_18(born_on: date | None, day: date) -> bool:
    """Whether somebody is under 18 on a London day; who was born we don't know when isn't.

    The age is reached at the start of the birthday; 29 February counts as 1 March in other
    years.
    """
    return born_on is not None and day < birthday(born_on, ADULT)
