"""Qualifying sentences as the courts and prisons list them, held against what was referred.

In one inspection over a fifth of eligible victims were never offered the scheme (London,
May 2019). Probation staff run such lists to find sentences that nobody referred.
"""

from victim_portal.domain.reconciliation.row import (
    COLUMNS,
    REQUIRED,
    SENSITIVE,
    ListedRow,
    check_listed,
    listed_values,
)
from victim_portal.domain.reconciliation.standing import (
    Answers,
    Gaps,
    KnownCase,
    Standing,
    contact_due_on,
    referral_due_on,
    stand,
)
from victim_portal.domain.reconciliation.vocabulary import (
    BY_HAND,
    OF_REFERRAL,
    Gap,
    ListedState,
    ListedStep,
    Matched,
    Outcome,
)

__all__ = [
    "BY_HAND",
    "COLUMNS",
    "OF_REFERRAL",
    "REQUIRED",
    "SENSITIVE",
    "Answers",
    "Gap",
    "Gaps",
    "KnownCase",
    "ListedRow",
    "ListedState",
    "ListedStep",
    "Matched",
    "Outcome",
    "Standing",
    "check_listed",
    "contact_due_on",
    "listed_values",
    "referral_due_on",
    "stand",
]
