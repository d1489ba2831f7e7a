"""Finding the ladders that begin, and those that are looked at next."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.ladder import Rung
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.models import Case, ContactLog, Ladder, Message, Receipt, Update
from victim_portal.store.unit_of_work import UnitOfWork


def to_begin(uow: UnitOfWork, since: date, limit: int) -> list[tuple[Update, datetime]]:
    """Updates of open cases that messages carried since a day and that have no ladder yet.

    With each the moment at which a provider first had it.
    """
    first = func.min(Message.handed_over_at)
    query = (
        select(Update, first)
        .join(Message, Message.update_id == Update.id)
        .join(Case, Case.id == Update.case_id)
        .outerjoin(Ladder, Ladder.update_id == Update.id)
        .where(
            Update.state == UpdateState.SENT,
            Update.sent_on >= since,
            Update.told_how.is_(None),
            Ladder.id.is_(None),
            Message.handed_over_at.is_not(None),
            Message.update_version == Update.version,
            Case.closed_at.is_(None),
        )
        .group_by(Update.id)
        .order_by(first, Update.id)
        .limit(limit)
    )
    rows = uow.session.execute(query)
    return [(update, at) for update, at in rows if at is not None]


def due(uow: UnitOfWork, now: datetime, limit: int) -> list[UUID]:
    """The ladders whose time is over, first to last."""
    query = select(Ladder.id).where(Ladder.look_at <= now)
    return list(uow.session.scalars(query.order_by(Ladder.look_at, Ladder.id).limit(limit)))


def locked(uow: UnitOfWork, ladder_id: UUID) -> Ladder | None:
    """A ladder as it stands now, locked past another worker that has it."""
    query = select(Ladder).where(Ladder.id == ladder_id).with_for_update(skip_locked=True)
    return uow.session.scalar(query.execution_options(populate_existing=True))


def of_updates(uow: UnitOfWork, update_ids: Iterable[UUID]) -> dict[UUID, Ladder]:
    """The ladders of some updates."""
    query = select(Ladder).where(Ladder.update_id.in_(list(update_ids)))
    return {row.update_id: row for row in uow.session.scalars(query)}


def of_case(uow: UnitOfWork, case_id: UUID) -> list[Ladder]:
    """The ladders of a case."""
    return list(uow.session.scalars(select(Ladder).where(Ladder.case_id == case_id)))


def receipts_of(
    uow: UnitOfWork, update_ids: Collection[UUID]
) -> list[tuple[UUID, int, str, Receipt]]:
    """Each receipt of some updates, with the update, its version and the message's kind."""
    query = (
        select(Message.update_id, Message.update_version, Message.kind, Receipt)
        .join(Receipt, Receipt.message_id == Message.id)
        .where(Message.update_id.in_(list(update_ids)))
        .order_by(Receipt.at, Receipt.id)
    )
    return [
        (update_id, version, kind, row)
        for update_id, version, kind, row in uow.session.execute(query)
        if update_id is not None and version is not None
    ]


def spoken_receipts_of(
    uow: UnitOfWork, update_ids: Collection[UUID]
) -> list[tuple[UUID, int, str]]:
    """The updates that somebody was spoken to about, with the version and the receipt's source."""
    query = (
        select(Message.update_id, Message.update_version, Receipt.source)
        .join(Receipt, Receipt.message_id == Message.id)
        .where(Message.update_id.in_(list(update_ids)), Receipt.rung == Rung.SPOKEN.value)
    )
    return [
        (update_id, version, source)
        for update_id, version, source in uow.session.execute(query)
        if update_id is not None and version is not None
    ]


def undone(uow: UnitOfWork, contact_ids: Collection[UUID]) -> set[UUID]:
    """Which of some entries of the contact log were recorded by mistake."""
    if not contact_ids:
        return set()
    query = select(ContactLog.id).where(
        ContactLog.id.in_(list(contact_ids)), ContactLog.undone_at.is_not(None)
    )
    return set(uow.session.scalars(query))


def first_handed_over(uow: UnitOfWork, update_id: UUID) -> datetime | None:
    """When a provider first had a message of an update."""
    query = select(func.min(Message.handed_over_at)).where(Message.update_id == update_id)
    return uow.session.scalar(query)


def later_sent(uow: UnitOfWork, update: Update, since: datetime) -> list[Update]:
    """Other news of the same case that was sent, or told by a person, after a moment."""
    first = func.min(Message.handed_over_at)
    query = (
        select(Update, first)
        .outerjoin(Message, Message.update_id == Update.id)
        .where(
            Update.case_id == update.case_id,
            Update.id != update.id,
            Update.state == UpdateState.SENT,
        )
        .group_by(Update.id)
    )
    found = []
    for other, handed_over_at in uow.session.execute(query):
        moments = [one for one in (handed_over_at, other.decided_at) if one is not None]
        if moments and min(moments) > since:
            found.append(other)
    return found
