"""Everything that one planning looks at, with the questions that all its rules ask."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.plan.values import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    LeadTimes,
    PreferenceFacts,
    SentenceFacts,
)
from victim_portal.domain.policy import LeadTime
from victim_portal.domain.stages import EventOutcome, Road, Stage, YearMonth, overtakes, road_of

_LETS_OUT = frozenset(
    {
        Stage.RELEASED,
        Stage.RE_RELEASED,
        Stage.DEPORTED,
        Stage.CONDITIONAL_DISCHARGE,
        Stage.ABSOLUTE_DISCHARGE,
        Stage.COMMUNITY_TREATMENT_ORDER,
    }
)
_TAKES_BACK = frozenset({Stage.RECALLED, Stage.HOSPITAL_RECALL})


@dataclass(frozen=True)
class Situation:
    """The facts of one planning; `key_dates` carries present code names only."""

    case: CaseFacts
    sentence: SentenceFacts | None
    key_dates: KeyDateFacts
    events: Sequence[EventFacts]
    preference: PreferenceFacts
    policy: LeadTimes
    bank_holidays: Container[date]
    today: date

    def facts(self, *codes: str) -> dict[str, int]:
        """What every update rests on, and the versions of the dates with these codes."""
        changed_in, version = self.key_dates.changed_in, self.key_dates.version
        return {
            "enrolment": self.case.enrolment_version,
            "preference": self.preference.version,
            **{f"key_date:{code}": changed_in.get(code, version) for code in codes if code},
        }

    def lead(self, key: str, event_on: date) -> date | None:
        """The day that the policy sets for an event; None where it says nothing.

        The rule in force on the day of the event counts, and today's for a past event.
        """
        rule = self.lead_rule(key, event_on)
        return None if rule is None else rule.applied_to(event_on, self.bank_holidays)

    def lead_rule(self, key: str, event_on: date) -> LeadTime | None:
        """The rule itself."""
        try:
            return self.policy.lead_time(key, max(event_on, self.today))
        except LookupError:
            return None

    def working_day_before(self, day: date) -> date:
        """The last working day before `day`."""
        return add_working_days(day, -1, self.bank_holidays)

    def window(self, opens: date | None, closes: date | None) -> tuple[date, date]:
        """A window that hasn't passed: it opens today at the earliest and has an end.

        Without an opening or an end it is due at once, because no rule says otherwise.
        """
        opens = max(opens or self.today, self.today)
        return opens, max(closes or opens, opens)

    def open_key(self, base: str, month: YearMonth | None, *, again: bool = True) -> str | None:
        """The key under which to plan; None where a person has this news, or said no to it.

        `again` lets the same news come back when its month has moved since.
        """
        past = [s for s in self.case.settled if s.plan_key.partition("#")[0] == base]
        if not past:
            return base
        if not again or past[-1].anchor_month == month:
            return None
        return f"{base}#{len(past) + 1}"

    def told_month(self, road: Road) -> tuple[str, YearMonth] | None:
        """The code and month of which this victim was last told; None if of none."""
        for settled in reversed(self.case.settled):
            if settled.sent and settled.anchor_month and road_of(settled.anchor_code) is road:
                return settled.anchor_code, settled.anchor_month
        return None

    def overtaking(self, event: EventFacts) -> EventFacts | None:
        """What happened since and leaves no sense in telling `event` as news; None if nothing.

        On one day what was recorded later counts as later; but whoever was let out and
        taken back on one day is in custody, in whichever order it was written down.
        """
        return next((e for e in self.events if _overtakes(e, event, self.today)), None)

    @property
    def at_liberty(self) -> bool:
        """Whether the last that is known is a release; on a doubtful day it is custody."""
        return at_liberty(self.events, self.today)


def at_liberty(events: Iterable[EventFacts], today: date) -> bool:
    """Whether by what happened until today somebody is out; on a doubtful day it is custody."""
    known = [
        event
        for event in events
        if event.happened_on <= today and event.outcome is not EventOutcome.STARTED
    ]
    out = max((e.happened_on for e in known if e.stage in _LETS_OUT), default=None)
    back = max((e.happened_on for e in known if e.stage in _TAKES_BACK), default=None)
    return out is not None and (back is None or out > back)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_order(event: EventFacts) -> tuple[date, datetime, str]:
    """The order in which things happened, as far as it is known."""
    return event.happened_on, event.recorded_at or _LONG_AGO, event.id


def _overtakes(later: EventFacts, event: EventFacts, today: date) -> bool:
    if later.happened_on > today or later.id == event.id:
        return False
    if not overtakes(event.stage, event.outcome, later.stage, later.outcome):
        return False
    if later.happened_on == event.happened_on:
        if event.stage in _TAKES_BACK and later.stage in _LETS_OUT:
            return False
        if event.stage in _LETS_OUT and later.stage in _TAKES_BACK:
            return True
    return in_order(later) > in_order(event)
