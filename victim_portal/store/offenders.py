"""Finding offenders, their sentences, key dates, events and reviews."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from victim_portal.store.models import Case, Event, KeyDate, KeyDates, Offender, Review, Sentence
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import reached_by


def by_index(
    uow: UnitOfWork, prison_numbers: list[bytes], crns: list[bytes]
) -> tuple[dict[bytes, Offender], dict[bytes, Offender]]:
    """Known offenders by the blind indexes of prison number and CRN."""
    by_number = {
        row.prison_number_index: row
        for row in uow.session.scalars(
            select(Offender).where(Offender.prison_number_index.in_(prison_numbers))
        )
        if row.prison_number_index is not None
    }
    by_crn = {
        row.crn_index: row
        for row in uow.session.scalars(select(Offender).where(Offender.crn_index.in_(crns)))
        if row.crn_index is not None
    }
    return by_number, by_crn


def by_ids(uow: UnitOfWork, offender_ids: list[UUID]) -> list[Offender]:
    """Offenders by id, their keys opened."""
    uow.vault.fetch(offender_ids)
    return list(uow.session.scalars(select(Offender).where(Offender.id.in_(offender_ids))))


def lock(uow: UnitOfWork, *offender_ids: UUID) -> None:
    """Wait for everybody else who changes what is known of an offender.

    Of many, in the order of their ids, so that two who lock many never wait for each other.
    """
    query = select(Offender.id).where(Offender.id.in_(offender_ids)).order_by(Offender.id)
    uow.session.execute(query.with_for_update()).all()


def sentences(uow: UnitOfWork, offender_id: UUID) -> list[Sentence]:
    """An offender's sentences, earliest first."""
    query = select(Sentence).where(Sentence.offender_id == offender_id)
    return list(uow.session.scalars(query.order_by(Sentence.sentenced_on, Sentence.id)))


def sentences_of(uow: UnitOfWork, offender_ids: list[UUID]) -> list[Sentence]:
    """The sentences of many offenders."""
    return list(uow.session.scalars(select(Sentence).where(Sentence.offender_id.in_(offender_ids))))


def earliest_sentences(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the earliest sentence that is known of each offender."""
    query = (
        select(Sentence.offender_id, func.min(Sentence.sentenced_on))
        .where(Sentence.offender_id.in_(list(offender_ids)))
        .group_by(Sentence.offender_id)
    )
    return dict(iter(uow.session.execute(query)))


def newest_key_dates(uow: UnitOfWork, offender_id: UUID) -> KeyDates | None:
    """The newest version of an offender's key dates."""
    query = select(KeyDates).where(KeyDates.offender_id == offender_id)
    return uow.session.scalar(query.order_by(KeyDates.version.desc()).limit(1))


def newest_of(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, KeyDates]:
    """The newest version of the key dates of each offender that has any."""
    later = aliased(KeyDates)
    no_later = ~exists().where(
        later.offender_id == KeyDates.offender_id, later.version > KeyDates.version
    )
    query = select(KeyDates).where(KeyDates.offender_id.in_(list(offender_ids)), no_later)
    return {row.offender_id: row for row in uow.session.scalars(query)}


def versions_of_key_dates(uow: UnitOfWork, offender_id: UUID) -> list[KeyDates]:
    """Every version, newest first: the history of every date."""
    query = select(KeyDates).where(KeyDates.offender_id == offender_id)
    return list(uow.session.scalars(query.order_by(KeyDates.version.desc())))


def dates_of(uow: UnitOfWork, key_dates: list[KeyDates]) -> dict[UUID, list[KeyDate]]:
    """The dates of some versions, by version row."""
    found: dict[UUID, list[KeyDate]] = {row.id: [] for row in key_dates}
    query = select(KeyDate).where(KeyDate.key_dates_id.in_(found)).order_by(KeyDate.falls_on)
    for row in uow.session.scalars(query):
        found[row.key_dates_id].append(row)
    return found


def events(uow: UnitOfWork, offender_id: UUID) -> list[Event]:
    """What happened to an offender's sentence, newest first."""
    query = select(Event).where(Event.offender_id == offender_id)
    return list(
        uow.session.scalars(query.order_by(Event.happened_on.desc(), Event.recorded_at.desc()))
    )


def open_review(uow: UnitOfWork, offender_id: UUID) -> Review | None:
    """The review that is under way, if there is one."""
    query = select(Review).where(Review.offender_id == offender_id, Review.closed_at.is_(None))
    return uow.session.scalar(query.order_by(Review.recorded_at.desc()).limit(1))


def other_open_cases(
    uow: UnitOfWork, case: Case, user_id: UUID | None, unit_id: UUID | None
) -> bool:
    """Whether the reader may see another open case of the same offender.

    One that is out of their reach isn't hinted at: who doesn't know can't mix the two up.
    """
    query = select(Case.id).where(
        Case.offender_id == case.offender_id,
        Case.id != case.id,
        Case.closed_at.is_(None),
        reached_by(Case, user_id, unit_id),
    )
    return uow.session.scalar(query.limit(1)) is not None


def reviews(uow: UnitOfWork, offender_id: UUID) -> list[Review]:
    """An offender's parole reviews, the newest first."""
    query = select(Review).where(Review.offender_id == offender_id)
    return list(uow.session.scalars(query.order_by(Review.recorded_at.desc(), Review.id)))
