"""Broken glass: finding the one case that somebody names, and what was looked at since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, update
from sqlalchemy.orm import aliased

from victim_portal.domain.glass import Identifier
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import (
    AuditEvent,
    Case,
    Channel,
    GlassBreaking,
    Offender,
    SearchToken,
    Unit,
    User,
)
from victim_portal.store.search import Token
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import reached_by


@dataclass(frozen=True)
class Named:
    """What a case is named by; what isn't among `given` isn't looked at."""

    given: frozenset[Identifier]
    reference: str
    prison_number: bytes
    crn: bytes
    telephone: Sequence[bytes]
    email: bytes
    born_surname: Sequence[Token]


def find(uow: UnitOfWork, user_id: UUID | None, unit_id: UUID | None, named: Named) -> Case | None:
    """The case that answers to everything given, in one query whatever it finds.

    One that is restricted or about an offender over whom the asker has a conflict isn't
    there, unless they see it anyway. An open case comes before a closed one.
    """
    openable = and_(Case.restricted.is_(False), none_over(Case, user_id))
    query = (
        select(Case)
        .where(
            Case.merged_into_id.is_(None),
            or_(openable, reached_by(Case, user_id, unit_id)),
            *(_condition(one, named) for one in sorted(named.given)),
        )
        .order_by(Case.closed_at.is_not(None), Case.opened_on.desc(), Case.id)
        .limit(1)
    )
    return uow.session.scalar(query)


def _condition(by: Identifier, named: Named) -> ColumnElement[bool]:
    match by:
        case Identifier.REFERENCE:
            return Case.reference == named.reference
        case Identifier.PRISON_NUMBER:
            return _of_offender(Offender.prison_number_index == named.prison_number)
        case Identifier.CRN:
            return _of_offender(Offender.crn_index == named.crn)
        case Identifier.TELEPHONE:
            return _has_channel(named.telephone)
        case Identifier.EMAIL:
            return _has_channel([named.email])
        case Identifier.BORN_SURNAME:
            return and_(*(_holds(kind, token) for kind, token in named.born_surname))


def _of_offender(is_theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Offender.id == Case.offender_id, is_theirs)


def _has_channel(indexes: Sequence[bytes]) -> ColumnElement[bool]:
    return exists().where(
        Channel.person_id == Case.person_id,
        Channel.value_index.in_(indexes),
        Channel.ended_at.is_(None),
    )


def _holds(kind: int, token: int) -> ColumnElement[bool]:
    held = aliased(SearchToken)
    return exists().where(
        held.person_id == Case.person_id, held.kind == int(kind), held.token == token
    )


def end_over(uow: UnitOfWork, case_id: UUID) -> None:
    """End all broken glass over a case that hasn't ended."""
    now = uow.clock.now()
    uow.session.execute(
        update(GlassBreaking)
        .where(GlassBreaking.case_id == case_id, GlassBreaking.ends_at > now)
        .values(ends_at=now)
    )


def live_of(uow: UnitOfWork, reference: str, user_id: UUID | None) -> list[GlassBreaking]:
    """Somebody's broken glass over the case of a reference that hasn't ended."""
    query = (
        select(GlassBreaking)
        .join(Case, Case.id == GlassBreaking.case_id)
        .where(
            Case.reference == reference,
            GlassBreaking.user_id == user_id,
            GlassBreaking.ends_at > uow.clock.now(),
        )
    )
    return list(uow.session.scalars(query))


Line = tuple[GlassBreaking, Case, User, Unit, Unit | None]


def seen_by_manager(
    uow: UnitOfWork,
    user_id: UUID | None,
    unit_id: UUID,
    limit: int,
    glass_id: UUID | None = None,
) -> list[Line]:
    """Broken glass over a unit's cases and by its people, what it has to look at first.

    Left out is what concerns an offender over whom the manager has a conflict, and a case
    that is restricted by now to others.
    """
    theirs = aliased(Unit)
    case_waits = and_(Case.unit_id == unit_id, GlassBreaking.looked_at.is_(None))
    home_waits = and_(
        func.coalesce(GlassBreaking.unit_id == unit_id, false()),
        GlassBreaking.home_looked_at.is_(None),
    )
    shown = or_(Case.restricted.is_(False), reached_by(Case, user_id, unit_id))
    query = (
        select(GlassBreaking, Case, User, Unit, theirs)
        .join(Case, Case.id == GlassBreaking.case_id)
        .join(User, User.id == GlassBreaking.user_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(theirs, theirs.id == GlassBreaking.unit_id)
        .where(
            or_(GlassBreaking.unit_id == unit_id, Case.unit_id == unit_id),
            none_over(Case, user_id),
            shown,
        )
        .order_by(or_(case_waits, home_waits).is_(False), GlassBreaking.at.desc())
        .limit(limit)
    )
    if glass_id is not None:
        query = query.where(GlassBreaking.id == glass_id)
    rows: list[Line] = [
        (glass, case, user, unit, of) for glass, case, user, unit, of in uow.session.execute(query)
    ]
    uow.vault.fetch({glass.person_id for glass, *_ in rows})
    return rows


def viewed_since(
    uow: UnitOfWork, pairs: Iterable[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], list[AuditEvent]]:
    """What somebody did on a case, by case and person, first to last."""
    wanted = set(pairs)
    found: dict[tuple[UUID, UUID], list[AuditEvent]] = {pair: [] for pair in wanted}
    query = (
        select(AuditEvent)
        .where(AuditEvent.case_id.in_({case_id for case_id, _ in wanted}))
        .order_by(AuditEvent.seq)
    )
    for event in uow.session.scalars(query):
        if event.case_id is not None and event.actor_id is not None:
            pair = (event.case_id, event.actor_id)
            if pair in found:
                found[pair].append(event)
    return found
