"""What a case's coming of age rests on, for many cases in a handful of queries."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.coming_of_age import (
    OWN_ANSWERS,
    OWN_DAY,
    AgeFacts,
    Incapacity,
    OwnAnswer,
)
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.vocabulary import Enrolment, Relationship
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import CapacityRecord, Case, EnrolmentStep, Person
from victim_portal.store.unit_of_work import UnitOfWork


def age_facts(
    uow: UnitOfWork, cases: Sequence[Case], steps: dict[UUID, list[EnrolmentStep]]
) -> dict[UUID, AgeFacts]:
    """What decides on the coming of age of each case; `steps` are the answers that stand.

    Of whom nothing can be read any more, no day is known.
    """
    concerned = {case.person_id for case in cases if case.relationship in OWN_DAY}
    persons = _persons(uow, concerned)
    uow.vault.fetch(persons)
    records = capacity_records(uow, [case.id for case in cases if case.person_id in concerned])
    found = {}
    for case in cases:
        person = persons.get(case.person_id) if case.relationship in OWN_DAY else None
        found[case.id] = _facts(case, person, steps[case.id], records.get(case.id, []))
    return found


def capacity_records(
    uow: UnitOfWork, case_ids: Collection[UUID]
) -> dict[UUID, list[CapacityRecord]]:
    """Each recorded lack of capacity on some cases, oldest first."""
    query = select(CapacityRecord).where(CapacityRecord.case_id.in_(list(case_ids)))
    found: dict[UUID, list[CapacityRecord]] = {}
    for row in uow.session.scalars(query.order_by(CapacityRecord.recorded_at, CapacityRecord.id)):
        found.setdefault(row.case_id, []).append(row)
    return found


def _persons(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    query = select(Person).where(Person.id.in_(list(person_ids)))
    return {row.id: row for row in uow.session.scalars(query)}


def _facts(
    case: Case, person: Person | None, steps: list[EnrolmentStep], records: list[CapacityRecord]
) -> AgeFacts:
    try:
        born_on = person.born_on if person else None
        kept = (person.spoken_with or {}) if person else {}
    except UnreadableError:
        born_on, kept = None, {}
    return AgeFacts(
        relationship=Relationship(case.relationship),
        born_on=born_on,
        spoken_with=SpokenWith(kept["who"]) if kept else None,
        answers=tuple(
            OwnAnswer(Enrolment(step.moved_to), step.on, step.recorded_at)
            for step in steps
            if step.moved_to in OWN_ANSWERS
        ),
        incapacity=tuple(Incapacity(row.review_on, row.ended_at) for row in records),
    )
