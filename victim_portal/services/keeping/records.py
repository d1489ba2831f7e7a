"""From rows to what the rule of retention asks about, for many persons at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.retention import (
    CaseRecord,
    Due,
    SentenceEnd,
    details_due,
    person_due,
)
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import Enrolment, Route, SentenceType
from victim_portal.services.context import Context
from victim_portal.store import keeping as store
from victim_portal.store.allocation import WITHDRAWN
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Standing:
    """One person, with whoever turned out to be the same, and when they are due.

    `details` is when all but the stub goes, of somebody who opted out. `stub` is whether
    that has been done.
    """

    persons: frozenset[UUID]
    cases: tuple[Case, ...]
    whole: Due
    details: Due
    stub: bool

    def due(self, today: date) -> Due | None:
        """What may be forgotten now: the person whole, or the details, or nothing."""
        if self.whole.reached(today):
            return self.whole
        if self.details.reached(today) and not self.stub:
            return self.details
        return None


def standings(ctx: Context, uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """How some persons stand, in as many questions for fifty as for one."""
    found = store.around(uow, person_ids)
    records = _records(uow, found.cases)
    months = ctx.policy.retention(ctx.today())
    standing: dict[UUID, Standing] = {}
    for person_id in person_ids:
        group = found.groups[person_id]
        cases = tuple(found.cases_of(person_id))
        of_person = [records[case.id] for case in cases]
        standing[person_id] = Standing(
            persons=group,
            cases=cases,
            whole=person_due(of_person, months),
            details=details_due(of_person, months),
            stub=_is_stub(uow, group, cases),
        )
    return standing


def standing_of(ctx: Context, uow: UnitOfWork, person_id: UUID) -> Standing:
    """How one person stands."""
    return standings(ctx, uow, [person_id])[person_id]


def _is_stub(uow: UnitOfWork, persons: Collection[UUID], cases: Collection[Case]) -> bool:
    """Whether they were reduced to their stub since their last case closed.

    Whoever came back and opted out again has details anew.
    """
    stones = [store.tombstone_of(uow, one) for one in persons]
    closings = [case.closed_at for case in cases if case.closed_at]
    return all(stone and all(stone.purged_at >= at for at in closings) for stone in stones)


def _records(uow: UnitOfWork, cases: Collection[Case]) -> dict[UUID, CaseRecord]:
    ids, persons = [case.id for case in cases], {case.person_id for case in cases}
    offenders = {case.offender_id for case in cases}
    held, busy = store.held(uow, ids), store.under_way(uow, ids, persons)
    sentences = store.sentences(uow, {case.sentence_id for case in cases})
    expiries, endings = store.expiries(uow, offenders), store.endings(uow, offenders)
    found: dict[UUID, CaseRecord] = {}
    for case in cases:
        sentence = sentences[case.sentence_id]
        found[case.id] = CaseRecord(
            closed_on=london_date(case.closed_at) if case.closed_at else None,
            retain_from=case.retain_from,
            enrolment=Enrolment(case.enrolment),
            route=Route(case.route),
            withdrawn=case.closed_why == WITHDRAWN,
            held=case.id in held,
            under_way=case.id in busy,
            sentence=SentenceEnd(
                sentence_type=SentenceType(sentence.sentence_type),
                sentenced_on=sentence.sentenced_on,
                custodial_term=Term.parse(sentence.custodial_term)
                if sentence.custodial_term
                else None,
                expires_on=expiries.get(case.offender_id),
                over_on=endings.get(case.offender_id),
            ),
        )
    return found
