"""What was decided about the updates that a planning changed, with whose it was and when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from victim_portal.domain.vocabulary import ContactMethod, UpdateState
from victim_portal.services.names import UNREADABLE, OwnNames, full_name
from victim_portal.services.plan_changes.values import Decided, DecisionView
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import PlanDifference, Update
from victim_portal.store.unit_of_work import UnitOfWork


class Decisions:
    """The decisions about the updates of one case, read once.

    `rows` are the differences from the oldest that is shown to the newest that there is.
    """

    def __init__(
        self,
        uow: UnitOfWork,
        names: OwnNames,
        updates: Sequence[Update],
        rows: Sequence[PlanDifference],
    ) -> None:
        self._changed: dict[UUID, list[datetime]] = defaultdict(list)
        for row in rows:
            for change in row.changes:
                self._changed[UUID(change["update"])].append(row.made_at)
        self._by_update: dict[UUID, list[DecisionView]] = defaultdict(list)
        concerned = [one for one in updates if one.id in self._changed]
        self._drafts = {one.id for one in concerned if one.state == UpdateState.DRAFT}
        for approval, user in update_store.approvals_of(uow, [one.id for one in concerned]):
            by = names.shown(full_name(user.first_name, user.last_name))
            decision = DecisionView(Decided.APPROVED, by, approval.approved_at)
            self._by_update[approval.update_id].append(decision)
        for update in concerned:
            last = _last_word(names, update)
            if last is not None:
                self._by_update[update.id].append(last)

    def after(self, update_id: UUID, since: datetime) -> DecisionView | None:
        """The decision that followed a change of an update, before the next change of it.

        What was approved and is a draft again, though nothing moved, is yet to be decided.
        """
        later = [moment for moment in self._changed[update_id] if moment > since]
        until = min(later, default=None)
        if until is None and update_id in self._drafts:
            return None
        found = [
            one
            for one in self._by_update[update_id]
            if one.at >= since and (until is None or one.at < until)
        ]
        return max(found, key=lambda one: one.at, default=None)

    def standing(self, update_id: UUID) -> DecisionView | None:
        """The decision that followed the newest change of an update, if there was one."""
        return self.after(update_id, max(self._changed[update_id]))


def _last_word(names: OwnNames, update: Update) -> DecisionView | None:
    """What a person decided that ends an update: not to tell it, or that they told it."""
    if update.decided_at is None:
        return None
    if update.state == UpdateState.CANCELLED and update.cancelled_by:
        by = names.shown(update.cancelled_by)
        return DecisionView(Decided.NOT_TOLD, by, update.decided_at, why=_why(update))
    if update.told_how:
        by, how = names.shown(update.told_by or ""), ContactMethod(update.told_how)
        return DecisionView(Decided.TOLD, by, update.decided_at, how=how)
    return None


def _why(update: Update) -> str:
    try:
        return update.cancelled_why or ""
    except UnreadableError:
        return UNREADABLE
