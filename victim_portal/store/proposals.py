"""What waits for a second person."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.store.models import Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork


def open_with_key(uow: UnitOfWork, act: TwoPersonAct, key: str) -> Proposal | None:
    """The undecided proposal of a thing, expired or not, locked."""
    query = select(Proposal).where(
        Proposal.proposal_key == f"{act}:{key}", Proposal.decided_at.is_(None)
    )
    return uow.session.scalar(query.with_for_update())


def open_with_keys(
    uow: UnitOfWork, act: TwoPersonAct, keys: Collection[str]
) -> dict[str, Proposal]:
    """The same of many things, by their keys."""
    if not keys:
        return {}
    prefix = f"{act}:"
    query = select(Proposal).where(
        Proposal.proposal_key.in_([f"{prefix}{key}" for key in keys]),
        Proposal.decided_at.is_(None),
    )
    rows = uow.session.scalars(query.order_by(Proposal.id).with_for_update())
    return {row.proposal_key.removeprefix(prefix): row for row in rows}


def locked(uow: UnitOfWork, proposal_id: UUID) -> Proposal | None:
    """A proposal as it stands now, locked against everybody else who decides it."""
    query = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def waiting(uow: UnitOfWork, now: datetime) -> list[tuple[Proposal, User]]:
    """Every proposal that is undecided and hasn't expired, with who made it, oldest first."""
    query = (
        select(Proposal, User)
        .join(User, User.id == Proposal.proposed_by_id)
        .where(Proposal.decided_at.is_(None), Proposal.expires_at > now)
        .order_by(Proposal.proposed_at, Proposal.id)
    )
    found = [(proposal, user) for proposal, user in uow.session.execute(query)]
    uow.vault.fetch({one.person_id for one, _ in found if one.person_id is not None})
    return found


def accounts_waiting(uow: UnitOfWork, now: datetime) -> frozenset[UUID]:
    """The accounts that a second person must agree to before somebody is let in."""
    query = select(Proposal.proposal_key).where(
        Proposal.act == TwoPersonAct.LET_IN,
        Proposal.decided_at.is_(None),
        Proposal.expires_at > now,
    )
    keys = uow.session.scalars(query)
    return frozenset(UUID(key.partition(":")[2]) for key in keys)
