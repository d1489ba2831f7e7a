"""Finding listed sentences, what they may be about here, and what has to be done about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_

from victim_portal.domain.reconciliation import Gap, ListedState
from victim_portal.store.allocation import WITHDRAWN
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import (
    Case,
    ListedNote,
    ListedSentence,
    ListedSource,
    Offender,
    Person,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls

CAP = 1000


@dataclass(frozen=True)
class ListedScope:
    """Which listed sentences are asked for, and who reads.

    `own` keeps to what the reader is the owner of; `state` None asks for every one.
    """

    reader_id: UUID
    unit_id: UUID
    own: bool = False
    state: ListedState | None = None
    chased: bool = False
    gap: Gap | None = None


def sources_by_index(uow: UnitOfWork, indexes: Collection[bytes]) -> dict[bytes, ListedSource]:
    """The rows of lists that are known already, by the blind index of their reference."""
    query = select(ListedSource).where(ListedSource.reference_index.in_(list(indexes)))
    return {row.reference_index: row for row in uow.session.scalars(query)}


def by_numbers(
    uow: UnitOfWork,
    numbers: Collection[bytes],
    crns: Collection[bytes],
    pncs: Collection[bytes] = (),
    ids: Collection[UUID] = (),
) -> list[ListedSentence]:
    """The listed sentences of whoever has one of these numbers, their keys at hand."""
    table = ListedSentence
    given: list[tuple[ColumnElement[bool], bool]] = [
        (table.prison_number_index.in_(list(numbers)), bool(numbers)),
        (table.crn_index.in_(list(crns)), bool(crns)),
        (table.pnc_index.in_(list(pncs)), bool(pncs)),
        (table.id.in_(list(ids)), bool(ids)),
    ]
    query = select(table).where(or_(false(), *(one for one, wanted in given if wanted)))
    found = list(uow.session.scalars(query.order_by(table.listed_on, table.id)))
    uow.vault.fetch([one.id for one in found])
    return found


def of_sentence(uow: UnitOfWork, sentence_id: UUID) -> list[ListedSentence]:
    """What lists say of a sentence that is known here."""
    query = select(ListedSentence).where(ListedSentence.sentence_id == sentence_id)
    return list(uow.session.scalars(query.order_by(ListedSentence.id)))


def to_look_at(uow: UnitOfWork, today: date, limit: int) -> list[ListedSentence]:
    """Those that time alone may have changed, locked past another's."""
    query = (
        select(ListedSentence)
        .where(ListedSentence.look_on.is_not(None), ListedSentence.look_on <= today)
        .order_by(ListedSentence.look_on, ListedSentence.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(query))


def cases_of_offenders(uow: UnitOfWork, offender_ids: Collection[UUID]) -> list[Case]:
    """The cases about some offenders that count: none that was withdrawn, and no double."""
    if not offender_ids:
        return []
    query = select(Case).where(
        Case.offender_id.in_(list(offender_ids)),
        Case.merged_into_id.is_(None),
        or_(Case.closed_why.is_(None), Case.closed_why.not_in((WITHDRAWN, "double"))),
    )
    return list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))


def walls_of(uow: UnitOfWork, cases: Sequence[Case]) -> None:
    """Ask at once who may see some cases."""
    fetch_conflicts(uow, {case.offender_id for case in cases})
    fetch_walls(uow, [case.id for case in cases])


def people_of(
    uow: UnitOfWork, cases: Sequence[Case]
) -> dict[UUID, tuple[Person | None, Offender | None]]:
    """The person and the offender of some cases, by case, their keys at hand."""
    uow.vault.fetch([c.person_id for c in cases] + [c.offender_id for c in cases])
    persons = uow.get_many(Person, [case.person_id for case in cases])
    offenders = uow.get_many(Offender, [case.offender_id for case in cases])
    return {c.id: (persons.get(c.person_id), offenders.get(c.offender_id)) for c in cases}


def page(
    uow: UnitOfWork, scope: ListedScope, after: tuple[date, UUID] | None, limit: int
) -> list[ListedSentence]:
    """A page and one more, nearest day first; of settled ones the newest first."""
    table = ListedSentence
    key = tuple_(table.due_on, table.id)
    newest_first = scope.state is ListedState.SETTLED
    query = select(table).where(*_within(scope))
    if newest_first:
        query = query.order_by(table.due_on.desc(), table.id.desc())
    else:
        query = query.order_by(table.due_on, table.id)
    if after is not None:
        query = query.where(key < after if newest_first else key > after)
    found = list(uow.session.scalars(query.limit(limit + 1)))
    uow.vault.fetch([one.id for one in found])
    return found


def capped_count(uow: UnitOfWork, scope: ListedScope) -> int:
    """How many there are, counted no further than one past the cap."""
    some = select(ListedSentence.id).where(*_within(scope)).limit(CAP + 1).subquery()
    return uow.session.scalar(select(func.count()).select_from(some)) or 0


def nobodys(uow: UnitOfWork, unit_id: UUID) -> tuple[int, date | None]:
    """How many open ones of a unit have no owner, and the nearest day of them."""
    query = select(func.count(), func.min(ListedSentence.due_on)).where(
        ListedSentence.unit_id == unit_id,
        ListedSentence.state == ListedState.OPEN,
        ListedSentence.owner_id.is_(None),
    )
    number, nearest = uow.session.execute(query).one()
    return number, nearest


def sources_of(uow: UnitOfWork, listed_id: UUID) -> list[ListedSource]:
    """The rows of lists that named a sentence, first to last."""
    query = select(ListedSource).where(ListedSource.listed_id == listed_id)
    return list(uow.session.scalars(query.order_by(ListedSource.listed_at, ListedSource.id)))


def notes_of(uow: UnitOfWork, listed_id: UUID) -> list[ListedNote]:
    """What was done about it, first to last."""
    query = select(ListedNote).where(ListedNote.listed_id == listed_id)
    return list(uow.session.scalars(query.order_by(ListedNote.at, ListedNote.id)))


def _within(scope: ListedScope) -> list[ColumnElement[bool]]:
    table = ListedSentence
    found: list[ColumnElement[bool]] = [none_over(table, scope.reader_id)]
    found.append(table.owner_id == scope.reader_id if scope.own else table.unit_id == scope.unit_id)
    if scope.state is not None:
        found.append(table.state == scope.state)
    if scope.chased:
        found.append(and_(table.state == ListedState.OPEN, table.chased_on.is_not(None)))
    match scope.gap:
        case Gap.NEVER_REFERRED:
            found.append(table.never_referred.is_(True))
        case Gap.REFERRED_LATE:
            found.append(table.referred_late.is_(True))
        case Gap.NEVER_OFFERED:
            found.append(table.never_offered.is_(True))
        case Gap.PERHAPS:
            found.append(table.perhaps.is_(True))
        case None:
            pass
    return found
