"""Counting what was queued, and finding what is parked."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Approval, Case, Message, Surge, Task, Unit, Update, User
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import STOPPABLE

TRANCHE_CAUSE = "tranche:"
"""Begins the cause of what two managers agreed to already, and so is no surge."""
CORRECTION_CAUSE = "correction:"
"""Begins that of a correction, which two managers released."""
AGREED = (f"{TRANCHE_CAUSE}%", f"{CORRECTION_CAUSE}%")

FOLLOWS_UP = "ladder"
"""The cause of what only says once more what went out already, and so is no surge either."""

Line = tuple[str, str, str, str, int]
"""A unit, a stage, who approved it (first and last name), and how many messages."""

Parkable = tuple[Message, Update, Case]


def queued_since(
    uow: UnitOfWork, stages: Collection[str], since: datetime, cause: str | None = None
) -> int:
    """How many messages of some stages were made since, but those that two managers let go.

    Of one `cause` where one is given: then one that fell back to a draft, and was approved
    again, counts once.
    """
    query = (
        select(func.count(Message.id))
        .join(Update, Update.id == Message.update_id)
        .outerjoin(Surge, Surge.id == Message.surge_id)
        .where(
            Message.made_at > since,
            Update.stage.in_(stages),
            _not_agreed(),
            or_(Message.surge_id.is_(None), Surge.let_go_at.is_(None)),
        )
    )
    if cause is not None:
        stands = or_(Message.state != MessageState.CANCELLED, Message.surge_id.is_not(None))
        query = query.where(Message.cause == cause, stands)
    return uow.session.scalar(query) or 0


def moments(
    uow: UnitOfWork, stages: Collection[str], since: datetime, until: datetime
) -> list[datetime]:
    """When messages of some stages were made that no surge held, first to last."""
    query = (
        select(Message.made_at)
        .join(Update, Update.id == Message.update_id)
        .where(
            Message.made_at > since,
            Message.made_at <= until,
            Message.surge_id.is_(None),
            _not_agreed(),
            Update.stage.in_(stages),
        )
        .order_by(Message.made_at)
    )
    return list(uow.session.scalars(query))


def to_park(
    uow: UnitOfWork, stages: Collection[str], since: datetime, cause: str | None = None
) -> list[Parkable]:
    """Messages of some stages made since that no provider has and no surge holds, locked.

    Of one `cause` where one is given.
    """
    query = (
        select(Message, Update, Case)
        .join(Update, Update.id == Message.update_id)
        .join(Case, Case.id == Message.case_id)
        .where(
            Message.made_at > since,
            Message.surge_id.is_(None),
            _not_agreed(),
            Message.state.in_(STOPPABLE),
            Message.state != MessageState.HELD.value,
            Update.stage.in_(stages),
        )
        .order_by(Message.made_at, Message.id)
        .with_for_update(of=Message)
    )
    if cause is not None:
        query = query.where(Message.cause == cause)
    return [(message, update, case) for message, update, case in uow.session.execute(query)]


def let_settle(uow: UnitOfWork, stages: Collection[str], since: datetime, until: datetime) -> None:
    """Let messages of some stages made after `since` wait at least `until`."""
    of_stages = select(Update.id).where(Update.stage.in_(stages))
    waiting = (
        update(Message)
        .where(
            Message.state == MessageState.QUEUED,
            Message.made_at > since,
            Message.next_try_at < until,
            Message.surge_id.is_(None),
            _not_agreed(),
            Message.update_id.in_(of_stages),
        )
        .values(next_try_at=until)
        .execution_options(synchronize_session=False)
    )
    uow.session.execute(waiting)


def _not_agreed() -> ColumnElement[bool]:
    """Two people didn't agree to it already, and it isn't what went out before, said once more."""
    return and_(Message.cause != FOLLOWS_UP, *(Message.cause.not_like(one) for one in AGREED))


def open_surges(uow: UnitOfWork) -> list[Surge]:
    """Those that nobody ended, the newest first."""
    query = select(Surge).where(Surge.let_go_at.is_(None), Surge.stopped_at.is_(None))
    return list(uow.session.scalars(query.order_by(Surge.opened_at.desc(), Surge.id)))


def locked(uow: UnitOfWork, surge_id: UUID) -> Surge | None:
    """A surge as it stands now, locked against everybody else who ends it."""
    query = select(Surge).where(Surge.id == surge_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def parked(uow: UnitOfWork, surge_id: UUID) -> list[tuple[Message, Update, Case]]:
    """What a surge holds still, locked."""
    query = (
        select(Message, Update, Case)
        .join(Update, Update.id == Message.update_id)
        .join(Case, Case.id == Message.case_id)
        .where(Message.surge_id == surge_id, Message.state == MessageState.HELD)
        .order_by(Message.made_at, Message.id)
        .with_for_update(of=Message)
    )
    return [(message, update, case) for message, update, case in uow.session.execute(query)]


def keys_of_tasks(uow: UnitOfWork, kind: str, surge_id: UUID) -> list[str]:
    """The keys of the tasks that ask managers to look at a surge, wherever its cases are now."""
    query = select(Task.task_key).where(
        Task.kind == kind, Task.done_at.is_(None), Task.task_key.like(f"{kind}:{surge_id}:%")
    )
    return list(uow.session.scalars(query.order_by(Task.task_key)))


def lines_of(uow: UnitOfWork, surge_id: UUID) -> list[Line]:
    """What a surge holds, by unit, stage and who approved it; no case among it."""
    query = (
        select(Unit.name, Update.stage, User.first_name, User.last_name, func.count(Message.id))
        .select_from(Message)
        .join(Update, Update.id == Message.update_id)
        .join(Case, Case.id == Message.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(
            Approval,
            (Approval.update_id == Update.id) & (Approval.version == Message.update_version),
        )
        .outerjoin(User, User.id == Approval.approved_by)
        .where(Message.surge_id == surge_id, Message.state == MessageState.HELD)
        .group_by(Unit.name, Update.stage, User.first_name, User.last_name)
        .order_by(Unit.name, Update.stage, User.last_name, User.first_name)
    )
    return [
        (unit, stage, first or "", last or "", count)
        for unit, stage, first, last, count in uow.session.execute(query)
    ]
