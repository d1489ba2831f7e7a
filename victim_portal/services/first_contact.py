"""First contact with the person of a case: the plan as it stands, and what to do next."""

from dataclasses import dataclass
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.clocks import CaseClock, ClockStanding
from victim_portal.domain.first_contact import FirstContactPlan
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.clocks import clocks_of
from victim_portal.services.contacts.planned import plan_of_contact
from victim_portal.services.contacts.tried import round_of
from victim_portal.services.context import Context
from victim_portal.services.enrolment.attempts import attempts_of, too_few
from victim_portal.services.letters import LetterLine, letters_of
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, EnrolmentStep, Sentence
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FirstContactView:
    """Where first contact stands on a case.

    `attempts` are the days of those that count since the last answer, `too_few` says what
    they lack for "no response".
    `heard_since`: they were heard of after it was recorded. `clocks` are those
    of the scheme and how they stand today. `letters` are all that were made, newest first.
    """

    reference: str
    received_on: date
    first_contact_on: date | None
    enrolment: Enrolment
    deferred_until: date | None
    has_officer: bool
    plan: FirstContactPlan
    attempts: tuple[date, ...]
    too_few: str
    heard_since: bool
    clocks: tuple[tuple[CaseClock, ClockStanding], ...]
    letters: tuple[LetterLine, ...]

    @property
    def waits_for_answer(self) -> bool:
        """Whether they were reached and haven't answered the offer."""
        if self.enrolment is Enrolment.NO_RESPONSE:
            return self.heard_since
        waiting = self.enrolment in (Enrolment.NOT_OFFERED, Enrolment.OFFERED)
        return waiting and self.plan.reached_on is not None


def first_contact_view(ctx: Context, actor: Actor, reference: str) -> FirstContactView:
    """First contact for its page; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference)
        shown = first_contact_of(ctx, uow, case)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def first_contact_of(ctx: Context, uow: UnitOfWork, case: Case) -> FirstContactView:
    """First contact of a case that the reader may see, in the caller's unit of work."""
    enrolment = case_store.steps(uow, case.id)
    now = round_of(uow, case, enrolment)
    return FirstContactView(
        reference=case.reference,
        received_on=case.received_on,
        first_contact_on=case.first_contact_on,
        enrolment=Enrolment(case.enrolment),
        deferred_until=case.deferred_until,
        has_officer=case.officer_id is not None,
        plan=plan_of_contact(ctx, uow, case, now),
        attempts=attempts_of(now),
        too_few=too_few(ctx, now),
        heard_since=now.heard_since,
        clocks=_clocks(ctx, uow, case, enrolment),
        letters=letters_of(uow, case),
    )


def _clocks(
    ctx: Context, uow: UnitOfWork, case: Case, steps: list[EnrolmentStep]
) -> tuple[tuple[CaseClock, ClockStanding], ...]:
    sentence = uow.get(Sentence, case.sentence_id)
    return clocks_of(ctx, case, sentence, steps) if sentence is not None else ()
