"""Finding messages for the worker and for reports, and locking what hangs on them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value

from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.store.models import Channel, Message, Receipt, Update
from victim_portal.store.models.updates import CLAIMED
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import next_due


def next_wake(uow: UnitOfWork) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the next message falls due, the next lease ends, the next doubt is asked about."""
    lease = select(func.min(Message.lease_until)).where(text(CLAIMED))
    ask = select(func.min(Message.ask_at)).where(Message.ask_at.is_not(None))
    return next_due(uow), uow.session.scalar(lease), uow.session.scalar(ask)


def to_ask_about(uow: UnitOfWork, now: datetime, limit: int) -> list[Message]:
    """Messages in doubt whose provider is due to be asked, locked past other workers'."""
    query = (
        select(Message)
        .where(
            Message.state == MessageState.UNCERTAIN,
            Message.ask_at.is_not(None),
            Message.ask_at <= now,
        )
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
    found = kept.updates if kept is not None and update_id in kept.updates else None
    row = (found or _lock_updates(uow, [update_id])).get(update_id)
    if row is None:
        raise LookupError("a message without its update")
    return row


def add_receipt(uow: UnitOfWork, receipt: Receipt) -> None:
    """Keep that a rung was reported, once for each message, rung and source.

    Those of messages `at_hand` are written together, past what another hand may have kept.
    """
    kept = _kept(uow)
    if kept is not None and receipt.message_id in kept.messages:
        kept.receipts.append(receipt)
        return
    query = select(Receipt.id).where(
        Receipt.message_id == receipt.message_id,
        Receipt.rung == receipt.rung,
        Receipt.source == receipt.source,
    )
    if uow.session.scalar(query) is None:
        uow.add(receipt)
        uow.flush()


def mark_sent(uow: UnitOfWork, row: Update, on: date) -> None:
    """An update, locked by `locked_update`, has gone out; those `at_hand` are written together."""
    kept = _kept(uow)
    if kept is None or row.id not in kept.updates:
        row.state, row.sent_on = UpdateState.SENT.value, on
        row.changed_at = uow.clock.now()
        return
    set_committed_value(row, "state", UpdateState.SENT.value)
    kept.sent.setdefault(on, []).append(row.id)


@contextmanager
def at_hand(uow: UnitOfWork, messages: Collection[Message]) -> Iterator[None]:
    """Keep what recording asks about some locked messages at hand, in a few queries for all.

    Their updates are locked with it, in the order of their ids, so that two who record never
    wait for each other. Forgotten at the end.
    """
    kept = _AtHand(
        messages=frozenset(message.id for message in messages),
        updates=_lock_updates(uow, {one.update_id for one in messages if one.update_id}),
    )
    uow.session.info[_KEPT] = kept
    try:
        yield
        _write_sent(uow, kept.sent)
        _write_receipts(uow, kept.receipts)
    finally:
        del uow.session.info[_KEPT]


_KEPT = "messages at hand"


@dataclass(frozen=True)
class _AtHand:
    messages: frozenset[UUID]
    updates: dict[UUID, Update]
    receipts: list[Receipt] = field(default_factory=list)
    sent: dict[date, list[UUID]] = field(default_factory=dict)


def _kept(uow: UnitOfWork) -> _AtHand | None:
    kept: _AtHand | None = uow.session.info.get(_KEPT)
    return kept


def _write_sent(uow: UnitOfWork, sent: Mapping[date, Collection[UUID]]) -> None:
    """They are locked, so nobody's version is lost; whoever read them before sees a new one."""
    for on, update_ids in sent.items():
        uow.session.execute(
            update(Update)
            .where(Update.id.in_(update_ids))
            .values(
                state=UpdateState.SENT.value,
                sent_on=on,
                changed_at=uow.clock.now(),
                row_version=Update.row_version + 1,
            )
            .execution_options(synchronize_session=False)
        )


def _write_receipts(uow: UnitOfWork, receipts: Collection[Receipt]) -> None:
    if not receipts:
        return
    insert = postgresql.insert if uow.on_postgres else sqlite.insert
    names = Receipt.__table__.columns.keys()
    rows = [{name: getattr(one, name) for name in names} for one in receipts]
    uow.session.execute(insert(Receipt).on_conflict_do_nothing(), rows)


def _lock_updates(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, Update]:
    if not update_ids:
        return {}
    query = select(Update).where(Update.id.in_(update_ids)).order_by(Update.id).with_for_update()
    rows = uow.session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}
