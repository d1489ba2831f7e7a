"""Planning again what time alone has changed: every open case once a day.

And once more when the policy or the wording is another.

Years end, windows open and dates pass without anybody touching a case. Running this twice, or
twice at once, plans nothing twice: a case is locked while it is looked at, and its day is kept.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor, Permission
from victim_portal.domain.plan import news_for_manager
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.context import Context
from victim_portal.services.planning.asking import DECIDE, decision_key
from victim_portal.services.planning.dated_tasks import KINDS, in_step
from victim_portal.services.planning.drafts import in_live_words, rests_on_the_same
from victim_portal.services.planning.facts import PlanFacts, deadlines_of, gather_many, planned
from victim_portal.services.planning.replan import PlanDifference, replanned
from victim_portal.services.planning.trouble import CASE_TROUBLE
from victim_portal.services.reach import need
from victim_portal.store import planning as store
from victim_portal.store.models import Case, Task, Update
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""Cases looked at in one transaction: short enough that no officer waits for it."""
TOGETHER = 50
"""Cases whose words are written in one transaction: the same takes longer."""


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

    It goes through them in one order, each once: a case that failed, or that somebody else
    had locked, is met again when a batch has found nothing more and it starts afresh.
    """

    def __init__(self, ctx: Context, actor: Actor = WORKER) -> None:
        self._ctx = ctx
        self._actor = actor
        self._after: UUID | None = None

    def some(self, most: int = AT_ONCE) -> DayPlanned:
        """Plan at most so many cases; no case and no failure means that nothing is due."""
        # One policy and wording for a whole batch; the next one sees what was agreed on meanwhile.
        done, ctx = DayPlanned(), self._ctx.for_one_use()
        changed, self._after = _look(ctx, most, done, self._after)
        for start in range(0, len(changed), TOGETHER):
            _plan(ctx, self._actor, changed[start : start + TOGETHER], done)
        return done


def plan_due(ctx: Context, actor: Actor) -> DayPlanned:
    """Plan every open case that wasn't planned today, asked for at the machine itself.

    NotAllowedError for everybody else: it reaches every case there is.
    """
    need(Permission.KEEP_STORE, actor)
    whole, planner = DayPlanned(), Planner(ctx, actor)
    while True:
        done = planner.some()
        if not (done.cases or done.failed):
            return whole
        for count in fields(DayPlanned):
            setattr(whole, count.name, getattr(whole, count.name) + getattr(done, count.name))


def _look(
    ctx: Context, limit: int, done: DayPlanned, after: UUID | None
) -> tuple[list[UUID], UUID | None]:
    """Look at some cases: those whose plan stands are done, the others are returned.

    With them comes the id after which to go on; None at the end.
    """
    today, version = ctx.today(), ctx.planned_by
    with ctx.store.writing() as uow:
        cases = store.due(uow, today, version, limit, after)
        if not cases:
            return [], None
        ids = [case.id for case in cases]
        updates = store.updates_of(uow, ids)
        facts = _facts(uow, cases, updates)
        raised = store.tasks_of(uow, ids, (*KINDS, DECIDE))
        changed = [
            case.id
            for case in cases
            if not _surely_stands(ctx, case, facts.get(case.id), updates[case.id], raised[case.id])
        ]
        stood = set(ids) - set(changed)
        store.note_planned(uow, stood, today, version)
        uow.commit()
        done.cases += len(stood)
    return changed, ids[-1]


def _facts(
    uow: UnitOfWork, cases: list[Case], updates: Mapping[UUID, list[Update]]
) -> dict[UUID, PlanFacts]:
    """The facts of a batch; none at all where one of its cases can't be read.

    Each is planned by itself then, and only the one that can't be read fails.
    """
    try:
        return gather_many(uow, cases, updates)
    except CASE_TROUBLE as error:
        logger.error("a batch of %d cases: not readable: %s", len(cases), type(error).__name__)
        return {}


def _surely_stands(
    ctx: Context,
    case: Case,
    facts: PlanFacts | None,
    updates: list[Update],
    raised: list[Task],
) -> bool:
    """The same, and no where it can't be told: it is planned then, and fails by itself."""
    try:
        return facts is not None and _stands(ctx, case, facts, updates, raised)
    except CASE_TROUBLE as error:
        logger.error("case %s: not readable: %s", case.id, type(error).__name__)
        return False


def _stands(
    ctx: Context, case: Case, facts: PlanFacts, updates: list[Update], raised: list[Task]
) -> bool:
    """Whether planning this case again would change nothing; its words aren't written for it."""
    today = ctx.today()
    if not in_step(case, deadlines_of(ctx, facts), raised, today):
        return False
    asked = {task.task_key for task in raised}
    news = news_for_manager(facts.case, facts.events, today)
    if any(decision_key(case, event) not in asked for event in news):
        return False
    wanted = {one.plan_key: one for one in planned(ctx, facts)}
    live = ctx.live_texts
    for update in updates:
        one = wanted.pop(update.plan_key, None)
        if update.state == UpdateState.SENT:
            continue
        if update.state == UpdateState.CANCELLED:
            if one is not None:
                return False
        elif one is None or not (
            rests_on_the_same(update, one, today) and in_live_words(update, live)
        ):
            return False
    return not wanted


def _plan(ctx: Context, actor: Actor, case_ids: Sequence[UUID], done: DayPlanned) -> None:
    """Plan some cases in one transaction; where that fails each in its own.

    One that fails by itself stays due, and is the only one that does.
    """
    today, version = ctx.today(), ctx.planned_by
    try:
        with ctx.store.writing() as uow:
            cases = store.locked_if_due(uow, case_ids, today, version)
            found = replanned(ctx, uow, actor, cases)
            store.note_planned(uow, found.keys(), today, version)
            uow.commit()
    except Exception as error:
        if len(case_ids) > 1:
            for case_id in case_ids:
                _plan(ctx, actor, [case_id], done)
            return
        done.failed += 1
        if isinstance(error, LostUpdateError | ConstraintError):
            # An officer was at it in between, and their own change planned it.
            logger.info("the case %s was changed while it was planned", case_ids[0])
        else:
            # The type alone: messages of errors may hold values.
            logger.error("planning the case %s failed: %s", case_ids[0], type(error).__name__)
        return
    done.cases += len(case_ids)
    for one in found.values():
        _count(done, one.difference)


def _count(done: DayPlanned, difference: PlanDifference) -> None:
    done.changed += bool(difference)
    done.added += difference.added
    done.moved += difference.moved
    done.withdrawn += difference.withdrawn
    done.back_to_draft += difference.back_to_draft
