"""First contact: by which steps somebody who was just referred is reached, and by when.

The steps, how many and how far apart, are policy. A step counts from the day on which the
one before it was done; a step whose way isn't there (no address, no telephone) is not
waited for. As soon as they were reached or have answered, nothing more is due.
"""

from victim_portal.domain.first_contact.attempts import (
    OFFERS_NOTHING,
    attempt_days,
    enough_attempts,
    standing,
    was_posted,
)
from victim_portal.domain.first_contact.planning import (
    LAST_LETTER_SAID,
    LETTER_OF_STEP,
    plan_first_contact,
    reached_them,
)
from victim_portal.domain.first_contact.values import (
    FirstContactPlan,
    PlannedStep,
    StepState,
    Tried,
    Ways,
)

__all__ = [
    "LAST_LETTER_SAID",
    "LETTER_OF_STEP",
    "OFFERS_NOTHING",
    "FirstContactPlan",
    "PlannedStep",
    "StepState",
    "Tried",
    "Ways",
    "attempt_days",
    "enough_attempts",
    "plan_first_contact",
    "reached_them",
    "standing",
    "was_posted",
]
