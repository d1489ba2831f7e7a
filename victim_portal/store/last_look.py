"""What the last look asks of many messages at once, in a handful of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from victim_portal.domain.vocabulary import ContactOutcome
from victim_portal.store.models import (
    Channel,
    ContactLog,
    Event,
    ExactDateAgreement,
    KeyDate,
    KeyDates,
)
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Spoken:
    """One contact in which somebody was spoken with; `with_id` is empty for the person."""

    with_id: UUID | None
    on: date
    recorded_at: datetime


def channels_ever_of(uow: UnitOfWork, person_ids: Collection[UUID]) -> Mapping[UUID, list[Channel]]:
    """Every channel that some persons have or had, each person's oldest first."""
    found: dict[UUID, list[Channel]] = defaultdict(list)
    query = select(Channel).where(Channel.person_id.in_(list(person_ids)))
    for channel in uow.session.scalars(query.order_by(Channel.created_at, Channel.id)):
        found[channel.person_id].append(channel)
    return found


def versions_of_dates(
    uow: UnitOfWork, offender_ids: Collection[UUID]
) -> Mapping[UUID, dict[str, int]]:
    """Since which version each date stands, in the newest key dates of some offenders."""
    later = aliased(KeyDates)
    no_later = ~exists().where(
        later.offender_id == KeyDates.offender_id, later.version > KeyDates.version
    )
    query = (
        select(KeyDates.offender_id, KeyDate.code, KeyDate.since_version)
        .join(KeyDate, KeyDate.key_dates_id == KeyDates.id)
        .where(KeyDates.offender_id.in_(list(offender_ids)), no_later)
        .order_by(KeyDate.falls_on)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for offender_id, code, since in uow.session.execute(query):
        found[offender_id][code] = since
    return found


def versions_of_events(
    uow: UnitOfWork, offender_ids: Collection[UUID]
) -> Mapping[UUID, dict[str, int]]:
    """The version of each event of some offenders, by its id."""
    query = select(Event.offender_id, Event.id, Event.version)
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for offender_id, event_id, version in uow.session.execute(
        query.where(Event.offender_id.in_(list(offender_ids)))
    ):
        found[offender_id][str(event_id)] = version
    return found


def spoken_with(uow: UnitOfWork, case_ids: Collection[UUID]) -> Mapping[UUID, list[Spoken]]:
    """The contacts of some cases that count and in which somebody was spoken with."""
    query = select(
        ContactLog.case_id, ContactLog.with_id, ContactLog.on, ContactLog.recorded_at
    ).where(
        ContactLog.case_id.in_(list(case_ids)),
        ContactLog.outcome == ContactOutcome.SPOKE.value,
        ContactLog.undone_at.is_(None),
    )
    found: dict[UUID, list[Spoken]] = defaultdict(list)
    for case_id, with_id, on, recorded_at in uow.session.execute(query):
        found[case_id].append(Spoken(with_id, on, recorded_at))
    return found


def days_agreed(uow: UnitOfWork, update_ids: Collection[UUID]) -> set[tuple[UUID, int]]:
    """Which versions of some updates a manager agreed to, though they name a day."""
    query = select(ExactDateAgreement.update_id, ExactDateAgreement.version)
    rows = uow.session.execute(query.where(ExactDateAgreement.update_id.in_(list(update_ids))))
    return {(update_id, version) for update_id, version in rows}
