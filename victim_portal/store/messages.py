"""Finding messages for the worker and for reports, and locking what hangs on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.vocabulary import MessageState
from victim_portal.store.models import Message, Update
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import next_due


def next_wake(uow: UnitOfWork) -> tuple[datetime | None, datetime | None]:
    """When the next message falls due, and when the next lease ends."""
    lease = select(func.min(Message.lease_until)).where(Message.state == MessageState.CLAIMED)
    return next_due(uow), uow.session.scalar(lease)


def locked_update(uow: UnitOfWork, update_id: UUID) -> Update:
    """An update as it stands now, locked against everyone else; LookupError for none."""
    query = select(Update).where(Update.id == update_id).with_for_update()
    update = uow.session.scalar(query.execution_options(populate_existing=True))
    if update is None:
        raise LookupError("a message without its update")
    return update
