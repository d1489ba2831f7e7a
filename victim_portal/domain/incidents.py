"""Incidents: their kinds, the clock of 72 hours, and what has to stand before one closes.

UK GDPR, Articles 33 and 34: a breach with a risk is reported to the regulator within 72 hours
of its being noticed; the person is told without delay when the risk to them is high. For this
scheme a risk to a victim always counts as high: they are told, by a safe way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REPORT_WITHIN = timedelta(hours=72)
LATEST_HOUR = timedelta(hours=24)
"""So near the end of the clock, an incident is shown as due soon."""


class IncidentKind(StrEnum):
    """What went wrong."""

    WRONG_RECIPIENT = "wrong_recipient"
    LETTER_OPENED = "letter_opened"
    LOST_PAPER = "lost_paper"
    LEAK = "leak"
    ACCOUNT = "account"
    DATA_LOST = "data_lost"
    WRONG_NEWS = "wrong_news"
    SENT_TWICE = "sent_twice"
    OTHER = "other"


class IncidentClock(StrEnum):
    """How the clock of an incident stands."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    REPORTED = "reported"
    REPORTED_LATE = "reported_late"
    NO_REPORT_NEEDED = "no_report_needed"


@dataclass(frozen=True)
class IncidentFacts:
    """What decides about the clock; `risk` is None while nobody has judged it."""

    noticed_at: datetime
    risk: bool | None
    reported_at: datetime | None
    told_at: datetime | None


def due_at(noticed_at: datetime) -> datetime:
    """By when the regulator must have been told."""
    return noticed_at + REPORT_WITHIN


def clock(facts: IncidentFacts, now: datetime) -> IncidentClock:
    """How the clock stands at a moment. It runs until it is reported, or judged to be no risk."""
    due = due_at(facts.noticed_at)
    if facts.reported_at is not None:
        late = facts.reported_at > due
        return IncidentClock.REPORTED_LATE if late else IncidentClock.REPORTED
    if facts.risk is False:
        return IncidentClock.NO_REPORT_NEEDED
    if now > due:
        return IncidentClock.OVERDUE
    return IncidentClock.DUE_SOON if now > due - LATEST_HOUR else IncidentClock.RUNNING


def time_left(facts: IncidentFacts, now: datetime) -> timedelta:
    """How much of the 72 hours is left; negative once they are over."""
    return due_at(facts.noticed_at) - now


def why_not_closed(facts: IncidentFacts) -> dict[str, str]:
    """What is still missing before an incident may close, by the field that says it."""
    if facts.risk is None:
        return {"risk": "Say whether there is a risk to somebody."}
    missing: dict[str, str] = {}
    if facts.risk and facts.reported_at is None:
        missing["reported"] = "Say when it was reported to the regulator."
    if facts.risk and facts.told_at is None:
        missing["told"] = "Say when the person was told."
    return missing
