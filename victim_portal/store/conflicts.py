"""Who may not come near an offender's cases, because they know the offender or work with them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm.attributes import flag_modified

from victim_portal.domain.vocabulary import Role
from victim_portal.store.models import Case, ConflictOfInterest, Task, User
from victim_portal.store.unit_of_work import UnitOfWork

_KEPT = "conflicts of interest"


def staff_of(uow: UnitOfWork, offender_id: UUID) -> frozenset[UUID]:
    """The staff with a conflict over an offender, asked once in a unit of work."""
    if offender_id not in _known(uow):
        fetch(uow, [offender_id])
    return _known(uow)[offender_id]


def fetch(uow: UnitOfWork, offender_ids: Iterable[UUID]) -> None:
    """Ask about many offenders in one query, for a page that lists their cases."""
    known = _known(uow)
    wanted = set(offender_ids) - known.keys()
    if not wanted:
        return
    found: dict[UUID, set[UUID]] = {offender_id: set() for offender_id in wanted}
    query = select(ConflictOfInterest.offender_id, ConflictOfInterest.user_id).where(
        ConflictOfInterest.offender_id.in_(wanted), ConflictOfInterest.ended_at.is_(None)
    )
    for offender_id, user_id in uow.session.execute(query):
        found[offender_id].add(user_id)
    known.update({one: frozenset(staff) for one, staff in found.items()})


def forget(uow: UnitOfWork, offender_id: UUID) -> None:
    """Ask anew next time: a conflict was declared or ended in this unit of work."""
    uow.flush()
    _known(uow).pop(offender_id, None)


def open_one(uow: UnitOfWork, offender_id: UUID, user_id: UUID) -> ConflictOfInterest | None:
    """The conflict that stands between one member of staff and an offender."""
    query = select(ConflictOfInterest).where(
        ConflictOfInterest.offender_id == offender_id,
        ConflictOfInterest.user_id == user_id,
        ConflictOfInterest.ended_at.is_(None),
    )
    return uow.session.scalar(query)


def of_offender(uow: UnitOfWork, offender_id: UUID) -> list[ConflictOfInterest]:
    """Every conflict over an offender, ended ones too, oldest first."""
    query = select(ConflictOfInterest).where(ConflictOfInterest.offender_id == offender_id)
    return list(uow.session.scalars(query.order_by(ConflictOfInterest.declared_at)))


def of_unit(
    uow: UnitOfWork, offender_id: UUID, unit_id: UUID | None
) -> list[tuple[ConflictOfInterest, User]]:
    """The conflicts between an offender and the people of one unit, oldest first.

    With them those of parole case managers, who are of no unit, that one of this unit declared:
    another unit's would tell of a case there.
    """
    own = select(User.first_name + " " + User.last_name).where(User.unit_id == unit_id)
    theirs = and_(User.role == Role.PAROLE_CASE_MANAGER, ConflictOfInterest.declared_by.in_(own))
    query = (
        select(ConflictOfInterest, User)
        .join(User, User.id == ConflictOfInterest.user_id)
        .where(
            ConflictOfInterest.offender_id == offender_id,
            ConflictOfInterest.ended_at.is_(None),
            or_(User.unit_id == unit_id, theirs),
        )
        .order_by(ConflictOfInterest.declared_at)
    )
    return [(conflict, user) for conflict, user in uow.session.execute(query)]


def cases_held(uow: UnitOfWork, offender_id: UUID) -> list[Case]:
    """An offender's open cases, each marked as changed.

    Whoever gives one of them to somebody in the same moment has to look again, and finds
    the conflict.
    """
    query = select(Case).where(Case.offender_id == offender_id, Case.closed_at.is_(None))
    cases = list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))
    for case in cases:
        flag_modified(case, "officer_id")
    return cases


def tasks_over(uow: UnitOfWork, offender_id: UUID, user_id: UUID) -> list[tuple[Task, Case]]:
    """What somebody still has to do on the cases of an offender."""
    query = (
        select(Task, Case)
        .join(Case, Case.id == Task.case_id)
        .where(
            Case.offender_id == offender_id,
            Task.for_user_id == user_id,
            Task.done_at.is_(None),
        )
    )
    return [(task, case) for task, case in uow.session.execute(query)]


def none_over(case: Any, user_id: UUID | None) -> ColumnElement[bool]:
    """For a list's own query: cases over whose offender the reader has no conflict."""
    return ~exists().where(
        ConflictOfInterest.offender_id == case.offender_id,
        ConflictOfInterest.user_id == user_id,
        ConflictOfInterest.ended_at.is_(None),
    )


def _known(uow: UnitOfWork) -> dict[UUID, frozenset[UUID]]:
    known: dict[UUID, frozenset[UUID]] = uow.session.info.setdefault(_KEPT, {})
    return known
