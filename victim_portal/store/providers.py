"""The breakers of the providers, and what waits for them."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, case, func, literal_column, or_, select

from victim_portal.domain.breaker import Breaker
from victim_portal.domain.stages import STAGES
from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Message, Provider, Update
from victim_portal.store.models.updates import DUE
from victim_portal.store.unit_of_work import UnitOfWork

URGENT = tuple(sorted(stage.value for stage, rule in STAGES.items() if rule.urgent))
RING_NOW = "ring_now"
"""Why a message waits whose news somebody was asked to tell by telephone at once."""
# With the table's name, where another table with a state is joined.
IS_DUE: ColumnElement[bool] = literal_column(f"message.{DUE}", Boolean)

_FIELDS = tuple(field.name for field in fields(Breaker))


def breakers(uow: UnitOfWork) -> dict[str, Breaker]:
    """The breaker of each kind ("sms", "email") that has one."""
    return {row.kind: breaker_of(row) for row in uow.session.scalars(select(Provider))}


def breaker_of(row: Provider) -> Breaker:
    """A provider's row as the rules see it."""
    return Breaker(**{name: getattr(row, name) for name in _FIELDS})


def keep(row: Provider, breaker: Breaker) -> None:
    """Write a breaker to its row."""
    for name in _FIELDS:
        setattr(row, name, getattr(breaker, name))


def locked(uow: UnitOfWork, kind: str) -> Provider | None:
    """A provider as it stands now, locked against every other worker."""
    query = select(Provider).where(Provider.kind == kind).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def waiting(uow: UnitOfWork, kind: str, now: datetime) -> int:
    """How many messages of a kind are due, or wait for another try."""
    query = select(func.count(Message.id)).where(
        Message.kind == kind,
        IS_DUE,
        or_(Message.next_try_at <= now, Message.state == MessageState.FAILED_FOR_NOW),
    )
    return uow.session.scalar(query) or 0


def to_probe_with(uow: UnitOfWork, kind: str, now: datetime, open_since: datetime) -> list[Message]:
    """The message that is let through to see whether an open breaker may close; locked.

    In order of the last day those that weren't a probe since it opened; then whichever was
    longest ago. None is the probe again and again: what fails may be its own fault, and then
    nothing else would ever go.
    """
    failed = and_(
        Message.state == MessageState.FAILED_FOR_NOW.value, Message.changed_at > open_since
    )
    query = (
        select(Message)
        .outerjoin(Update, Update.id == Message.update_id)
        .where(*_due(kind, now))
        .order_by(
            case((failed, 1), else_=0),
            case((failed, Message.changed_at)),
            *_by_deadline(),
        )
        .limit(1)
        .with_for_update(of=Message, skip_locked=True)
    )
    return list(uow.session.scalars(query))


def by_deadline(uow: UnitOfWork, kind: str, now: datetime, limit: int) -> list[Message]:
    """What is due of a kind, urgent safety news first, then by its last day; locked."""
    query = (
        select(Message)
        .outerjoin(Update, Update.id == Message.update_id)
        .where(*_due(kind, now))
        .order_by(*_by_deadline())
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    )
    return list(uow.session.scalars(query))


def cant_wait(
    uow: UnitOfWork, kind: str, now: datetime, last_day: date, due_before: datetime, limit: int
) -> list[Message]:
    """What is due of a kind and ends by `last_day`, or waits since `due_before`; locked."""
    query = (
        select(Message)
        .where(
            *_due(kind, now),
            or_(Message.deadline_on <= last_day, Message.next_try_at <= due_before),
        )
        .order_by(Message.deadline_on, Message.id)
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    )
    return list(uow.session.scalars(query))


def to_ring_now(uow: UnitOfWork, kind: str, now: datetime, limit: int) -> list[Message]:
    """Urgent safety news that is due and that nobody was asked to tell yet; locked."""
    query = (
        select(Message)
        .join(Update, Update.id == Message.update_id)
        .where(
            *_due(kind, now),
            Update.stage.in_(URGENT),
            or_(Message.why_code.is_(None), Message.why_code != RING_NOW),
        )
        .order_by(Message.deadline_on, Message.id)
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    )
    return list(uow.session.scalars(query))


def next_due_of(uow: UnitOfWork, kinds: Collection[str], *, but: bool = False) -> datetime | None:
    """When the next message of some kinds falls due, or with `but` of any other kind."""
    of_kinds = Message.kind.not_in(kinds) if but else Message.kind.in_(kinds)
    query = select(Message.next_try_at).where(IS_DUE, of_kinds)
    return uow.session.scalar(query.order_by(Message.next_try_at).limit(1))


def _due(kind: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return IS_DUE, Message.kind == kind, Message.next_try_at <= now


def _by_deadline() -> tuple[Any, ...]:
    urgent_first = case((Update.stage.in_(URGENT), 0), else_=1)
    return urgent_first, Message.deadline_on, Message.next_try_at, Message.id
