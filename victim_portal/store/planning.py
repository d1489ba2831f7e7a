"""The facts of many cases in a handful of queries, and when each was last planned."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select, update

from victim_portal.domain.wrong_news import PLAN_KEY
from victim_portal.store.base import Row
from victim_portal.store.models import (
    Case,
    CasePlanning,
    ContactLog,
    Event,
    KeyDates,
    PlanDifference,
    Preference,
    Task,
    Update,
)
from victim_portal.store.unit_of_work import UnitOfWork

_R = TypeVar("_R", bound=Row)


def due(
    uow: UnitOfWork, today: date, policy_version: str, limit: int, after: UUID | None
) -> list[Case]:
    """Open cases that weren't planned today by this policy, locked past another's.

    In the order of their ids, those that come after `after`: no case is met twice.
    """
    planned = and_(
        CasePlanning.case_id == Case.id,
        CasePlanning.planned_on >= today,
        CasePlanning.policy_version == policy_version,
    )
    query = (
        select(Case)
        .where(Case.closed_at.is_(None), ~select(CasePlanning.id).where(planned).exists())
        .order_by(Case.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(Case.id > after)
    return list(uow.session.scalars(query))


def locked_if_due(
    uow: UnitOfWork, case_ids: Collection[UUID], today: date, policy_version: str
) -> list[Case]:
    """Of some cases those that are open, locked, without those that were planned meanwhile.

    Locked in the order of their ids, so that two who plan never wait for each other, and not
    against whoever only adds something to a case: an officer at one of them needn't wait.
    """
    query = select(Case).where(Case.id.in_(list(case_ids))).order_by(Case.id)
    cases = list(uow.session.scalars(query.with_for_update(key_share=True)))
    done = set(
        uow.session.scalars(
            select(CasePlanning.case_id).where(
                CasePlanning.case_id.in_(list(case_ids)),
                CasePlanning.planned_on >= today,
                CasePlanning.policy_version == policy_version,
            )
        )
    )
    return [case for case in cases if case.closed_at is None and case.id not in done]


def note_planned(
    uow: UnitOfWork, case_ids: Collection[UUID], today: date, policy_version: str
) -> None:
    """Keep that cases were planned on `today`; the caller holds their locks."""
    ids = list(case_ids)
    kept = select(CasePlanning.case_id).where(CasePlanning.case_id.in_(ids))
    known = set(uow.session.scalars(kept))
    if known:
        uow.session.execute(
            update(CasePlanning)
            .where(CasePlanning.case_id.in_(known))
            .values(planned_on=today, policy_version=policy_version)
        )
    for case_id in ids:
        if case_id not in known:
            uow.add_at_commit(
                CasePlanning,
                id=uow.tokens.uuid(),
                case_id=case_id,
                planned_on=today,
                policy_version=policy_version,
            )


def updates_of(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[Update]]:
    """The updates that a plan made, of many cases, each in the order of their windows."""
    query = select(Update).where(
        Update.case_id.in_(list(case_ids)), Update.plan_key.not_like(f"{PLAN_KEY}%")
    )
    rows = uow.session.scalars(query.order_by(Update.window_opens, Update.plan_key))
    return _by(rows, "case_id")


def newest_differences(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of the last difference of each case that has any."""
    query = (
        select(PlanDifference.case_id, func.max(PlanDifference.number))
        .where(PlanDifference.case_id.in_(list(case_ids)))
        .group_by(PlanDifference.case_id)
    )
    return dict(iter(uow.session.execute(query)))


def open_of_offenders(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, list[Case]]:
    """The open cases of many offenders, each offender's in the order in which they were opened."""
    found: dict[UUID, list[Case]] = {offender_id: [] for offender_id in offender_ids}
    query = select(Case).where(Case.offender_id.in_(found), Case.closed_at.is_(None))
    for case in uow.session.scalars(query.order_by(Case.opened_on, Case.id)):
        found[case.offender_id].append(case)
    return found


def preferences(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, Preference]:
    """How the persons of many cases want to be told."""
    query = select(Preference).where(Preference.case_id.in_(list(case_ids)))
    return {row.case_id: row for row in uow.session.scalars(query)}


def events_of(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, list[Event]]:
    """What happened to the sentences of many offenders, each newest first."""
    query = select(Event).where(Event.offender_id.in_(list(offender_ids)))
    rows = uow.session.scalars(query.order_by(Event.happened_on.desc(), Event.recorded_at.desc()))
    return _by(rows, "offender_id")


def versions_of(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, list[KeyDates]]:
    """Every version of the key dates of many offenders, each newest first."""
    query = select(KeyDates).where(KeyDates.offender_id.in_(list(offender_ids)))
    return _by(uow.session.scalars(query.order_by(KeyDates.version.desc())), "offender_id")


def last_spoken(
    uow: UnitOfWork, case_ids: Collection[UUID], outcomes: Collection[str]
) -> dict[UUID, date]:
    """The day of the last contact of each case that came to one of `outcomes`."""
    query = (
        select(ContactLog.case_id, func.max(ContactLog.on))
        .where(
            ContactLog.case_id.in_(list(case_ids)),
            ContactLog.outcome.in_(list(outcomes)),
            ContactLog.undone_at.is_(None),
        )
        .group_by(ContactLog.case_id)
    )
    return dict(iter(uow.session.execute(query)))


def tasks_of(
    uow: UnitOfWork, case_ids: Collection[UUID], kinds: Collection[str]
) -> dict[UUID, list[Task]]:
    """Every task of some kinds that was ever raised on some cases."""
    query = select(Task).where(Task.case_id.in_(list(case_ids)), Task.kind.in_(list(kinds)))
    return _by(uow.session.scalars(query.order_by(Task.made_at, Task.id)), "case_id")


def _by(rows: Iterable[_R], name: str) -> dict[UUID, list[_R]]:
    found: dict[UUID, list[_R]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
