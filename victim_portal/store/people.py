"""Finding persons and their channels."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import Case, Channel, Supporter
from victim_portal.store.unit_of_work import UnitOfWork


def channels_of(uow: UnitOfWork, person_id: UUID, ended: bool = False) -> list[Channel]:
    """A person's channels, oldest first; ended ones only when asked for."""
    query = select(Channel).where(Channel.person_id == person_id)
    if not ended:
        query = query.where(Channel.ended_at.is_(None))
    return list(uow.session.scalars(query.order_by(Channel.created_at, Channel.id)))


def channels_of_many(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, list[Channel]]:
    """The channels in use of many persons, each oldest first."""
    found: dict[UUID, list[Channel]] = {person_id: [] for person_id in person_ids}
    query = select(Channel).where(Channel.person_id.in_(found), Channel.ended_at.is_(None))
    for channel in uow.session.scalars(query.order_by(Channel.created_at, Channel.id)):
        found[channel.person_id].append(channel)
    return found


def channels_with(uow: UnitOfWork, indexes: Iterable[bytes]) -> list[Channel]:
    """Channels that hold a value, by its blind index."""
    query = select(Channel).where(Channel.value_index.in_(list(indexes)))
    return list(uow.session.scalars(query))


def live_supporters(uow: UnitOfWork, case_id: UUID) -> list[Supporter]:
    """Who stands beside the person of a case now, first to last."""
    query = select(Supporter).where(Supporter.case_id == case_id, Supporter.ended_on.is_(None))
    return list(uow.session.scalars(query.order_by(Supporter.recorded_at, Supporter.id)))


def supporters_of(uow: UnitOfWork, case_id: UUID) -> list[Supporter]:
    """Whoever stands or stood beside the person of a case, first to last."""
    query = select(Supporter).where(Supporter.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Supporter.recorded_at, Supporter.id)))


def locked_supporter(uow: UnitOfWork, supporter_id: UUID) -> Supporter | None:
    """A supporter, locked against everyone else."""
    query = select(Supporter).where(Supporter.id == supporter_id)
    return uow.session.scalar(query.with_for_update())


def is_needed_elsewhere(uow: UnitOfWork, supporter: Supporter) -> bool:
    """Whether a supporter is the person of a case themselves, or stands beside another one."""
    own = select(Case.id).where(Case.person_id == supporter.supporter_id)
    others = select(Supporter.id).where(
        Supporter.supporter_id == supporter.supporter_id,
        Supporter.id != supporter.id,
        Supporter.ended_on.is_(None),
    )
    found = (uow.session.scalar(query.limit(1)) for query in (own, others))
    return any(one is not None for one in found)


def belongs_to(uow: UnitOfWork, case: Case, person_id: UUID) -> bool:
    """Whether a person is the one of the case, or stands beside them now."""
    return person_id == case.person_id or any(
        one.supporter_id == person_id for one in live_supporters(uow, case.id)
    )
