"""Finding texts from numbers that aren't on record."""

from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import UnmatchedText
from victim_portal.store.unit_of_work import UnitOfWork


def locked(uow: UnitOfWork, text_id: UUID) -> UnmatchedText | None:
    """A text, locked against everyone else."""
    query = select(UnmatchedText).where(UnmatchedText.id == text_id)
    return uow.session.scalar(query.with_for_update())
