"""A form that is sent twice does its work once: the second time it gets the first answer."""

from uuid import UUID

from victim_portal.store.models import FormOnce
from victim_portal.store.unit_of_work import UnitOfWork


def already_done(uow: UnitOfWork, token: UUID | None) -> str | None:
    """What the form of this token gave when it was sent before, or None.

    Sent twice in the same moment, the second waits here until the first has its answer.
    """
    if token is not None:
        uow.only_one_for(token)
    used = uow.get(FormOnce, token)
    return used.result if used else None


def remember(uow: UnitOfWork, token: UUID | None, result: str) -> None:
    """Keep what a form gave, in the same transaction as its work."""
    if token is not None:
        uow.add(FormOnce(id=token, used_at=uow.clock.now(), result=result))
