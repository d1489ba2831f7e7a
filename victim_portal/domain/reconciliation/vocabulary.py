"""The closed lists of reconciliation. Values are stored: none changes without a migration."""

from enum import StrEnum


class ListedState(StrEnum):
    """Where a listed sentence stands: its clock runs, somebody has to act, or it is over."""

    WAITING = "waiting"
    OPEN = "open"
    SETTLED = "settled"


class Gap(StrEnum):
    """What may be missing for the victims of a listed sentence."""

    NEVER_REFERRED = "never_referred"
    REFERRED_LATE = "referred_late"
    NEVER_OFFERED = "never_offered"
    PERHAPS = "perhaps"


class Outcome(StrEnum):
    """How a listed sentence came to its end; the first three by themselves."""

    IN_ORDER = "in_order"
    REFERRAL_CAME = "referral_came"
    OFFERED = "offered"
    NO_VICTIM = "no_victim"
    NOT_QUALIFYING = "not_qualifying"
    LISTED_WRONGLY = "listed_wrongly"
    KNOWN_CASE = "known_case"
    LATE_EXPLAINED = "late_explained"


class ListedStep(StrEnum):
    """What somebody did, or the portal noticed, about a listed sentence."""

    LISTED = "listed"
    LISTED_AGAIN = "listed_again"
    LIST_CHANGED = "list_changed"
    OWNER = "owner"
    NO_OWNER = "no_owner"
    CHASED = "chased"
    NOT_THIS_CASE = "not_this_case"
    ANSWERED = "answered"
    REOPENED = "reopened"
    SETTLED = "settled"
    CAME_BACK = "came_back"


class Matched(StrEnum):
    """How it is known that a sentence here is the listed one."""

    NUMBER = "number"
    PERSON = "person"


OF_REFERRAL = (
    Outcome.KNOWN_CASE,
    Outcome.NO_VICTIM,
    Outcome.NOT_QUALIFYING,
    Outcome.LISTED_WRONGLY,
)
"""What a person may record where somebody was never referred."""

BY_HAND = (*OF_REFERRAL, Outcome.LATE_EXPLAINED)
"""Every outcome that is a person's; that somebody was never offered has none but the offer."""
