"""Which rungs an update has reached, by its receipts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.ladder import Rung, height
from victim_portal.store import ladders as store
from victim_portal.store.unit_of_work import UnitOfWork

CONTACT = "contact:"
"""Begins the source of a receipt that an entry of the contact log gave."""


@dataclass(frozen=True)
class Reached:
    """One rung that one way ("sms", "email") reached in one version, and since when."""

    update_id: UUID
    version: int
    kind: str
    rung: Rung
    at: datetime


def reached(uow: UnitOfWork, update_ids: Collection[UUID]) -> list[Reached]:
    """Every rung that some updates reached, the first time first.

    What a conversation gave counts no more once its entry was found to be a mistake. Words of
    providers that are no rung (a failure) count for nothing here.
    """
    rows = store.receipts_of(uow, update_ids)
    contacts = {
        UUID(row.source.removeprefix(CONTACT))
        for _, _, _, row in rows
        if row.source.startswith(CONTACT)
    }
    mistakes = {f"{CONTACT}{one}" for one in store.undone(uow, contacts)}
    return [
        Reached(update_id, version, kind, Rung(row.rung), row.at)
        for update_id, version, kind, row in rows
        if row.rung in set(Rung) and row.source not in mistakes
    ]


def spoken_about(uow: UnitOfWork, update_ids: Collection[UUID]) -> set[tuple[UUID, int]]:
    """Which versions of some updates the person was spoken to about; mistakes count no more."""
    rows = store.spoken_receipts_of(uow, update_ids)
    contacts = {UUID(source.removeprefix(CONTACT)) for _, _, source in rows}
    mistakes = {f"{CONTACT}{one}" for one in store.undone(uow, contacts)}
    return {(one, version) for one, version, source in rows if source not in mistakes}


def highest(found: Collection[Reached], version: int) -> dict[str, Rung]:
    """The highest rung of one version by the kind of message."""
    best: dict[str, Rung] = {}
    for one in found:
        if one.version == version and height(one.rung) > height(best.get(one.kind)):
            best[one.kind] = one.rung
    return best
