"""By when files must be with whoever decides, where a hearing or a release sets a day."""

from collections.abc import Collection
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.parole import DeadlineKind, standing
from victim_portal.domain.plan import PlanDeadlineKind
from victim_portal.domain.submissions import Recipient
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.services.submissions.sources import Sources
from victim_portal.services.submissions.values import Due
from victim_portal.store import planning as planning_store
from victim_portal.store.models import Case, Task
from victim_portal.store.unit_of_work import UnitOfWork

_OF_PART = {
    SubmissionPart.NON_DISCLOSURE: DeadlineKind.NON_DISCLOSURE,
    SubmissionPart.STATEMENT: DeadlineKind.STATEMENT,
}


def due_for(
    ctx: Context, uow: UnitOfWork, sources: Sources, recipient: Recipient
) -> tuple[Due, ...]:
    """The days of a recipient's parts, the soonest first.

    Of the Board's those of the review; of a release without the Board that of the conditions,
    which the plan reckons well before four weeks to release.
    """
    found = []
    if recipient is Recipient.CASEWORK and sources.review is not None:
        for deadline in timetable_of(ctx, uow, sources.review):
            for part, kind in _OF_PART.items():
                if deadline.kind is kind:
                    stands = standing(deadline, ctx.today())
                    found.append(Due(part, deadline.due_on, stands.words, stands.gone))
    if recipient is Recipient.COMMUNITY_OFFENDER_MANAGER:
        for task in _asked_for(uow, sources.case):
            gone = task.due_on < ctx.today()
            found.append(Due(SubmissionPart.CONDITIONS, task.due_on, task.what, gone))
    return tuple(sorted(found, key=lambda due: (due.due_on, due.part)))


def work_days(
    ctx: Context,
    uow: UnitOfWork,
    sources: Sources,
    recipient: Recipient,
    parts: Collection[SubmissionPart],
) -> list[date]:
    """The last working days by which some parts must be with a recipient; empty without any.

    Conditions have no day of their own before the Board: they go with the statement.
    """
    if recipient is Recipient.CASEWORK and sources.review is not None:
        kinds = {_OF_PART.get(part, DeadlineKind.STATEMENT) for part in parts}
        timetable = timetable_of(ctx, uow, sources.review)
        return [one.work_by for one in timetable if one.kind in kinds]
    return [one.due_on for one in due_for(ctx, uow, sources, recipient) if one.part in parts]


def conditions_went(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """End what asks for the conditions to be with the community offender manager: they are."""
    for task in _asked_for(uow, case):
        tasks.finish(uow, actor, task)


def _asked_for(uow: UnitOfWork, case: Case) -> list[Task]:
    kind = PlanDeadlineKind.CONDITIONS.value
    raised = planning_store.tasks_of(uow, [case.id], (kind,)).get(case.id, [])
    return [task for task in raised if task.done_at is None]
