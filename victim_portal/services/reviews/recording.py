"""Recording a parole review and what becomes of its hearing.

A hearing that is listed or moves is also an event of the sentence, so that the plan of
every open case tells of it; an event that an officer recorded already isn't doubled.
"""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.parole import DeadlineKind, ReviewKind, moved
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import writing
from victim_portal.services.reviews.deadlines import TASK, raise_tasks, timetable_of
from victim_portal.services.reviews.values import ReviewInput, ReviewRecorded
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case, Event, Review
from victim_portal.store.unit_of_work import UnitOfWork

TOLD_BY = "parole review"


def record_review(
    ctx: Context, actor: Actor, reference: str, given: ReviewInput, once: UUID | None = None
) -> ReviewRecorded:
    """Record the offender's parole review, or what has changed of it.

    Raises the tasks of its deadlines on every open case of the offender and plans those
    cases again. The same input twice changes nothing. Raises InvalidError with a sentence
    for each field, NotFoundError out of reach.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        _check(ctx, case, given)
        review = offender_store.open_review(uow, case.offender_id)
        said = saying("record_review", reference, given)
        seen_before = already_done(uow, once, said) is not None
        if review is not None and (seen_before or _same(review, given)):
            return ReviewRecorded(review.id, review.version, ())
        before = timetable_of(ctx, uow, review) if review else ()
        hearing_before = review.hearing_on if review else None
        if review is None:
            review = _new_review(ctx, uow, actor, case)
            _add_event(ctx, uow, actor, case, given, Stage.PAROLE_REVIEW_STARTED)
        else:
            review.version += 1
        review.kind = given.kind.value
        review.target_month = str(given.target_month) if given.target_month else None
        review.hearing_on = given.hearing_on
        review.panel_reference = given.panel_reference.strip() or None
        if given.hearing_on != hearing_before:
            stage = Stage.HEARING_DEFERRED if hearing_before else Stage.HEARING_LISTED
            _add_event(ctx, uow, actor, case, given, stage)
        uow.flush()
        after = timetable_of(ctx, uow, review)
        difference = moved(before, after)
        audit.record(
            uow,
            actor,
            What.REVIEW_RECORDED,
            case.id,
            review=str(review.id),
            version=review.version,
        )
        for one in case_store.open_of_offender(uow, case.offender_id):
            raise_tasks(ctx, uow, actor, one, review, after, {kind for kind, _, _ in difference})
            replan(ctx, uow, actor, one)
        remember(uow, once, str(review.id), said)
        uow.commit()
        return ReviewRecorded(review.id, review.version, difference)


def close_review(ctx: Context, actor: Actor, reference: str) -> None:
    """Record that the review under way is over; the next one starts afresh.

    Raises NotFoundError out of reach or when there is none.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        review = offender_store.open_review(uow, case.offender_id)
        if review is None:
            raise NotFoundError
        review.closed_at = ctx.now()
        review.version += 1
        audit.record(
            uow,
            actor,
            What.REVIEW_RECORDED,
            case.id,
            review=str(review.id),
            version=review.version,
        )
        for one in case_store.open_of_offender(uow, case.offender_id):
            for kind in DeadlineKind:
                tasks.settle(uow, actor, TASK, one, f"{review.id}:{kind.value}")
        uow.commit()


def _check(ctx: Context, case: Case, given: ReviewInput) -> None:
    problems: dict[str, str] = {}
    if case.closed_at is not None:
        problems["case"] = "The case is closed: nothing more can be recorded on it."
    if len(given.panel_reference.strip()) > 60:
        problems["panel_reference"] = "The reference must have at most 60 characters."
    if given.hearing_on is not None and abs((given.hearing_on - ctx.today()).days) > 3660:
        problems["hearing_on"] = "The hearing must be within ten years of today."
    if problems:
        raise InvalidError(problems)


def _same(review: Review, given: ReviewInput) -> bool:
    return (
        review.kind == given.kind
        and review.target_month == (str(given.target_month) if given.target_month else None)
        and review.hearing_on == given.hearing_on
        and (review.panel_reference or "") == given.panel_reference.strip()
    )


def _new_review(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> Review:
    return uow.add(
        Review(
            id=uow.tokens.uuid(),
            offender_id=case.offender_id,
            kind="",
            version=1,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
    )


def _add_event(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: ReviewInput, stage: Stage
) -> None:
    if _is_known(uow, case, given, stage):
        return
    month = YearMonth.of(given.hearing_on) if given.hearing_on else None
    if stage is Stage.PAROLE_REVIEW_STARTED:
        month = given.target_month or month
    outcome = None
    if stage is Stage.PAROLE_REVIEW_STARTED and given.kind is ReviewKind.PRE_TARIFF:
        # It looks at open conditions: nobody is told that release is considered.
        outcome = EventOutcome.OPEN_CONDITIONS.value
    event = Event(
        id=uow.tokens.uuid(),
        offender_id=case.offender_id,
        stage=stage.value,
        outcome=outcome,
        happened_on=ctx.today(),
        month=str(month) if month else None,
        hearing_on=None if stage is Stage.PAROLE_REVIEW_STARTED else given.hearing_on,
        source=ToldBy.PAROLE_BOARD.value,
        case_id=case.id,
        told_by=TOLD_BY,
        version=1,
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(event)
    audit.record(
        uow,
        actor,
        What.EVENT_RECORDED,
        case.id,
        event=str(event.id),
        stage=event.stage,
        on=event.happened_on.isoformat(),
    )


def _is_known(uow: UnitOfWork, case: Case, given: ReviewInput, stage: Stage) -> bool:
    """Whether an officer recorded the same as an event already."""
    if stage is Stage.PAROLE_REVIEW_STARTED:
        newest = store.newest_event(uow, case.offender_id, stage.value, Stage.PAROLE_DECISION)
        return newest is not None and newest.stage == stage
    newest = store.newest_event(uow, case.offender_id, Stage.HEARING_LISTED, Stage.HEARING_DEFERRED)
    return newest is not None and newest.hearing_on == given.hearing_on
