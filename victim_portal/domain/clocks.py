"""The clocks that start with a case: referral, first contact, short-sentence contact.

Limits come from the policy (Victims' Code, Right 11; Victim Notification Scheme).
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from victim_portal.domain.calendar import working_days_between
from victim_portal.domain.policy import Anchor, ClockKind, Policy
from victim_portal.domain.vocabulary import Route

DUE_SOON_WORKING_DAYS = 3


@dataclass(frozen=True)
class CaseClock:
    """One clock of one case; `due_on` is the last day that is still in time."""

    kind: ClockKind
    starts_on: date
    due_on: date


class ClockState(StrEnum):
    """What a clock says today."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    STOPPED_IN_TIME = "stopped_in_time"
    STOPPED_LATE = "stopped_late"
    ENDED_WITHOUT_CONTACT = "ended_without_contact"


@dataclass(frozen=True)
class ClockStanding:
    """A clock's state, and the working days to its due date.

    They are counted from today, or from the day it was stopped or ended; 0 on the due date
    itself, negative after it (0 too where only a weekend or holiday lies between).
    """

    state: ClockState
    working_days_left: int


def clocks_for(
    route: Route,
    sentenced_on: date,
    received_on: date,
    policy: Policy,
    bank_holidays: Container[date],
) -> tuple[CaseClock, ...]:
    """The clocks of a case, in the order referral, contact.

    They run on every route, undecided too, so that nobody waits unheard for a decision.
    On the short-sentence route its own contact clock stands in for first contact when it
    falls due earlier. A clock that no limit was in force for is left out.
    """
    events = {Anchor.SENTENCE: sentenced_on, Anchor.REFERRAL: received_on}

    def clock(kind: ClockKind) -> CaseClock | None:
        rule = policy.clock(kind, events)
        if rule is None:
            return None
        starts_on = events[rule.event]
        return CaseClock(kind, starts_on, rule.limit.applied_to(starts_on, bank_holidays))

    contact = clock(ClockKind.FIRST_CONTACT)
    if route is Route.SHORT_SENTENCE:
        short = clock(ClockKind.SHORT_SENTENCE_CONTACT)
        if short is not None and (contact is None or short.due_on < contact.due_on):
            contact = short
    return tuple(found for found in (clock(ClockKind.REFERRAL), contact) if found is not None)


def standing(
    clock: CaseClock,
    today: date,
    stopped_on: date | None,
    bank_holidays: Container[date],
    due_soon_within: int = DUE_SOON_WORKING_DAYS,
    *,
    ended_on: date | None = None,
) -> ClockStanding:
    """How a clock stands on the London date `today`.

    `stopped_on` is the day of what it waited for, or None. `ended_on` is the day on which
    the waiting was given up without it ("no response"); what came after all stops the clock.
    `due_soon_within` is a number of working days.
    """
    counted_from = stopped_on or ended_on or today
    left = working_days_between(counted_from, clock.due_on, bank_holidays)
    late = counted_from > clock.due_on
    if stopped_on is not None:
        state = ClockState.STOPPED_LATE if late else ClockState.STOPPED_IN_TIME
    elif ended_on is not None:
        state = ClockState.ENDED_WITHOUT_CONTACT
    elif late:
        state = ClockState.OVERDUE
    else:
        state = ClockState.DUE_SOON if left <= due_soon_within else ClockState.RUNNING
    return ClockStanding(state, left)
