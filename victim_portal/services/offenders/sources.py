"""From whom something about a sentence is known, as far as one reader may know it.

What an officer wrote about it may name the victim of the case on which it was written: it is
shown to whoever reaches that case. Everybody else sees the kind of source alone.
"""

from collections.abc import Sequence

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.services.names import OwnNames
from victim_portal.services.reach import reach_of
from victim_portal.store import cases as case_store
from victim_portal.store.models import Event
from victim_portal.store.unit_of_work import UnitOfWork


def told_by_of(uow: UnitOfWork, actor: Actor, events: Sequence[Event]) -> list[str]:
    """For each event the words about who told it, "" where the reader may not see them.

    Of one that was kept before its case was, its writer's unit decides.
    """
    of_case = case_store.by_ids(uow, {one.case_id for one in events if one.case_id})
    reached = {one.id for one in of_case if may_see_case(actor, reach_of(uow, one))}
    own = OwnNames(uow, actor) if any(one.case_id is None for one in events) else None

    def may_read(event: Event) -> bool:
        if event.case_id is not None:
            return event.case_id in reached
        return own is not None and bool(own.shown(event.recorded_by))

    return [(one.told_by or "") if may_read(one) else "" for one in events]
