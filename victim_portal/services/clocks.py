"""The clocks of a case as they stand today."""

from datetime import date

from victim_portal.domain.calendar import london_date
from victim_portal.domain.clocks import CaseClock, ClockStanding, clocks_for, standing
from victim_portal.domain.enrolment import gave_up_on
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.vocabulary import Enrolment, Route
from victim_portal.services.context import Context
from victim_portal.store.models import Case, EnrolmentStep, Sentence


def clocks_of(
    ctx: Context, case: Case, sentence: Sentence, steps: list[EnrolmentStep]
) -> tuple[tuple[CaseClock, ClockStanding], ...]:
    """Each clock of a case with how it stands; `steps` are its enrolment, first to last."""
    found = clocks_for(
        Route(case.route), sentence.sentenced_on, case.received_on, ctx.policy, ctx.bank_holidays
    )
    stops = {ClockKind.REFERRAL: case.received_on}
    ended = _ended_on(case, steps)
    return tuple(
        (
            clock,
            standing(
                clock,
                ctx.today(),
                stops.get(clock.kind, case.first_contact_on),
                ctx.bank_holidays,
                ended_on=ended,
            ),
        )
        for clock in found
    )


def first_contact_due(ctx: Context, case: Case, sentenced_on: date) -> date:
    """The last day that is in time for first contact."""
    clocks = clocks_for(
        Route(case.route), sentenced_on, case.received_on, ctx.policy, ctx.bank_holidays
    )
    contact = [clock for clock in clocks if clock.kind is not ClockKind.REFERRAL]
    return contact[0].due_on if contact else case.received_on


def _ended_on(case: Case, steps: list[EnrolmentStep]) -> date | None:
    if case.closed_at is not None:
        return london_date(case.closed_at)
    return gave_up_on([(Enrolment(step.moved_to), step.on) for step in steps])
