"""Finding cases and what hangs on them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_

from victim_portal.domain.stages import Stage
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import (
    Case,
    EnrolmentStep,
    Event,
    Offender,
    Person,
    Preference,
    Referral,
    Sentence,
    Task,
    Unit,
    Update,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by


@dataclass(frozen=True)
class CaseScope:
    """Which cases a reader may be shown, and which of them they asked for.

    `reader_id` and `reader_unit_id` are who reads: nothing out of their reach is shown.
    `unit_id` asks for one unit's cases, `queue` for its allocation queue only, `officer_id`
    for one officer's cases, `named` for those that are open to named people only.
    """

    reader_id: UUID
    reader_unit_id: UUID
    unit_id: UUID | None = None
    officer_id: UUID | None = None
    queue: bool = False
    named: bool = False
    enrolment: str | None = None
    closed: bool = False


def by_reference(uow: UnitOfWork, reference: str) -> Case | None:
    """The case of a reference, or None."""
    return uow.session.scalar(select(Case).where(Case.reference == reference))


def by_ids(uow: UnitOfWork, case_ids: Collection[UUID]) -> list[Case]:
    """The cases of some ids, in no order."""
    if not case_ids:
        return []
    return list(uow.session.scalars(select(Case).where(Case.id.in_(case_ids))))


def page(
    uow: UnitOfWork, scope: CaseScope, after: tuple[datetime, UUID] | None, size: int
) -> list[tuple[Case, Person, Offender]]:
    """One page of cases, newest first, by key; one row too many tells that there is more."""
    query = (
        select(Case, Person, Offender)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .order_by(Case.opened_on.desc(), Case.id.desc())
        .limit(size + 1)
    )
    query = query.where(*_within(scope))
    if after is not None:
        query = query.where(tuple_(Case.opened_on, Case.id) < after)
    rows = [(case, person, offender) for case, person, offender in uow.session.execute(query)]
    uow.vault.fetch([p.id for _, p, _ in rows] + [o.id for _, _, o in rows])
    fetch_conflicts(uow, [o.id for _, _, o in rows])
    fetch_walls(uow, [case.id for case, _, _ in rows])
    return rows


def recalled_since(uow: UnitOfWork, scope: CaseScope, since: date) -> list[tuple[Case, Person]]:
    """The cases of a scope whose offender was recalled since a day, with their persons."""
    recalled = select(Event.offender_id).where(
        Event.stage == Stage.RECALLED.value, Event.happened_on >= since
    )
    query = (
        select(Case, Person)
        .join(Person, Person.id == Case.person_id)
        .where(*_within(scope), Case.offender_id.in_(recalled))
        .order_by(Case.id)
    )
    rows = [(case, person) for case, person in uow.session.execute(query)]
    uow.vault.fetch([person.id for _, person in rows])
    fetch_conflicts(uow, [case.offender_id for case, _ in rows])
    fetch_walls(uow, [case.id for case, _ in rows])
    return rows


def surroundings(
    uow: UnitOfWork, case: Case
) -> tuple[Person, Offender, Sentence, Unit, User | None]:
    """The rows that every view of a case needs, in one query."""
    row = uow.session.execute(
        select(Person, Offender, Sentence, Unit, User)
        .select_from(Case)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .join(Sentence, Sentence.id == Case.sentence_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.officer_id)
        .where(Case.id == case.id)
    ).one()
    uow.vault.fetch([row[0].id, row[1].id])
    return row[0], row[1], row[2], row[3], row[4]


def steps(uow: UnitOfWork, case_id: UUID) -> list[EnrolmentStep]:
    """The offer's history, first to last, without what was recorded by mistake."""
    return [step for step in all_steps(uow, case_id) if step.undone_at is None]


def all_steps(uow: UnitOfWork, case_id: UUID) -> list[EnrolmentStep]:
    """The same with what was recorded by mistake: as it is shown, and numbered."""
    query = select(EnrolmentStep).where(EnrolmentStep.case_id == case_id)
    return list(uow.session.scalars(query.order_by(EnrolmentStep.number)))


def steps_of(uow: UnitOfWork, case_ids: list[UUID]) -> dict[UUID, list[EnrolmentStep]]:
    """The steps that count of many cases, in one query."""
    found: dict[UUID, list[EnrolmentStep]] = {case_id: [] for case_id in case_ids}
    query = select(EnrolmentStep).where(
        EnrolmentStep.case_id.in_(case_ids), EnrolmentStep.undone_at.is_(None)
    )
    for step in uow.session.scalars(query.order_by(EnrolmentStep.number)):
        found[step.case_id].append(step)
    return found


