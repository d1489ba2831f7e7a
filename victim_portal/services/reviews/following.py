"""Review deadlines that another policy moved: the officers' tasks follow it."""

import logging
from datetime import date
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor, Permission
from victim_portal.domain.parole import DeadlineKind
from victim_portal.services.context import Context
from victim_portal.services.reach import need
from victim_portal.services.reviews.deadlines import REMINDER, TASK, raise_tasks, timetable_of
from victim_portal.store import cases as case_store
from victim_portal.store import policy as policy_store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Review
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)


def follow_policy(ctx: Context, actor: Actor = WORKER) -> int:
    """Bring the deadlines of every open review in step with the policy; how many tasks moved.

    Each review is followed once by each version of the policy, in a transaction of its own;
    one that fails stops no other and is due again. Only tasks that still stand are moved:
    what somebody did isn't asked for again. For the worker and the command line.
    """
    need(Permission.PLAN, actor)
    moved, failed = 0, set[UUID]()
    while True:
        found: UUID | None = None
        try:
            with ctx.store.writing() as uow:
                review = policy_store.review_to_follow(uow, ctx.policy.version, failed)
                if review is None:
                    return moved
                found = review.id
                here = _follow(ctx, uow, actor, review)
                policy_store.note_followed(uow, review.id, ctx.policy.version)
                uow.commit()
            moved += here
        except Exception as error:
            if found is None:
                raise
            # The type alone: messages of errors may hold values.
            logger.error("the deadlines of review %s: %s", found, type(error).__name__)
            failed.add(found)


def _follow(ctx: Context, uow: UnitOfWork, actor: Actor, review: Review) -> int:
    moved = 0
    for case in case_store.open_of_offender(uow, review.offender_id):
        deadlines = timetable_of(ctx, uow, review, case)
        kinds, reminders = set[DeadlineKind](), set[DeadlineKind]()
        for one in deadlines:
            if _has_moved(ctx, uow, case, review, TASK, one.kind, one.work_by):
                kinds.add(one.kind)
            if one.remind_on is not None and _has_moved(
                ctx, uow, case, review, REMINDER, one.kind, min(one.remind_on, one.work_by)
            ):
                reminders.add(one.kind)
        raise_tasks(ctx, uow, actor, case, review, deadlines, kinds, reminders)
        moved += len(kinds) + len(reminders)
    return moved


def _has_moved(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    review: Review,
    task_kind: str,
    kind: DeadlineKind,
    day: date,
) -> bool:
    """Whether a task stands whose day isn't the deadline's any more."""
    task = task_store.open_with_key(uow, f"{task_kind}:{case.id}:{review.id}:{kind.value}")
    if task is None or (task.due_on <= ctx.today() and day <= ctx.today()):
        return False
    return task.due_on != max(day, ctx.today())
