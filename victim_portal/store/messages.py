"""Finding messages for the worker and for reports, and locking what hangs on them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Case, Channel, Message, Receipt, Update
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
    """An update as it stands now, locked against everyone else; LookupError for none.

    Not asked for again while its message is `at_hand`: then it is locked already.
    """
    kept = _kept(uow)
    if kept is None or update_id not in kept.updates:
        update = _lock_updates(uow, [update_id]).get(update_id)
    else:
        update = kept.updates[update_id]
    if update is None:
        raise LookupError("a message without its update")
    return update


def has_receipt(uow: UnitOfWork, message_id: UUID, rung: str, source: str) -> bool:
    """Whether a rung was reported from this source before."""
    kept = _kept(uow)
    if kept is not None and message_id in kept.messages:
        return (message_id, rung, source) in kept.receipts
    query = select(Receipt.id).where(
        Receipt.message_id == message_id, Receipt.rung == rung, Receipt.source == source
    )
    return uow.session.scalar(query) is not None


def add_receipt(uow: UnitOfWork, receipt: Receipt) -> None:
    """Take a rung in; the database looks at it at once, or at those of messages `at_hand` later."""
    uow.add(receipt)
    kept = _kept(uow)
    if kept is None or receipt.message_id not in kept.messages:
        uow.flush()
    else:
        kept.receipts.add((receipt.message_id, receipt.rung, receipt.source))


@contextmanager
def at_hand(uow: UnitOfWork, messages: Collection[Message]) -> Iterator[None]:
    """Keep what recording asks about some locked messages at hand, in a few queries for all.

    Their updates are locked with it, in the order of their ids, so that two who record never
    wait for each other. Forgotten at the end.
    """
    ids = frozenset(message.id for message in messages)
    asked = select(Receipt.message_id, Receipt.rung, Receipt.source)
    uow.vault.fetch({message.person_id for message in messages})
    uow.session.info[_KEPT] = _AtHand(
        messages=ids,
        cases=uow.get_many(Case, {message.case_id for message in messages}),
        updates=_lock_updates(uow, {one.update_id for one in messages if one.update_id}),
        receipts={
            (message_id, rung, source)
            for message_id, rung, source in uow.session.execute(
                asked.where(Receipt.message_id.in_(ids))
            )
        },
    )
    try:
        yield
    finally:
        del uow.session.info[_KEPT]


_KEPT = "messages at hand"


@dataclass(frozen=True)
class _AtHand:
    messages: frozenset[UUID]
    # Only held, so that the session finds them without asking.
    cases: dict[UUID, Case]
    updates: dict[UUID, Update]
    receipts: set[tuple[UUID, str, str]]


def _kept(uow: UnitOfWork) -> _AtHand | None:
    kept: _AtHand | None = uow.session.info.get(_KEPT)
    return kept


def _lock_updates(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, Update]:
    if not update_ids:
        return {}
    query = select(Update).where(Update.id.in_(update_ids)).order_by(Update.id).with_for_update()
    rows = uow.session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}
