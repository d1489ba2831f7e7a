"""A review's deadlines on each open case, as tasks with an owner and a date."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.parole import Deadline, DeadlineKind, timetable
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case, Review
from victim_portal.store.unit_of_work import UnitOfWork

TASK = "parole_deadline"
NOT_WANTED = frozenset(
    {Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.NO_RESPONSE, Enrolment.DO_NOT_CONTACT}
)


def decision_recorded(ctx: Context, uow: UnitOfWork, actor: Actor, offender_id: UUID) -> None:
    """Raise the deadlines that run from the Board's decision, once its event is recorded.

    Within the caller's transaction; without a review or a decision nothing happens.
    """
    uow.flush()
    review = offender_store.open_review(uow, offender_id)
    if review is None or decision_on_of(uow, review) is None:
        return
    changed = {DeadlineKind.DECISION, DeadlineKind.SUMMARY, DeadlineKind.RECONSIDERATION}
    deadlines = timetable_of(ctx, uow, review)
    for case in case_store.open_of_offender(uow, offender_id):
        raise_tasks(ctx, uow, actor, case, review, deadlines, changed)


def follow_answer(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """After an answer to the offer: a no ends the case's deadlines, a yes brings them back."""
    review = offender_store.open_review(uow, case.offender_id)
    if review is None or (case.enrolment not in NOT_WANTED and case.enrolment not in IN_SCHEME):
        return
    raise_tasks(ctx, uow, actor, case, review, timetable_of(ctx, uow, review), set(DeadlineKind))


def decision_on_of(uow: UnitOfWork, review: Review) -> date | None:
    """The day of the Board's decision on this review, once an event tells of it."""
    event = store.newest_event(uow, review.offender_id, Stage.PAROLE_DECISION.value)
    since = review.hearing_on or london_date(review.recorded_at)
    return event.happened_on if event is not None and event.happened_on >= since else None


def timetable_of(ctx: Context, uow: UnitOfWork, review: Review) -> tuple[Deadline, ...]:
    """The deadlines of a review as its hearing and its decision stand now."""
    decision_on = decision_on_of(uow, review)
    return timetable(review.hearing_on, decision_on, ctx.policy, ctx.bank_holidays)


def raise_tasks(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    review: Review,
    deadlines: tuple[Deadline, ...],
    changed: set[DeadlineKind],
) -> None:
    """One task for each deadline that moved; a date that was left behind goes."""
    for kind in changed:
        tasks.settle(uow, actor, TASK, case, f"{review.id}:{kind.value}")
    if case.enrolment in NOT_WANTED:
        return
    uow.flush()
    today = ctx.today()
    for deadline in deadlines:
        before_hearing = deadline.kind in (DeadlineKind.NON_DISCLOSURE, DeadlineKind.STATEMENT)
        held = review.hearing_on is not None and review.hearing_on < today
        if deadline.kind not in changed or (before_hearing and held):
            continue
        gone = deadline.due_on < today
        late = f"{deadline.what} (it was due by {_day(deadline.due_on)}). {deadline.if_gone}"
        tasks.raise_for_case(
            uow,
            actor,
            case,
            TASK,
            late[:300] if gone else f"{deadline.what}, by {_day(deadline.due_on)}",
            deadline.source[:120],
            max(today, deadline.work_by),
            key=f"{review.id}:{deadline.kind.value}",
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
