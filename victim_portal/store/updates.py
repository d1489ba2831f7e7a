"""Finding updates and their messages."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select, text

from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.store.models import (
    Approval,
    Case,
    ExactDateAgreement,
    Message,
    Receipt,
    Update,
    User,
)
from victim_portal.store.models.updates import CLAIMED, DUE
from victim_portal.store.unit_of_work import UnitOfWork

STOPPABLE = (
    MessageState.QUEUED.value,
    MessageState.FAILED_FOR_NOW.value,
    MessageState.HELD.value,
)


def of_case(uow: UnitOfWork, case_id: UUID) -> list[Update]:
    """A case's updates in the order of their windows."""
    query = select(Update).where(Update.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Update.window_opens, Update.plan_key)))


def messages_of(uow: UnitOfWork, update_ids: Iterable[UUID]) -> list[Message]:
    """The messages of some updates, oldest first."""
    query = select(Message).where(Message.update_id.in_(list(update_ids)))
    return list(uow.session.scalars(query.order_by(Message.made_at, Message.kind)))


def persons_written_to(uow: UnitOfWork, person_ids: Iterable[UUID]) -> set[UUID]:
    """Whom something was sent, or may have been; messages with codes carry no code word."""
    maybe_sent = or_(
        Message.handed_over_at.is_not(None),
        Message.state.not_in(
            [MessageState.QUEUED.value, MessageState.HELD.value, MessageState.CANCELLED.value]
        ),
    )
    query = select(Message.person_id).where(
        Message.person_id.in_(list(person_ids)), Message.verification_id.is_(None), maybe_sent
    )
    return set(uow.session.scalars(query.distinct()))


def stoppable(
    uow: UnitOfWork,
    update_id: UUID | None = None,
    channel_id: UUID | None = None,
    case_id: UUID | None = None,
) -> list[Message]:
    """Messages of an update, for a channel or of a case that no provider has yet, locked."""
    query = select(Message).where(Message.state.in_(STOPPABLE))
    if update_id is not None:
        query = query.where(Message.update_id == update_id)
    if channel_id is not None:
        query = query.where(Message.channel_id == channel_id)
    if case_id is not None:
        query = query.where(Message.case_id == case_id)
    return list(uow.session.scalars(query.with_for_update()))


def exact_date_agreement(uow: UnitOfWork, update: Update) -> ExactDateAgreement | None:
    """A manager's agreement that this very version names a day."""
    query = select(ExactDateAgreement).where(
        ExactDateAgreement.update_id == update.id, ExactDateAgreement.version == update.version
    )
    return uow.session.scalar(query)


def approvals(uow: UnitOfWork, update_id: UUID) -> list[Approval]:
    """Who approved an update, in which version."""
    query = select(Approval).where(Approval.update_id == update_id)
    return list(uow.session.scalars(query.order_by(Approval.approved_at)))


def approvals_of(uow: UnitOfWork, update_ids: Iterable[UUID]) -> list[tuple[Approval, User]]:
    """Every approval of some updates with who gave it, oldest first."""
    query = (
        select(Approval, User)
        .join(User, User.id == Approval.approved_by)
        .where(Approval.update_id.in_(list(update_ids)))
        .order_by(Approval.approved_at, Approval.id)
    )
    return [(approval, user) for approval, user in uow.session.execute(query)]


def to_read(uow: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many drafts wait to be read, by case."""
    query = select(Update.case_id).where(
        Update.case_id.in_(list(case_ids)), Update.state == UpdateState.DRAFT
    )
    found: dict[UUID, int] = {}
    for case_id in uow.session.scalars(query):
        found[case_id] = found.get(case_id, 0) + 1
    return found


def unread(uow: UnitOfWork, opens_by: date, limit: int) -> list[tuple[Update, Case]]:
    """Drafts of open cases that must soon go out and that nobody was asked to read yet."""
    query = (
        select(Update, Case)
        .join(Case, Case.id == Update.case_id)
        .where(
            Update.state == UpdateState.DRAFT,
            Update.window_opens <= opens_by,
            Update.asked_on.is_(None),
            Case.closed_at.is_(None),
        )
        .order_by(Update.window_opens, Update.id)
        .limit(limit)
    )
    return [(update, case) for update, case in uow.session.execute(query)]


def claimable(
    uow: UnitOfWork, now: datetime, limit: int, without: Collection[str] = ()
) -> list[Message]:
    """Due messages in order of time, locked past those that another worker has.

    Kinds `without` are left where they are.
    """
    query = (
        select(Message)
        .where(text(DUE), Message.next_try_at <= now)
        .where(*([Message.kind.not_in(without)] if without else []))
        .order_by(Message.next_try_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(query))


def lapsed(uow: UnitOfWork, now: datetime, limit: int = 50) -> list[Message]:
    """Messages whose worker is silent past its lease, locked."""
    query = (
        select(Message)
        .where(text(CLAIMED), Message.lease_until < now)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(query))


def locked(uow: UnitOfWork, message_id: UUID) -> Message | None:
    """A message, locked against everyone else."""
    return uow.session.scalar(select(Message).where(Message.id == message_id).with_for_update())


def locked_together(uow: UnitOfWork, message_ids: Iterable[UUID]) -> dict[UUID, Message]:
    """Several messages by id, locked in the order of their ids: two never wait for each other."""
    query = select(Message).where(Message.id.in_(list(message_ids))).order_by(Message.id)
    return {row.id: row for row in uow.session.scalars(query.with_for_update())}


def receipts(uow: UnitOfWork, message_ids: Iterable[UUID]) -> list[Receipt]:
    """How far up the ladder some messages got."""
    query = select(Receipt).where(Receipt.message_id.in_(list(message_ids)))
    return list(uow.session.scalars(query.order_by(Receipt.at)))


def next_due(uow: UnitOfWork) -> datetime | None:
    """When the next message falls due."""
    query = select(Message.next_try_at).where(text(DUE))
    return uow.session.scalar(query.order_by(Message.next_try_at).limit(1))
