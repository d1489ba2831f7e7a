"""Planning again what time alone has changed: every open case once a day, and once a policy.

Years end, windows open and dates pass without anybody touching a case. Running this twice, or
twice at once, plans nothing twice: a case is locked while it is looked at, and its day is kept.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, fields
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor, Permission
from victim_portal.domain.plan import PlannedUpdate, deadlines, news_for_manager, plan
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.context import Context
from victim_portal.services.planning.asking import was_asked_about
from victim_portal.services.planning.dated_tasks import KINDS, in_step
from victim_portal.services.planning.facts import PlanFacts, gather_many
from victim_portal.services.planning.replan import PlanDifference, replan, rests_on_the_same
from victim_portal.services.reach import need
from victim_portal.store import planning as store
from victim_portal.store.models import Case, Task, Update
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""Cases looked at in one transaction: short enough that no officer waits for it."""


@dataclass
class DayPlanned:
    """What planning did: `failed` counts cases that could not be planned and stay due."""

    cases: int = 0
    changed: int = 0
    added: int = 0
    moved: int = 0
    withdrawn: int = 0
    back_to_draft: int = 0
    failed: int = 0


class Planner:
    """Plans the cases that are due, batch by batch; one that fails stops no other.

    A failed case is passed over until a batch finds nothing more, and is due again then.
    """

    def __init__(self, ctx: Context, actor: Actor = WORKER) -> None:
        self._ctx = ctx
        self._actor = actor
        self._failed: set[UUID] = set()

    def some(self, most: int = AT_ONCE) -> DayPlanned:
        """Plan at most so many cases; no case and no failure means that nothing is due."""
        # One policy for a whole batch; the next one sees what was agreed on meanwhile.
        done, ctx = DayPlanned(), self._ctx.for_one_use()
        for case_id in _look(ctx, most, done, self._failed):
            if not _plan_one(ctx, self._actor, case_id, done):
                self._failed.add(case_id)
        if not (done.cases or done.failed):
            self._failed.clear()
        return done


def plan_due(ctx: Context, actor: Actor = WORKER) -> DayPlanned:
    """Plan every open case that wasn't planned today; for the worker and the command line."""
    need(Permission.PLAN, actor)
    whole, planner = DayPlanned(), Planner(ctx, actor)
    while True:
        done = planner.some()
        if not (done.cases or done.failed):
            return whole
        for count in fields(DayPlanned):
            setattr(whole, count.name, getattr(whole, count.name) + getattr(done, count.name))


def _look(ctx: Context, limit: int, done: DayPlanned, but_for: Collection[UUID]) -> list[UUID]:
    """Look at some cases: those whose plan stands are done, the others are returned."""
    today, version = ctx.today(), ctx.policy.version
    with ctx.store.writing() as uow:
        cases = store.due(uow, today, version, limit, but_for)
        if not cases:
            return []
        ids = [case.id for case in cases]
        updates = store.updates_of(uow, ids)
        facts = gather_many(uow, cases, updates)
        raised = store.tasks_of(uow, ids, KINDS)
        changed = [
            case.id
            for case in cases
            if not _stands(ctx, uow, case, facts[case.id], updates[case.id], raised[case.id])
        ]
        stood = set(ids) - set(changed)
        store.note_planned(uow, stood, today, version)
        uow.commit()
        done.cases += len(stood)
    return changed


def _stands(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    facts: PlanFacts,
    updates: list[Update],
    raised: list[Task],
) -> bool:
    """Whether planning this case again would change nothing; its words aren't written for it."""
    today = ctx.today()
    ahead = deadlines(
        facts.case, facts.key_dates, facts.events, ctx.policy, ctx.bank_holidays, today
    )
    if not in_step(case, ahead, raised, today):
        return False
    for event in news_for_manager(facts.case, facts.events, today):
        if not was_asked_about(uow, case, event):
            return False
    planned: tuple[PlannedUpdate, ...] = ()
    if facts.preference is not None:
        planned = plan(
            facts.case,
            facts.key_dates,
            facts.events,
            facts.preference,
            ctx.policy,
            ctx.bank_holidays,
            today,
        )
    wanted = {one.plan_key: one for one in planned}
    for update in updates:
        one = wanted.pop(update.plan_key, None)
        if update.state == UpdateState.SENT:
            continue
        if update.state == UpdateState.CANCELLED:
            if one is not None:
                return False
        elif one is None or not rests_on_the_same(update, one, today):
            return False
    return not wanted


def _plan_one(ctx: Context, actor: Actor, case_id: UUID, done: DayPlanned) -> bool:
    """Plan one case in its own transaction; False where it stays due."""
    today, version = ctx.today(), ctx.policy.version
    try:
        with ctx.store.writing() as uow:
            case = store.locked_if_due(uow, case_id, today, version)
            if case is not None:
                difference = replan(ctx, uow, actor, case)
                store.note_planned(uow, [case_id], today, version)
                uow.commit()
                _count(done, difference)
    except (LostUpdateError, ConstraintError):
        # An officer was at it in between, and their own change planned it.
        logger.info("the case %s was changed while it was planned", case_id)
    except Exception as error:
        # The type alone: messages of errors may hold values.
        logger.error("planning the case %s failed: %s", case_id, type(error).__name__)
    else:
        done.cases += 1
        return True
    done.failed += 1
    return False


def _count(done: DayPlanned, difference: PlanDifference) -> None:
    done.changed += bool(difference)
    done.added += difference.added
    done.moved += difference.moved
    done.withdrawn += difference.withdrawn
    done.back_to_draft += difference.back_to_draft
