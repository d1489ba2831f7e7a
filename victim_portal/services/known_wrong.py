"""Words that were found to be wrong after they went: nobody sends, posts or tells them again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from victim_portal.domain.wrong_news import stands_wrong
from victim_portal.store import updates as update_store
from victim_portal.store import wrong_news as store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork


def is_known_wrong(uow: UnitOfWork, update: Update) -> bool:
    """Whether an update's words, as they stand, are those that were found to be wrong."""
    return update.id in known_wrong(uow, [update])


def known_wrong(uow: UnitOfWork, updates: Iterable[Update]) -> frozenset[UUID]:
    """Which of some updates are; what was approved or told anew since then may be right."""
    by_id = {one.id: one for one in updates}
    named = store.named_wrong(uow, by_id)
    if not named:
        return frozenset()
    approved: dict[UUID, datetime] = {}
    for approval, _ in update_store.approvals_of(uow, named):
        if approval.version == by_id[approval.update_id].version:
            approved[approval.update_id] = approval.approved_at
    return frozenset(
        update_id
        for update_id, since in named.items()
        if stands_wrong(since, approved.get(update_id) or _told_at(by_id[update_id]))
    )


def _told_at(update: Update) -> datetime | None:
    return update.decided_at if update.told_how is not None else None
