"""The closed lists of a campaign."""

from enum import StrEnum


class CampaignReason(StrEnum):
    """Why a file moves many dates."""

    LAW_CHANGE = "law_change"
    RECALCULATION = "recalculation"
    CORRECTION = "correction"
    OTHER = "other"


class CampaignOutcome(StrEnum):
    """What the file did to one offender's dates."""

    MOVED = "moved"
    UNCHANGED = "unchanged"


class Direction(StrEnum):
    """Which way a month moved, as a victim feels it."""

    EARLIER = "earlier"
    LATER = "later"
    SAME = "same"
    UNKNOWN = "unknown"


class Dropped(StrEnum):
    """Why an update that was proposed wasn't approved with the others."""

    CHANGED = "changed"
    NOT_DRAFT = "not_draft"
    CASE_CLOSED = "case_closed"
    CASE_MOVED = "case_moved"
    ALONE = "alone"
    NOT_REACHED = "not_reached"
    NOT_FIT = "not_fit"
