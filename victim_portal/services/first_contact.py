"""First contact with the person of a case: the plan as it stands, and what to do next."""

from dataclasses import dataclass
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.clocks import CaseClock, ClockStanding
from victim_portal.domain.first_contact import FirstContactPlan, Ways, plan_first_contact
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    Enrolment,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.clocks import clocks_of
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.context import Context
from victim_portal.services.enrolment.attempts import attempts_since_answer, too_few
from victim_portal.services.letters import LetterLine, letters_of
from victim_portal.services.letters.rules import address_problem
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import plan_of
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, EnrolmentStep, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

PHONES = frozenset({ChannelKind.MOBILE.value, ChannelKind.LANDLINE.value})
NO_ADDRESS = "No address is recorded."
NO_NUMBER = "No telephone number is recorded."
NOT_TO_RING = "There is no number that may be rung: it was stopped, or their plan leaves calls out."


@dataclass(frozen=True)
class FirstContactView:
    """Where first contact stands on a case.

    `attempts` are the days of those that count since the last answer, `too_few` says what
    they lack for "no response". `clocks` are those of the scheme and how they stand today.
    `letters` are all that were made, newest first.
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
    clocks: tuple[tuple[CaseClock, ClockStanding], ...]
    letters: tuple[LetterLine, ...]

    @property
    def waits_for_answer(self) -> bool:
        """Whether they were reached and haven't answered the offer."""
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
    attempts = attempts_since_answer(uow, case, enrolment)
    return FirstContactView(
        reference=case.reference,
        received_on=case.received_on,
        first_contact_on=case.first_contact_on,
        enrolment=Enrolment(case.enrolment),
        deferred_until=case.deferred_until,
        has_officer=case.officer_id is not None,
        plan=plan_first_contact(
            ctx.policy.first_contact(case.received_on),
            [tried for _, tried in tried_on(uow, case)],
            ways_of(people_store.channels_of(uow, case.person_id)),
            Enrolment(case.enrolment),
            case.received_on,
            ctx.today(),
            ctx.bank_holidays,
            closed=case.closed_at is not None,
        ),
        attempts=attempts,
        too_few=too_few(ctx, attempts),
        clocks=_clocks(ctx, uow, case, enrolment),
        letters=letters_of(uow, case),
    )


def ways_of(channels: list[Channel]) -> Ways:
    """Whether there is an address and a number that may be used at all.

    One that came with the referral may: its plan is still to be made. One that was stopped
    or has ended may not, nor one whose plan leaves it out.
    """
    posts = [one for one in channels if one.kind == ChannelKind.POST]
    problems = [address_problem(one) for one in posts]
    post = "" if "" in problems else next(iter(problems), NO_ADDRESS)
    phones = [one for one in channels if one.kind in PHONES]
    if not phones:
        return Ways(post, NO_NUMBER)
    return Ways(post, "" if any(_may_ring(one) for one in phones) else NOT_TO_RING)


def _may_ring(channel: Channel) -> bool:
    uses = plan_of(channel).uses
    usable = channel.ended_at is None and channel.suspended_at is None
    return usable and (not uses or ChannelUse.CALL in uses)


def _clocks(
    ctx: Context, uow: UnitOfWork, case: Case, steps: list[EnrolmentStep]
) -> tuple[tuple[CaseClock, ClockStanding], ...]:
    sentence = uow.get(Sentence, case.sentence_id)
    return clocks_of(ctx, case, sentence, steps) if sentence is not None else ()
