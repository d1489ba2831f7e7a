"""Finding messages for the worker and for reports, and locking what hangs on them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Channel, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import next_due


def next_wake(uow: UnitOfWork) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the next message falls due, the next lease ends, the next doubt is asked about."""
    lease = select(func.min(Message.lease_until)).where(Message.state == MessageState.CLAIMED)
    ask = select(func.min(Message.ask_at)).where(Message.ask_at.is_not(None))
    return next_due(uow), uow.session.scalar(lease), uow.session.scalar(ask)


def to_ask_about(uow: UnitOfWork, now: datetime, limit: int) -> list[Message]:
    """Messages in doubt whose provider is due to be asked, locked past other workers'."""
    query = (
        select(Message)
        .where(Message.state == MessageState.UNCERTAIN, Message.ask_at <= now)
        .order_by(Message.ask_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.scalars(query))


def references_of_others(uow: UnitOfWork, message: Message, sids: Collection[str]) -> set[str]:
    """Which of a provider's ids are those of other messages than this one."""
    query = select(Message.provider_reference).where(
        Message.provider_reference.in_(sids), Message.id != message.id
    )
    return {one for one in uow.session.scalars(query) if one is not None}


def unsettled_beside(uow: UnitOfWork, message: Message) -> list[Message]:
    """Other texts to the same number that are in the air or in doubt, whoever has it."""
    channel = uow.get(Channel, message.channel_id)
    if channel is None:
        raise LookupError("a message without its channel")
    # A person may have the number down twice, and a mother and her child may share it.
    same = select(Channel.id).where(Channel.value_index == channel.value_index)
    query = select(Message).where(
        Message.channel_id.in_(same),
        Message.id != message.id,
        Message.kind == message.kind,
        Message.state.in_((MessageState.CLAIMED.value, MessageState.UNCERTAIN.value)),
    )
    return list(uow.session.scalars(query))


def locked_update(uow: UnitOfWork, update_id: UUID) -> Update:
    """An update as it stands now, locked against everyone else; LookupError for none."""
    query = select(Update).where(Update.id == update_id).with_for_update()
    update = uow.session.scalar(query.execution_options(populate_existing=True))
    if update is None:
        raise LookupError("a message without its update")
    return update
