"""The receipt ladder: how far up each update has to get, by when, and who is asked if it doesn't.

Handed over, delivered, opened on the portal, confirmed by the victim, spoken to. That a message
was handed over or delivered says nothing of whether anybody read it (GOV.UK Notify's guidance on
message status), so what a person's safety hangs on has to be confirmed by them, or told by voice.

Where the times come from: news that an offender isn't in custody goes on the same day, by
telephone first; that a release has happened within one or two working days; the others "as soon
as known", with no figure in any source. Those figures are the scheme's own choice, and stand in
the table below to be read and changed.

Silence climbs: another number or address that the plan allows, then a call by the officer, then
the manager. The clock of a step begins with the step.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.calendar import add_working_days, end_of_day, london_date
from victim_portal.domain.stages import Stage


class Rung(StrEnum):
    """How far up one update got, from the bottom; the names are those of receipts."""

    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    SPOKEN = "spoken"


class LadderStep(StrEnum):
    """What was done about an update, from the first message on."""

    SENT = "sent"
    ANOTHER_CHANNEL = "another_channel"
    OFFICER = "officer"
    MANAGER = "manager"


class LadderEnd(StrEnum):
    """Why nobody climbs any more for an update."""

    REACHED = "reached"
    TOLD = "told"
    REPLACED = "replaced"
    CLOSED = "closed"
    SAID_NO = "said_no"


@dataclass(frozen=True)
class Within:
    """A time to wait: `hours`, or to the end of the `working_days`-th working day after."""

    hours: int = 0
    working_days: int = 0

    def after(self, moment: datetime, bank_holidays: Container[date]) -> datetime:
        """When the time that began at an aware `moment` is over."""
        if self.hours:
            return moment + timedelta(hours=self.hours)
        return end_of_day(add_working_days(london_date(moment), self.working_days, bank_holidays))


@dataclass(frozen=True)
class Required:
    """The rung that an update has to reach, within what time, and how long each step may take."""

    rung: Rung
    within: Within
    each_step: Within


_R, _S = Rung, Stage

_TABLE: tuple[tuple[Required, tuple[Stage, ...]], ...] = (
    # Urgent safety news: the same day, telephone first.
    (
        Required(_R.CONFIRMED, Within(hours=2), Within(hours=1)),
        (
            _S.RECALLED,
            _S.HOSPITAL_RECALL,
            _S.ESCAPE_OR_RELEASE_IN_ERROR,
            _S.SERIOUS_FURTHER_OFFENCE,
        ),
    ),
    # It has happened: within one or two working days.
    (
        Required(_R.CONFIRMED, Within(working_days=2), Within(working_days=1)),
        (
            _S.RELEASED,
            _S.RE_RELEASED,
            _S.CONDITIONAL_DISCHARGE,
            _S.ABSOLUTE_DISCHARGE,
            _S.COMMUNITY_TREATMENT_ORDER,
            _S.PAROLE_DECISION,
            _S.LICENCE_VARIED,
            _S.LICENCE_ENDED,
        ),
    ),
    # It is near, and there is something to ask for or to prepare.
    (
        Required(_R.CONFIRMED, Within(working_days=5), Within(working_days=2)),
        (
            _S.PRE_RELEASE,
            _S.DATE_CHANGED,
            _S.HOME_DETENTION_CURFEW_CONSIDERED,
            _S.TEMPORARY_RELEASE_CONSIDERED,
            _S.LICENCE_TERMINATION_CONSIDERED,
            _S.TRIBUNAL,
            _S.STATEMENT_DUE,
            _S.DEPORTED,
            _S.OFFENDER_DEATH,
        ),
    ),
    # A stage that they asked to hear of: it has to arrive.
    (
        Required(_R.DELIVERED, Within(working_days=2), Within(working_days=2)),
        (
            _S.SENTENCE_EXPLAINED,
            _S.APPEAL,
            _S.OPEN_CONDITIONS_CONSIDERED,
            _S.OPEN_CONDITIONS_MOVED,
            _S.PAROLE_REVIEW_STARTED,
            _S.HEARING_LISTED,
            _S.HEARING_DEFERRED,
            _S.RECONSIDERATION,
            _S.RECATEGORISED,
            _S.HOSPITAL_TRANSFER,
        ),
    ),
    # Once a year: whoever can't be written to has a task of their own already.
    (
        Required(_R.HANDED_OVER, Within(working_days=5), Within(working_days=5)),
        (_S.ANNUAL_CONTACT,),
    ),
)

LADDER: Mapping[Stage, Required] = MappingProxyType(
    {stage: required for required, stages in _TABLE for stage in stages}
)
"""What each stage requires. A stage that isn't here fails a test."""

PROVES: Mapping[str, Rung] = MappingProxyType({"sms": Rung.DELIVERED, "email": Rung.HANDED_OVER})
"""The highest rung that a provider of each kind can report: a relay says nothing of delivery."""

_HEIGHT = {rung: place for place, rung in enumerate(Rung)}
_STEPS = tuple(LadderStep)


def height(rung: Rung | None) -> int:
    """The place of a rung from the bottom, 0 the lowest; -1 for none."""
    return -1 if rung is None else _HEIGHT[rung]


def is_reached(required: Required, reached: Mapping[str, Rung]) -> bool:
    """Whether an update got as far as it has to, on any one way.

    `reached` is the highest rung by the kind of the message ("sms", "email"). Where only
    delivery is asked for, a way that can't report it is taken at its word: handed over.
    """
    for kind, rung in reached.items():
        wanted = height(required.rung)
        if wanted <= height(Rung.DELIVERED):
            wanted = min(wanted, height(PROVES.get(kind, required.rung)))
        if height(rung) >= wanted:
            return True
    return False


def next_step(step: LadderStep, another_channel: bool) -> LadderStep | None:
    """What comes once a step brought nothing in its time; None after the manager.

    `another_channel` is whether the plan allows one that this update hasn't used.
    """
    if step is LadderStep.MANAGER:
        return None
    if step is LadderStep.SENT and not another_channel:
        return LadderStep.OFFICER
    return _STEPS[_STEPS.index(step) + 1]


def time_of(
    required: Required, step: LadderStep, since: datetime, bank_holidays: Container[date]
) -> datetime | None:
    """When the time of a step that began at `since` is over; None for the manager's."""
    if step is LadderStep.MANAGER:
        return None
    within = required.within if step is LadderStep.SENT else required.each_step
    return within.after(since, bank_holidays)
