"""The letters that were made of an update, as its page lists them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.store import letters as letter_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PrintedView:
    """A letter with an update's news; it waits where it was neither posted nor discarded."""

    id: UUID
    made_on: date
    posted_on: date | None
    returned_on: date | None
    discarded: bool


def printed(uow: UnitOfWork, case: Case, update: Update) -> tuple[PrintedView, ...]:
    """The letters of an update, newest first."""
    return tuple(
        PrintedView(
            id=one.id,
            made_on=london_date(one.made_at),
            posted_on=one.posted_on,
            returned_on=one.returned_on,
            discarded=one.discarded_at is not None,
        )
        for one in letter_store.of_update(uow, case.id, update.id)
    )
