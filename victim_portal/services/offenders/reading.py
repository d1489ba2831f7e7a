"""One offender for whoever has a case of theirs, and nothing about cases out of reach.

Who recorded a fact isn't shown: the name of another unit's officer would tell of a case there.
"""

from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import Enrolment, OffenceCategory, Role, SentenceType
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.key_dates.versions import key_dates_view
from victim_portal.services.names import full_name, shown_name
from victim_portal.services.offenders.sources import told_by_of
from victim_portal.services.offenders.values import (
    CaseOfOffender,
    ConflictView,
    EventOfOffender,
    OffenderView,
    ReviewOfOffender,
    SentenceView,
)
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.known import DOUBLE
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import finding as finding_store
from victim_portal.store import offenders as store
from victim_portal.store import walls as wall_store
from victim_portal.store.finding import Reader
from victim_portal.store.models import Case, Event, Offender, Review, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

MOST_CASES = 100


def offender_view(ctx: Context, actor: Actor, offender_id: UUID) -> OffenderView:
    """An offender of whom the actor reaches a case; the view is recorded.

    Raises NotFoundError for every other one, whether they exist or not.
    """
    with ctx.store.writing() as uow:
        offender, cases = offender_within_reach(uow, actor, offender_id)
        seen = _view(uow, actor, offender, cases)
        audit.record(
            uow, actor, What.OFFENDER_VIEWED, offender=str(offender.id), cases=len(seen.cases)
        )
        uow.commit()
        return seen


def offender_within_reach(
    uow: UnitOfWork, actor: Actor, offender_id: UUID
) -> tuple[Offender, list[Case]]:
    """An offender with the cases of theirs that the actor reaches; else NotFoundError."""
    offender = uow.get(Offender, offender_id)
    reader = Reader(actor.user_id, actor.unit_id)
    found = finding_store.of_offender(uow, reader, offender_id, MOST_CASES + 1)
    wall_store.fetch(uow, [case.id for case in found])
    cases = [case for case in found if may_see_case(actor, reach_of(uow, case))]
    if offender is None or not cases:
        raise NotFoundError
    return offender, cases


def _view(uow: UnitOfWork, actor: Actor, offender: Offender, cases: list[Case]) -> OffenderView:
    uow.vault.fetch([offender.id])
    return OffenderView(
        id=offender.id,
        name=shown_name(offender),
        born_on=offender.born_on,
        prison_number=offender.prison_number or "",
        crn=offender.crn or "",
        sentences=tuple(_sentence(one) for one in store.sentences(uow, offender.id)),
        key_dates=key_dates_view(uow, offender),
        events=_events(uow, actor, offender),
        reviews=tuple(_review(one) for one in store.reviews(uow, offender.id)),
        cases=_cases(uow, cases[:MOST_CASES]),
        more_cases=len(cases) > MOST_CASES,
        another_victim=len({case.person_id for case in cases if case.closed_why != DOUBLE}) > 1,
        may_correct=any(case.closed_at is None for case in cases),
        conflicts=_conflicts(uow, actor, offender),
    )


def _cases(uow: UnitOfWork, cases: list[Case]) -> tuple[CaseOfOffender, ...]:
    lines = finding_store.lines(uow, [case.id for case in cases])
    found = []
    for one in cases:
        case, person, _, officer, _ = lines[one.id]
        found.append(
            CaseOfOffender(
                reference=case.reference,
                person_name=shown_name(person),
                officer_name=full_name(officer.first_name, officer.last_name) if officer else "",
                enrolment=Enrolment(case.enrolment),
                closed=case.closed_at is not None,
            )
        )
    return tuple(found)


def _conflicts(uow: UnitOfWork, actor: Actor, offender: Offender) -> tuple[ConflictView, ...]:
    """Those of the manager's own people: another unit's would tell of a case there."""
    if actor.role is not Role.MANAGER:
        return ()
    return tuple(
        ConflictView(
            id=conflict.id,
            name=full_name(user.first_name, user.last_name),
            declared_by=conflict.declared_by,
            declared_at=conflict.declared_at,
            why=conflict.why or "",
        )
        for conflict, user in conflict_store.of_unit(uow, offender.id, actor.unit_id)
    )


def _sentence(sentence: Sentence) -> SentenceView:
    return SentenceView(
        sentence_type=SentenceType(sentence.sentence_type),
        offence_category=OffenceCategory(sentence.offence_category),
        offence=sentence.offence or "",
        sentenced_on=sentence.sentenced_on,
        court=sentence.court or "",
        custodial_term=_in_words(sentence.custodial_term),
        minimum_term=_in_words(sentence.minimum_term),
    )


def _in_words(term: str | None) -> str:
    return Term.parse(term).in_words() if term else ""


def _events(uow: UnitOfWork, actor: Actor, offender: Offender) -> tuple[EventOfOffender, ...]:
    events = store.events(uow, offender.id)
    told = told_by_of(uow, actor, events)
    return tuple(_event(one, told_by) for one, told_by in zip(events, told, strict=True))


def _event(event: Event, told_by: str) -> EventOfOffender:
    return EventOfOffender(
        stage=Stage(event.stage),
        happened_on=event.happened_on,
        outcome=EventOutcome(event.outcome) if event.outcome else None,
        source=ToldBy(event.source or ToldBy.OTHER),
        told_by=told_by,
    )


def _review(review: Review) -> ReviewOfOffender:
    return ReviewOfOffender(
        kind=ReviewKind(review.kind),
        expected_in=YearMonth.parse(review.target_month) if review.target_month else None,
        hearing_on=review.hearing_on,
        over=review.closed_at is not None,
    )
