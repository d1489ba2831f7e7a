"""The officer's decision about what changed in a plan: it ends the task that asked for it."""

from collections.abc import Collection
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.reach import case_within_reach
from victim_portal.store import plan_differences as store
from victim_portal.store.unit_of_work import LostUpdateError

SOMEBODY_WAS_FIRST = "Somebody else has looked at these changes already."


def decide_plan_changes(ctx: Context, actor: Actor, reference: str, shown: Collection[UUID]) -> int:
    """Accept the plan as `shown` by these changes; returns how many others still wait.

    Whether each update in it is told is decided line by line, by what the update itself knows:
    it is approved, cancelled with a reason, or told by a person. What came in while the
    page stood open isn't decided with it, and keeps its task. ConflictError when none of
    those shown waits any more; NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            rows = store.locked(uow, case.id, shown)
            if not rows:
                raise ConflictError(SOMEBODY_WAS_FIRST)
            for row in rows:
                row.seen_at, row.seen_by = ctx.now(), actor.name
            uow.flush()
            left = len(store.unseen(uow, case.id))
            if not left:
                tasks.settle(uow, actor, tasks.PLAN_CHANGED, case)
            audit.record(
                uow, actor, What.PLAN_CHANGES_DECIDED, case.id, changes=len(rows), waiting=left
            )
            uow.commit()
            return left
    except LostUpdateError:
        raise ConflictError(SOMEBODY_WAS_FIRST) from None
