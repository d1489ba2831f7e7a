"""How a listed sentence stands today: what is missing, and whether somebody has to act.

Limits come from the policy (Victims' Code, Right 11): witness care refers within so many
working days of the sentence, and first contact follows within so many of the referral.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from victim_portal.domain.clocks import clocks_for
from victim_portal.domain.policy import ClockKind, Policy
from victim_portal.domain.reconciliation.vocabulary import ListedState, Outcome
from victim_portal.domain.vocabulary import Route


@dataclass(frozen=True)
class KnownCase:
    """One case about the listed sentence, as far as this goes.

    `offered`: they were reached, or their answer is on record. `over`: the case is closed, or
    the waiting was given up, so nobody has to offer anything any more.
    """

    received_on: date
    route: Route
    offered: bool
    over: bool


@dataclass(frozen=True)
class Answers:
    """What people have recorded: about a missing referral, and about a late one."""

    referral: Outcome | None = None
    late: bool = False


@dataclass(frozen=True)
class Gaps:
    """What is missing and not answered."""

    never_referred: bool = False
    referred_late: bool = False
    never_offered: bool = False

    def __bool__(self) -> bool:
        """Whether anything is."""
        return self.never_referred or self.referred_late or self.never_offered


@dataclass(frozen=True)
class Standing:
    """How it stands; `until` is the last day on which that holds if nothing happens.

    `missing` is how many victims more the list knows than were referred; `late` whether a
    referral came after its limit, answered or not.
    """

    state: ListedState
    gaps: Gaps
    until: date | None = None
    missing: int = 0
    late: bool = False


def stand(
    sentenced_on: date,
    route: Route,
    victims: int | None,
    cases: Sequence[KnownCase],
    answers: Answers,
    today: date,
    policy: Policy,
    bank_holidays: Container[date],
) -> Standing:
    """How a listed sentence stands on the London date `today`.

    `cases` are those about this very sentence, without withdrawn ones and doubles. A list that
    knows of no number, or of none at all, is taken to know of one victim: whether there is
    nobody is a person's to say. While the clock of a referral runs it waits; while that of first
    contact runs it is settled until then, for the case has tasks of its own.
    """
    missing = max(0, max(victims or 1, 1) - len(cases))
    if answers.referral is not None:
        missing = 0
    referral_due = referral_due_on(sentenced_on, route, policy, bank_holidays)
    running = [
        due
        for case in cases
        if not (case.offered or case.over)
        for due in [contact_due_on(case, sentenced_on, policy, bank_holidays)]
    ]
    late = any(case.received_on > referral_due for case in cases)
    gaps = Gaps(
        never_referred=missing > 0 and today > referral_due,
        referred_late=late and not answers.late,
        never_offered=any(today > due for due in running),
    )
    if gaps:
        return Standing(ListedState.OPEN, gaps, missing=missing, late=late)
    if missing:
        until = min([referral_due, *running])
        return Standing(ListedState.WAITING, gaps, until, missing, late)
    return Standing(ListedState.SETTLED, gaps, min(running, default=None), late=late)


def referral_due_on(
    sentenced_on: date, route: Route, policy: Policy, bank_holidays: Container[date]
) -> date:
    """The last day that is in time for a referral; the day itself where no limit was in force."""
    found = clocks_for(route, sentenced_on, sentenced_on, policy, bank_holidays)
    return next((c.due_on for c in found if c.kind is ClockKind.REFERRAL), sentenced_on)


def contact_due_on(
    case: KnownCase, sentenced_on: date, policy: Policy, bank_holidays: Container[date]
) -> date:
    """The last day that is in time for first contact on a case."""
    found = clocks_for(case.route, sentenced_on, case.received_on, policy, bank_holidays)
    contact = [clock.due_on for clock in found if clock.kind is not ClockKind.REFERRAL]
    return contact[0] if contact else case.received_on
