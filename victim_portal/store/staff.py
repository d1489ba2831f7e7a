"""Finding staff and units."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select, tuple_

from victim_portal.store.models import Case, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def by_email(uow: UnitOfWork, email: str) -> User | None:
    """The account of an e-mail address, whatever its case."""
    return uow.session.scalar(select(User).where(User.email == email.strip().casefold()))


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


def page_of_people(
    uow: UnitOfWork, unit_id: UUID | None, after: UUID | None, size: int
) -> list[tuple[User, str]]:
    """One more account than `size`, with its unit's name, by name; of one unit or of all.

    `after` is the last one of the page before.
    """
    query = select(User, Unit.name).outerjoin(Unit, Unit.id == User.unit_id)
    if unit_id is not None:
        query = query.where(User.unit_id == unit_id)
    last = uow.get(User, after)
    if last is not None:
        key = (last.last_name, last.first_name, last.id)
        query = query.where(tuple_(User.last_name, User.first_name, User.id) > key)
    query = query.order_by(User.last_name, User.first_name, User.id).limit(size + 1)
    return [(user, name or "") for user, name in uow.session.execute(query)]


def open_cases_of(uow: UnitOfWork, user_id: UUID) -> int:
    """How many open cases an officer has."""
    query = select(func.count()).where(Case.officer_id == user_id, Case.closed_at.is_(None))
    return uow.session.scalar(query) or 0


def unit_of(uow: UnitOfWork, user: User) -> Unit | None:
    """The unit that an account works in."""
    return uow.get(Unit, user.unit_id)


def unit_managed_by(uow: UnitOfWork, user_id: UUID) -> Unit | None:
    """The unit whose queue an account owns."""
    return uow.session.scalar(select(Unit).where(Unit.manager_id == user_id).limit(1))


def administrators(uow: UnitOfWork) -> list[User]:
    """The active administrators."""
    query = select(User).where(User.role == "administrator", User.active)
    return list(uow.session.scalars(query.order_by(User.last_name, User.first_name, User.id)))


def active_administrators(uow: UnitOfWork) -> int:
    """How many accounts can make accounts."""
    query = select(func.count()).where(User.role == "administrator", User.active)
    return uow.session.scalar(query) or 0


def by_provider(uow: UnitOfWork, provider_subject: str) -> User | None:
    """The account that an identity of the organisation's provider is linked to."""
    return uow.session.scalar(select(User).where(User.provider_subject == provider_subject))
