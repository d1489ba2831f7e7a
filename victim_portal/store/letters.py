"""Finding the letters of a case."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.vocabulary import LetterKind
from victim_portal.store.models import Letter
from victim_portal.store.unit_of_work import UnitOfWork


def of_case(uow: UnitOfWork, case_id: UUID) -> list[Letter]:
    """Every letter of a case, the newest first."""
    query = select(Letter).where(Letter.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Letter.made_at.desc(), Letter.id)))


def of_update(uow: UnitOfWork, case_id: UUID, update_id: UUID) -> list[Letter]:
    """The letters with an update's news, the newest first."""
    query = select(Letter).where(Letter.case_id == case_id, Letter.update_id == update_id)
    return list(uow.session.scalars(query.order_by(Letter.made_at.desc(), Letter.id)))


def waiting_with(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, list[Letter]]:
    """The letters with the news of some updates that were neither posted nor discarded."""
    query = select(Letter).where(
        Letter.update_id.in_(list(update_ids)),
        Letter.posted_on.is_(None),
        Letter.discarded_at.is_(None),
    )
    found: dict[UUID, list[Letter]] = {}
    for letter in uow.session.scalars(query.order_by(Letter.made_at, Letter.id)):
        if letter.update_id is not None:
            found.setdefault(letter.update_id, []).append(letter)
    return found


def waiting(uow: UnitOfWork, case_id: UUID, kind: LetterKind) -> list[Letter]:
    """The letters of a kind that were made, and neither posted nor discarded."""
    query = select(Letter).where(
        Letter.case_id == case_id,
        Letter.kind == kind.value,
        Letter.posted_on.is_(None),
        Letter.discarded_at.is_(None),
    )
    return list(uow.session.scalars(query.order_by(Letter.made_at, Letter.id)))


def locked(uow: UnitOfWork, letter_id: UUID) -> Letter | None:
    """A letter as it stands now, that nobody else changes before the commit."""
    query = select(Letter).where(Letter.id == letter_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))
