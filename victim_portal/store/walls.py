"""Who is let at which case: named readers, broken glass, and the rule as lists have to know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union_all

from victim_portal.domain.vocabulary import Role
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import (
    Case,
    CaseReader,
    ConflictOfInterest,
    GlassBreaking,
    Restriction,
    Unit,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork

_KEPT = "walls of cases"


@dataclass(frozen=True)
class Openings:
    """Who was let at a case by name, and whose broken glass hasn't ended."""

    named: frozenset[UUID] = frozenset()
    glass: frozenset[UUID] = frozenset()


def openings_of(uow: UnitOfWork, case_id: UUID) -> Openings:
    """Who was let at a case, asked once in a unit of work."""
    if case_id not in _known(uow):
        fetch(uow, [case_id])
    return _known(uow)[case_id]


def fetch(uow: UnitOfWork, case_ids: Iterable[UUID]) -> None:
    """Ask about many cases in one query, for a page that lists them."""
    known = _known(uow)
    wanted = set(case_ids) - known.keys()
    if not wanted:
        return
    named = select(literal("named"), CaseReader.case_id, CaseReader.user_id).where(
        CaseReader.case_id.in_(wanted), CaseReader.ended_at.is_(None)
    )
    glass = select(literal("glass"), GlassBreaking.case_id, GlassBreaking.user_id).where(
        GlassBreaking.case_id.in_(wanted), GlassBreaking.ends_at > uow.clock.now()
    )
    found: dict[UUID, dict[str, set[UUID]]] = {
        case_id: {"named": set(), "glass": set()} for case_id in wanted
    }
    for how, case_id, user_id in uow.session.execute(union_all(named, glass)):
        found[case_id][how].add(user_id)
    known.update(
        {
            case_id: Openings(frozenset(sets["named"]), frozenset(sets["glass"]))
            for case_id, sets in found.items()
        }
    )


def forget(uow: UnitOfWork, case_id: UUID) -> None:
    """Ask anew next time: somebody was let at the case, or no longer is."""
    uow.flush()
    _known(uow).pop(case_id, None)


def reached_by(of: Any, user_id: UUID | None, unit_id: UUID | None) -> ColumnElement[bool]:
    """The rule of who sees a case, as far as SQL has to know it; the service asks the rule.

    The reader's own, their unit's that aren't restricted, and restricted ones on which they
    are named; none with a conflict of interest.
    """
    named = exists().where(
        CaseReader.case_id == of.id, CaseReader.user_id == user_id, CaseReader.ended_at.is_(None)
    )
    reached = or_(
        of.officer_id == user_id,
        and_(of.restricted.is_(False), of.unit_id == unit_id),
        and_(of.restricted.is_(True), named),
    )
    return and_(reached, none_over(of, user_id))


def live_restriction(uow: UnitOfWork, case_id: UUID) -> Restriction | None:
    """The restriction that stands on a case."""
    query = select(Restriction).where(
        Restriction.case_id == case_id, Restriction.ended_at.is_(None)
    )
    return uow.session.scalar(query)


def readers(uow: UnitOfWork, case_id: UUID) -> list[tuple[CaseReader, User, Unit | None]]:
    """Who is named on a case, in the order in which they were."""
    query = (
        select(CaseReader, User, Unit)
        .join(User, User.id == CaseReader.user_id)
        .outerjoin(Unit, Unit.id == User.unit_id)
        .where(CaseReader.case_id == case_id, CaseReader.ended_at.is_(None))
        .order_by(CaseReader.named_at, CaseReader.id)
    )
    return [(reader, user, unit) for reader, user, unit in uow.session.execute(query)]


def able_managers(uow: UnitOfWork, case: Case) -> list[User]:
    """The active managers who are named on a case and have no conflict over its offender."""
    conflicted = select(ConflictOfInterest.user_id).where(
        ConflictOfInterest.offender_id == case.offender_id, ConflictOfInterest.ended_at.is_(None)
    )
    query = (
        select(User)
        .join(CaseReader, CaseReader.user_id == User.id)
        .where(
            CaseReader.case_id == case.id,
            CaseReader.ended_at.is_(None),
            User.role == Role.MANAGER,
            User.active,
            User.id.not_in(conflicted),
        )
    )
    return list(uow.session.scalars(query))


def managers_of(uow: UnitOfWork, unit_id: UUID | None) -> list[User]:
    """The active managers of a unit."""
    query = select(User).where(User.unit_id == unit_id, User.role == Role.MANAGER, User.active)
    return list(uow.session.scalars(query.order_by(User.last_name, User.first_name, User.id)))


def people_of_cases(uow: UnitOfWork) -> list[tuple[User, Unit]]:
    """Every active officer and manager with their unit, by name."""
    query = (
        select(User, Unit)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.active, User.role.in_((Role.OFFICER, Role.MANAGER)))
        .order_by(Unit.name, User.first_name, User.last_name, User.id)
    )
    return [(user, unit) for user, unit in uow.session.execute(query)]


def restricted_named(uow: UnitOfWork, user_id: UUID) -> list[Case]:
    """The open restricted cases on which somebody is named."""
    query = (
        select(Case)
        .join(CaseReader, CaseReader.case_id == Case.id)
        .where(
            CaseReader.user_id == user_id,
            CaseReader.ended_at.is_(None),
            Case.restricted,
            Case.closed_at.is_(None),
        )
    )
    return list(uow.session.scalars(query))


def glass_of(uow: UnitOfWork, reference: str, user_id: UUID | None) -> datetime | None:
    """When the broken glass of somebody over a case ends, if it hasn't."""
    query = (
        select(func.max(GlassBreaking.ends_at))
        .join(Case, Case.id == GlassBreaking.case_id)
        .where(
            Case.reference == reference,
            GlassBreaking.user_id == user_id,
            GlassBreaking.ends_at > uow.clock.now(),
        )
    )
    return uow.session.scalar(query)


def _known(uow: UnitOfWork) -> dict[UUID, Openings]:
    known: dict[UUID, Openings] = uow.session.info.setdefault(_KEPT, {})
    return known
