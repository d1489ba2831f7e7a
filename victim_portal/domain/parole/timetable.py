"""A parole review's timetable, counted from the hearing and from the decision.

Sources: Parole Board Rules 2019, r.17 (non-disclosure), r.27 (summaries), r.28
(reconsideration), and the Board's guidance on statements; the limits are policy data.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from victim_portal.domain.calendar import is_working_day
from victim_portal.domain.parole.kinds import AFTER_DECISION, BEFORE_HEARING, DeadlineKind
from victim_portal.domain.policy import Anchor, LeadTimeRule, Policy


@dataclass(frozen=True)
class Deadline:
    """One date of the timetable.

    `due_on` is the last day that is in time, `work_by` the last working day until then.
    `if_gone` says what can still be done afterwards; `source` where the limit comes from.
    `remind_on` is the working day on which an officer is reminded on the way, None for never.
    """

    kind: DeadlineKind
    due_on: date
    work_by: date
    what: str
    if_gone: str
    source: str
    remind_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """How a deadline stands on a day: `days_left` is negative once it has gone.

    `words` are its countdown; `still` what is to be done, or what can still be done.
    """

    deadline: Deadline
    days_left: int
    words: str
    still: str

    @property
    def gone(self) -> bool:
        """Whether the last day that was in time has passed."""
        return self.days_left < 0


HEARD = "The hearing has been. What wasn't sent by then can be said at the next review."

_WORDS: Mapping[DeadlineKind, tuple[str, str]] = MappingProxyType(
    {
        DeadlineKind.NON_DISCLOSURE: (
            "Apply for non-disclosure of anything that must be kept from the prisoner",
            "Ask the casework section today whether the Board will take a late application. Until "
            "it answers, leave the material out: what the Board reads the prisoner reads too.",
        ),
        DeadlineKind.STATEMENT: (
            "Send the victim personal statement",
            "Send it now with the reason why it is late: the panel chair can still admit it. The "
            "victim can also ask to read it at the hearing.",
        ),
        DeadlineKind.DECISION: (
            "Find out what the Board decided and tell the victim",
            "Ask the casework section for the decision.",
        ),
        DeadlineKind.SUMMARY: (
            "Ask for the summary of the decision, if the victim wants one",
            "Ask the Board whether it will still make a summary.",
        ),
        DeadlineKind.RECONSIDERATION_WISH: (
            "Find out whether the victim wants the decision looked at again, and pass it on",
            "Ring the casework section today: the Secretary of State has to apply in time.",
        ),
        DeadlineKind.RECONSIDERATION: (
            "Pass on a request that the Secretary of State asks for reconsideration",
            "Tell the victim that the time for reconsideration has passed, and ask the casework "
            "section whether the decision could be set aside.",
        ),
    }
)

_REMINDERS: Mapping[DeadlineKind, str] = MappingProxyType(
    {
        DeadlineKind.NON_DISCLOSURE: "non_disclosure_reminder",
        DeadlineKind.STATEMENT: "statement_reminder",
        DeadlineKind.SUMMARY: "decision_summary_reminder",
    }
)
"""By which lead time of the policy an officer is reminded on the way to a deadline."""
_RECONSIDERATION = AFTER_DECISION - {DeadlineKind.SUMMARY}


def timetable(
    hearing_on: date | None,
    decision_on: date | None,
    policy: Policy,
    bank_holidays: Container[date],
    *,
    reconsidered: bool = True,
) -> tuple[Deadline, ...]:
    """The deadlines of a review, soonest first.

    Without `reconsidered` a decision can't be looked at again, and has no such deadlines.
    Those that hang on the hearing come only with `hearing_on`, those on the decision only
    with `decision_on`; once there is a decision none is expected any more. Each takes the
    limit in force on the day of its event; where the policy has none, it is left out.
    """
    found = []
    days = {Anchor.HEARING: hearing_on, Anchor.DECISION: decision_on}
    for kind, (what, if_gone) in _WORDS.items():
        if kind is DeadlineKind.DECISION and decision_on is not None:
            continue
        if kind in _RECONSIDERATION and not reconsidered:
            continue
        for anchor, day in days.items():
            rule = _rule(policy, kind.value, anchor, day)
            if day is None or rule is None:
                continue
            due_on = rule.lead_time.applied_to(day, bank_holidays)
            work_by = _working_day_until(due_on, bank_holidays)
            reminder = _rule(policy, _REMINDERS.get(kind, ""), anchor, day)
            remind_on = reminder.lead_time.applied_to(day, bank_holidays) if reminder else None
            if remind_on is not None:
                remind_on = _working_day_until(remind_on, bank_holidays)
            found.append(Deadline(kind, due_on, work_by, what, if_gone, rule.source, remind_on))
    order = list(DeadlineKind)
    return tuple(sorted(found, key=lambda one: (one.due_on, order.index(one.kind))))


def _rule(policy: Policy, name: str, anchor: Anchor, day: date | None) -> LeadTimeRule | None:
    """The policy's rule of a name for an event of this kind; None where it has none."""
    if day is None or not name:
        return None
    try:
        rule = policy.lead_time_rule(name, day)
    except LookupError:
        return None
    return rule if rule.event is anchor else None


def standing(deadline: Deadline, today: date, *, held: bool = False) -> Standing:
    """How a deadline stands on `today`, with the words of its countdown.

    `held` says that the hearing has been: nothing can be sent to it any more.
    """
    days = (deadline.due_on - today).days
    still = deadline.what
    if days < 0:
        over = held and deadline.kind in BEFORE_HEARING
        still = HEARD if over else deadline.if_gone
        ago = "yesterday" if days == -1 else f"{-days} days ago"
        words = f"Gone: it was due {ago}. {still}"
    elif days == 0:
        words = "Today is the last day."
    else:
        words = "1 day left" if days == 1 else f"{days} days left"
    return Standing(deadline, days, words, still)


def moved(
    before: tuple[Deadline, ...], after: tuple[Deadline, ...]
) -> tuple[tuple[DeadlineKind, date | None, date | None], ...]:
    """What moving a hearing did to the timetable: kind, old date, new date."""
    old = {deadline.kind: deadline.due_on for deadline in before}
    new = {deadline.kind: deadline.due_on for deadline in after}
    return tuple(
        (kind, old.get(kind), new.get(kind))
        for kind in DeadlineKind
        if old.get(kind) != new.get(kind)
    )


def _working_day_until(day: date, bank_holidays: Container[date]) -> date:
    while not is_working_day(day, bank_holidays):
        day -= timedelta(days=1)
    return day
