"""The plan's deadlines as tasks: each stands from its day until the thing is done or moot."""

from collections.abc import Sequence
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.plan import PlanDeadline, PlanDeadlineKind
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.planning.facts import PlanFacts, deadlines_of
from victim_portal.services.tasks.kinds import ENDED_BY
from victim_portal.store import planning as store
from victim_portal.store.models import Case, Task
from victim_portal.store.unit_of_work import UnitOfWork

COUNTED_ONLY = frozenset({PlanDeadlineKind.RECALL_RELEASE})
"""Shown as a countdown: what is to be done until then are tasks of their own."""

KINDS = tuple(kind.value for kind in PlanDeadlineKind if kind not in COUNTED_ONLY)

MOOT = "moot"
"""Marks a task that ended because what it asked for had moved or gone."""


def in_step(
    case: Case, deadlines: Sequence[PlanDeadline], raised: Sequence[Task], today: date
) -> bool:
    """Whether a case's tasks say what its deadlines say today."""
    wanted = _wanted(case, deadlines, today)
    standing = [task for task in raised if task.kind in KINDS and task.done_at is None]
    return wanted.keys() <= _asked(raised) and all(
        task.task_key in wanted and _says(task, wanted[task.task_key]) for task in standing
    )


def _says(task: Task, deadline: PlanDeadline) -> bool:
    """Whether a task has the day and the words of its deadline: one that has gone says so."""
    return (task.due_on, task.what) == (deadline.due_on, deadline.what[: tasks.LONGEST])


def keep_in_step(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    deadlines: Sequence[PlanDeadline],
    raised: Sequence[Task],
    today: date,
) -> None:
    """Raise, move and settle the tasks of a case's deadlines, in the caller's transaction.

    `raised` are those of its tasks, of the kinds of deadlines, that were ever raised.
    What a person did isn't asked for again for the same month or the same event. What no
    longer holds (a release that moved, a review that was recorded) asks nobody any more.
    """
    wanted = _wanted(case, deadlines, today)
    ever = _asked(raised)
    for task in raised:
        if task.done_at is not None:
            continue
        if task.task_key not in wanted:
            # Nobody did it: should its day come again, it is asked for again.
            task.about = {**task.about, MOOT: True}
            tasks.finish(uow, actor, task)
        else:
            deadline = wanted[task.task_key]
            task.due_on, task.what = deadline.due_on, deadline.what[: tasks.LONGEST]
    for key, deadline in wanted.items():
        if key not in ever:
            tasks.raise_for_case(
                uow,
                actor,
                case,
                deadline.kind.value,
                deadline.what[: tasks.LONGEST],
                deadline.rule[:120],
                deadline.due_on,
                key=deadline.key,
            )


def deadlines_to_do(
    ctx: Context, uow: UnitOfWork, case: Case, facts: PlanFacts
) -> tuple[PlanDeadline, ...]:
    """The deadlines of a case, today's and those to come, without what a person has done."""
    raised = store.tasks_of(uow, [case.id], KINDS).get(case.id, [])
    done = _asked([task for task in raised if task.done_at is not None])
    return tuple(one for one in deadlines_of(ctx, facts) if _key(case, one) not in done)


def _asked(raised: Sequence[Task]) -> set[str]:
    """The keys of what stands or was done by a person."""
    return {
        task.task_key
        for task in raised
        if not task.about.get(MOOT) and not task.about.get(ENDED_BY)
    }


def _wanted(case: Case, deadlines: Sequence[PlanDeadline], today: date) -> dict[str, PlanDeadline]:
    """The deadlines that stand today, by the key of their task."""
    return {
        _key(case, one): one
        for one in deadlines
        if one.kind not in COUNTED_ONLY and one.opens_on <= today
    }


def _key(case: Case, deadline: PlanDeadline) -> str:
    """The key of its task."""
    return f"{deadline.kind.value}:{case.id}:{deadline.key}"
