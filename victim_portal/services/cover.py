"""Who covers for an officer who is away: a colleague of the unit, whom a victim may ring."""

from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.names import full_name
from victim_portal.store import staff as staff_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import UnitOfWork

COVERING = frozenset({Role.OFFICER, Role.MANAGER})
NOT_OF_UNIT = "Choose a colleague of the same unit whose number is recorded."


@dataclass(frozen=True)
class Colleague:
    """One of the unit's people; `covered_by` is who is rung when they are away, "" nobody."""

    id: UUID
    name: str
    covered_by_id: UUID | None
    covered_by: str
    may_set: bool
    may_cover: bool


def cover_of(uow: UnitOfWork, officer: User | None) -> User | None:
    """Who covers for an officer, where that is still an active colleague with a number."""
    cover = uow.get(User, officer.covered_by_id) if officer is not None else None
    if cover is None or officer is None or not may_cover(cover, officer):
        return None
    return cover


def cover_in_words(uow: UnitOfWork, officer: User | None) -> str:
    """As a victim is told: ``Nia, 020 7946 0123``; "" for nobody."""
    cover = cover_of(uow, officer)
    return f"{cover.first_name}, {shown_phone(cover.telephone)}" if cover is not None else ""


def show_covers(ctx: Context, actor: Actor) -> tuple[Colleague, ...]:
    """The people of the actor's unit with who covers for each.

    NotAllowedError for a role without cases.
    """
    with ctx.store.reading() as uow:
        return tuple(
            Colleague(
                id=one.id,
                name=full_name(one.first_name, one.last_name),
                covered_by_id=cover.id if cover else None,
                covered_by=full_name(cover.first_name, cover.last_name) if cover else "",
                may_set=_may_set(actor, one),
                may_cover=bool(one.telephone.strip()),
            )
            for one, cover in ((one, cover_of(uow, one)) for one in _people(uow, actor))
        )


def set_cover(ctx: Context, actor: Actor, user_id: UUID, cover_id: UUID | None) -> bool:
    """Name who covers for an officer (None: nobody any more); whether anything changed.

    An officer names their own, a manager anybody's of the unit. Raises InvalidError for
    `cover`, NotFoundError for somebody of another unit, NotAllowedError.
    """
    with ctx.store.writing() as uow:
        people = {one.id: one for one in _people(uow, actor)}
        officer = people.get(user_id)
        if officer is None:
            raise NotFoundError
        if not _may_set(actor, officer):
            raise NotAllowedError
        cover = people.get(cover_id) if cover_id is not None else None
        if cover_id is not None and (cover is None or not may_cover(cover, officer)):
            raise InvalidError({"cover": NOT_OF_UNIT})
        changed = put_cover(uow, actor, officer, cover)
        uow.commit()
        return changed


def put_cover(uow: UnitOfWork, actor: Actor, officer: User, cover: User | None) -> bool:
    """The same in the caller's transaction, once it is known who may; whether it changed."""
    cover_id = cover.id if cover is not None else None
    if officer.covered_by_id == cover_id:
        return False
    officer.covered_by_id = cover_id
    named = str(cover_id) if cover_id is not None else None
    audit.record(uow, actor, What.COVER_SET, user=str(officer.id), cover=named)
    return True


def may_cover(cover: User, officer: User) -> bool:
    """Whether a colleague can be rung for another: active, of the unit, with a number."""
    return (
        cover.active
        and cover.id != officer.id
        and cover.unit_id is not None
        and cover.unit_id == officer.unit_id
        and cover.role in COVERING
        and bool(cover.telephone.strip())
    )


def _may_set(actor: Actor, officer: User) -> bool:
    return actor.user_id == officer.id or actor.role is Role.MANAGER


def _people(uow: UnitOfWork, actor: Actor) -> list[User]:
    if actor.role not in COVERING or actor.unit_id is None:
        raise NotAllowedError
    return [one for one in staff_store.people_of_unit(uow, actor.unit_id) if one.role in COVERING]
