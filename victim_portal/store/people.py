"""Finding persons and their channels."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import Channel
from victim_portal.store.unit_of_work import UnitOfWork


def channels_of(uow: UnitOfWork, person_id: UUID, ended: bool = False) -> list[Channel]:
    """A person's channels, oldest first; ended ones only when asked for."""
    query = select(Channel).where(Channel.person_id == person_id)
    if not ended:
        query = query.where(Channel.ended_at.is_(None))
    return list(uow.session.scalars(query.order_by(Channel.created_at, Channel.id)))


def channels_with(uow: UnitOfWork, indexes: Iterable[bytes]) -> list[Channel]:
    """Channels that hold a value, by its blind index."""
    query = select(Channel).where(Channel.value_index.in_(list(indexes)))
    return list(uow.session.scalars(query))
