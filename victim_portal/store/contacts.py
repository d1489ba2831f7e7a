"""Finding contacts, notes and promises, and what went to a channel or by post."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, MessageState
from victim_portal.store.models import (
    Case,
    CaseNote,
    Channel,
    ContactLog,
    Letter,
    Message,
    Promise,
)
from victim_portal.store.unit_of_work import UnitOfWork

# A provider has it, or may have it.
_MAY_HAVE_GONE = (
    MessageState.CLAIMED.value,
    MessageState.HANDED_OVER.value,
    MessageState.DELIVERED.value,
    MessageState.UNCERTAIN.value,
)


def contacts(uow: UnitOfWork, case_id: UUID, limit: int | None = None) -> list[ContactLog]:
    """A case's contacts and attempts that count, the newest first: by day, then by what is known
    of when. What was recorded by mistake isn't among them."""
    return contacts_of(uow, [case_id], limit)


def contacts_of(
    uow: UnitOfWork,
    case_ids: Collection[UUID],
    limit: int | None = None,
    *,
    undone: bool = False,
) -> list[ContactLog]:
    """The same of several cases together: one that stays, and its doubles.

    With `undone` what was recorded by mistake is among them, as the log shows it.
    """
    moment = func.coalesce(ContactLog.at, ContactLog.recorded_at)
    query = select(ContactLog).where(ContactLog.case_id.in_(case_ids))
    if not undone:
        query = query.where(ContactLog.undone_at.is_(None))
    query = query.order_by(ContactLog.on.desc(), moment.desc(), ContactLog.id.desc())
    return list(uow.session.scalars(query.limit(limit)))


def logged(
    uow: UnitOfWork,
    case_id: UUID,
    on: date,
    method: ContactMethod,
    outcomes: Collection[ContactOutcome],
    still_safe: bool | None = None,
    channel_id: UUID | None = None,
) -> list[ContactLog]:
    """The contacts with the person of the case of that day, way and outcome.

    With `still_safe` only those count in which they said the same of this very channel.
    """
    query = select(ContactLog).where(
        ContactLog.case_id == case_id,
        ContactLog.on == on,
        ContactLog.method == method.value,
        ContactLog.outcome.in_([outcome.value for outcome in outcomes]),
        or_(ContactLog.with_id.is_(None), ContactLog.with_id == ContactLog.person_id),
        ContactLog.undone_at.is_(None),
    )
    if still_safe is not None:
        query = query.where(
            ContactLog.still_safe.is_(still_safe), ContactLog.channel_id == channel_id
        )
    return list(uow.session.scalars(query.order_by(ContactLog.recorded_at)))


def locked(uow: UnitOfWork, contact_id: UUID) -> ContactLog | None:
    """One entry of the log, locked, so that two can't undo it at once."""
    query = select(ContactLog).where(ContactLog.id == contact_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def notes_of(
    uow: UnitOfWork, case_ids: Collection[UUID], limit: int | None = None
) -> list[CaseNote]:
    """The notes of some cases together, the newest first."""
    query = select(CaseNote).where(CaseNote.case_id.in_(case_ids))
    query = query.order_by(CaseNote.recorded_at.desc(), CaseNote.id.desc())
    return list(uow.session.scalars(query.limit(limit)))


def open_promises(uow: UnitOfWork, case_id: UUID) -> list[Promise]:
    """What was promised and isn't kept yet, soonest first."""
    query = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None))
    return list(uow.session.scalars(query.order_by(Promise.due_on, Promise.made_at)))


def channels(uow: UnitOfWork, channel_ids: Iterable[UUID]) -> dict[UUID, Channel]:
    """Some channels by their ids, ended ones too."""
    query = select(Channel).where(Channel.id.in_(list(channel_ids)))
    return {channel.id: channel for channel in uow.session.scalars(query)}


def letters(uow: UnitOfWork, case_ids: Collection[UUID]) -> list[Letter]:
    """The letters of some cases together that were posted, the newest first."""
    query = select(Letter).where(Letter.case_id.in_(case_ids), Letter.posted_on.is_not(None))
    return list(uow.session.scalars(query.order_by(Letter.posted_on.desc(), Letter.made_at.desc())))


def wrong_ways(uow: UnitOfWork, case_ids: Collection[UUID]) -> set[UUID]:
    """The numbers and addresses that proved not to be the person's: tried there, tried nobody."""
    said = select(ContactLog.channel_id).where(
        ContactLog.case_id.in_(case_ids),
        ContactLog.outcome == ContactOutcome.WRONG_NUMBER,
        ContactLog.undone_at.is_(None),
    )
    persons = select(Case.person_id).where(Case.id.in_(case_ids))
    corrected = select(Channel.corrects_id).where(Channel.person_id.in_(persons))
    found = {*uow.session.scalars(said), *uow.session.scalars(corrected)}
    return {one for one in found if one is not None}


def handed_over(uow: UnitOfWork, case_ids: Collection[UUID], limit: int) -> list[Message]:
    """The texts and e-mails of some cases that a provider took, the newest first."""
    query = select(Message).where(
        Message.case_id.in_(case_ids), Message.handed_over_at.is_not(None)
    )
    return list(uow.session.scalars(query.order_by(Message.handed_over_at.desc()).limit(limit)))


def gone_to(uow: UnitOfWork, channel_id: UUID, since: datetime | None) -> list[Message]:
    """What went to a channel, or may have gone, since a moment (None: ever), oldest first."""
    query = select(Message).where(
        Message.channel_id == channel_id,
        or_(Message.handed_over_at.is_not(None), Message.state.in_(_MAY_HAVE_GONE)),
    )
    found = uow.session.scalars(query.order_by(Message.made_at))
    return [one for one in found if since is None or _went_at(one) >= since]


def _went_at(message: Message) -> datetime:
    return message.handed_over_at or message.changed_at
