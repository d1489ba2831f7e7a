"""Finding staff, units, their sessions and their tries to sign in."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.store.models import SignInAttempt, StaffSession, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def by_email(uow: UnitOfWork, email: str) -> User | None:
    """The account of an e-mail address, whatever its case."""
    return uow.session.scalar(select(User).where(User.email == email.strip().casefold()))


def session_with(uow: UnitOfWork, token_digest: bytes) -> tuple[StaffSession, User] | None:
    """An unended session and its user."""
    row = uow.session.execute(
        select(StaffSession, User)
        .join(User, User.id == StaffSession.user_id)
        .where(StaffSession.token_digest == token_digest, StaffSession.ended_at.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def failures_since(
    uow: UnitOfWork, since: datetime, account_index: bytes, address_index: bytes
) -> tuple[int, int]:
    """Failed tries since a moment: for the account, and from the network address."""
    failed = select(func.count()).where(
        SignInAttempt.at >= since, SignInAttempt.succeeded.is_(False)
    )
    account = uow.session.scalar(failed.where(SignInAttempt.account_index == account_index))
    address = uow.session.scalar(failed.where(SignInAttempt.address_index == address_index))
    return account or 0, address or 0


def unit_named(uow: UnitOfWork, name: str) -> Unit | None:
    """A unit by its name, whatever its case and spacing."""
    return uow.session.scalar(select(Unit).where(Unit.name_key == unit_key(name)))


def units_named(uow: UnitOfWork, names: Iterable[str]) -> dict[str, Unit]:
    """Units by the keys of their names."""
    keys = {unit_key(name) for name in names}
    found = uow.session.scalars(select(Unit).where(Unit.name_key.in_(keys)))
    return {unit.name_key: unit for unit in found}


def unit_key(name: str) -> str:
    """What two spellings of a unit's name have in common."""
    return " ".join(name.casefold().split())


def units(uow: UnitOfWork) -> list[Unit]:
    """Every unit by name; a unit's name is no secret."""
    return list(uow.session.scalars(select(Unit).order_by(Unit.name)))


def people_of_unit(uow: UnitOfWork, unit_id: UUID) -> list[User]:
    """The active staff of a unit."""
    query = select(User).where(User.unit_id == unit_id, User.active)
    return list(uow.session.scalars(query.order_by(User.first_name, User.last_name)))


def demo_accounts(uow: UnitOfWork) -> list[User]:
    """The accounts that only a demo may have."""
    return list(uow.session.scalars(select(User).where(User.demo).order_by(User.email)))


def how_many(uow: UnitOfWork) -> int:
    """How many accounts there are."""
    return uow.session.scalar(select(func.count()).select_from(User)) or 0


def all_accounts(uow: UnitOfWork) -> list[User]:
    """Every account, shut ones too."""
    return list(uow.session.scalars(select(User).order_by(User.id)))