def preference(uow: UnitOfWork, case_id: UUID) -> Preference | None:
    """How the person of the case wants to be told, once that was asked."""
    return uow.session.scalar(select(Preference).where(Preference.case_id == case_id))


def locked_preference(uow: UnitOfWork, case_id: UUID) -> Preference | None:
    """The same as it stands now, locked against everybody else who changes it."""
    query = select(Preference).where(Preference.case_id == case_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def referrals(uow: UnitOfWork, case_id: UUID) -> list[Referral]:
    """The referrals that led to a case."""
    return list(uow.session.scalars(select(Referral).where(Referral.case_id == case_id)))


def referral_by_index(uow: UnitOfWork, indexes: list[bytes]) -> dict[bytes, Referral]:
    """Known referrals by the blind index of their reference."""
    found = uow.session.scalars(select(Referral).where(Referral.reference_index.in_(indexes)))
    return {row.reference_index: row for row in found}


def of_persons(uow: UnitOfWork, person_ids: list[UUID]) -> list[tuple[Case, Person, Offender]]:
    """The cases of some persons, with both sides."""
    query = (
        select(Case, Person, Offender)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .where(Case.person_id.in_(person_ids))
    )
    return [(case, person, offender) for case, person, offender in uow.session.execute(query)]


def of_offenders(uow: UnitOfWork, offender_ids: list[UUID]) -> list[tuple[Case, Person, Offender]]:
    """The cases about some offenders, with both sides."""
    query = (
        select(Case, Person, Offender)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .where(Case.offender_id.in_(offender_ids))
    )
    return [(case, person, offender) for case, person, offender in uow.session.execute(query)]


def sentenced_on(uow: UnitOfWork, sentence_ids: list[UUID]) -> dict[UUID, date]:
    """The days of some sentences."""
    query = select(Sentence.id, Sentence.sentenced_on).where(Sentence.id.in_(sentence_ids))
    return {row.id: row.sentenced_on for row in uow.session.execute(query)}


def open_of_offender(uow: UnitOfWork, offender_id: UUID) -> list[Case]:
    """The open cases that an offender's dates and events concern."""
    query = select(Case).where(Case.offender_id == offender_id, Case.closed_at.is_(None))
    return list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))


def of_person(uow: UnitOfWork, person_id: UUID) -> list[Case]:
    """Every open case of a person, whoever the offender is."""
    query = select(Case).where(Case.person_id == person_id, Case.closed_at.is_(None))
    return list(uow.session.scalars(query))


def open_naming(uow: UnitOfWork, user_id: UUID) -> list[Case]:
    """The open cases whose words name somebody: theirs, and what waits in the unit they manage."""
    waits = Case.officer_id.is_(None) & Case.unit_id.in_(
        select(Unit.id).where(Unit.manager_id == user_id)
    )
    query = select(Case).where((Case.officer_id == user_id) | waits, Case.closed_at.is_(None))
    return list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))


def capped_count(uow: UnitOfWork, scope: CaseScope, cap: int = 1000) -> int:
    """How many cases a scope holds, counted no further than one past `cap`."""
    inner = select(Case.id).where(*_within(scope)).limit(cap + 1).subquery()
    return uow.session.scalar(select(func.count()).select_from(inner)) or 0


def _within(scope: CaseScope) -> list[ColumnElement[bool]]:
    """What a scope asks for, for its pages and its count alike: the two tell the same."""
    asked: list[ColumnElement[bool]] = [
        Case.closed_at.is_not(None) if scope.closed else Case.closed_at.is_(None)
    ]
    asked.append(reached_by(Case, scope.reader_id, scope.reader_unit_id))
    if scope.unit_id is not None:
        asked.append(Case.unit_id == scope.unit_id)
    if scope.officer_id is not None:
        asked.append(Case.officer_id == scope.officer_id)
    if scope.queue:
        asked.append(Case.queued_since.is_not(None))
    if scope.named:
        asked.append(Case.restricted.is_(True))
    if scope.enrolment:
        asked.append(Case.enrolment == scope.enrolment)
    return asked


def open_tasks(uow: UnitOfWork, case_id: UUID) -> list[Task]:
    """What is still to be done on a case, soonest first."""
    query = select(Task).where(Task.case_id == case_id, Task.done_at.is_(None))
    return list(uow.session.scalars(query.order_by(Task.due_on, Task.made_at)))


def updates(uow: UnitOfWork, case_id: UUID) -> list[Update]:
    """A case's updates in the order of their windows."""
    query = select(Update).where(Update.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Update.window_opens, Update.id)))
