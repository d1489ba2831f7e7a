"""Counting what whoever watches the portal needs to know; no row of it names anybody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, text

from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Case, CasePlanning, Message, Surge, Task
from victim_portal.store.models.updates import CLAIMED, DUE
from victim_portal.store.unit_of_work import UnitOfWork

MOST = 10_000
"""More than this isn't counted: the number would say no more, and cost the longer the worse."""


def answers(uow: UnitOfWork) -> None:
    """Ask the database for nothing; raises whatever it raises."""
    uow.session.execute(select(1))


def due(uow: UnitOfWork, now: datetime) -> tuple[int, datetime | None]:
    """How many messages might go now (`MOST` at most), and since when the first of them might."""
    waits = (text(DUE), Message.next_try_at <= now)
    first = uow.session.scalar(select(func.min(Message.next_try_at)).where(*waits))
    return _capped(uow, select(Message.id).where(*waits)), first


def lapsed(uow: UnitOfWork, now: datetime) -> int:
    """Messages whose worker fell silent, and that no other has swept up."""
    query = select(Message.id).where(text(CLAIMED), Message.lease_until < now)
    return _capped(uow, query)


def asked_after(uow: UnitOfWork) -> int:
    """Messages in doubt whose provider is still to be asked."""
    return _capped(uow, select(Message.id).where(Message.ask_at.is_not(None)))


def parked(uow: UnitOfWork) -> int:
    """Messages that wait for two managers, of the surges that still run."""
    running = select(Surge.id).where(Surge.let_go_at.is_(None), Surge.stopped_at.is_(None))
    held = Message.state == MessageState.HELD
    return _capped(uow, select(Message.id).where(Message.surge_id.in_(running), held))


def open_tasks(uow: UnitOfWork, before: date | None = None) -> int:
    """Tasks that nobody has done; with `before`, those that were due before that day."""
    query = select(Task.id).where(Task.done_at.is_(None))
    return _capped(uow, query if before is None else query.where(Task.due_on < before))


def queued_cases(uow: UnitOfWork) -> tuple[int, datetime | None]:
    """Open cases that no officer has, and since when the first of them waits."""
    waits = (Case.queued_since.is_not(None), Case.closed_at.is_(None))
    first = uow.session.scalar(select(func.min(Case.queued_since)).where(*waits))
    return _capped(uow, select(Case.id).where(*waits)), first


def unplanned(uow: UnitOfWork, day: date) -> int:
    """Open cases whose plan nobody has looked through since before a day."""
    planned = select(CasePlanning.id).where(
        CasePlanning.case_id == Case.id, CasePlanning.planned_on >= day
    )
    return _capped(uow, select(Case.id).where(Case.closed_at.is_(None), ~planned.exists()))


def _capped(uow: UnitOfWork, query: Select[Any]) -> int:
    counted = select(func.count()).select_from(query.limit(MOST).subquery())
    return uow.session.scalar(counted) or 0
