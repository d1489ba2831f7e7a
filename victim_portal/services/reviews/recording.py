"""Recording a parole review and what becomes of its hearing.

A hearing that is listed or moves is also an event of the sentence, so that the plan of
every open case tells of it; an event that an officer recorded already isn't doubled.
"""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.parole import AFTER_DECISION, DeadlineKind, hearing_move, moved
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import CHANGED_MEANWHILE, writing
from victim_portal.services.reviews.deadlines import (
    decision_of,
    raise_tasks,
    settle_deadlines,
    timetable_of,
)
from victim_portal.services.reviews.hearing import (
    NEW_DATE_TASK,
    follow_move,
    note_step,
    ring_today,
    tell_of_move,
    tell_of_start,
)
from victim_portal.services.reviews.values import ReviewInput, ReviewRecorded
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case, Review
from victim_portal.store.unit_of_work import UnitOfWork

DECIDED = "The Board has decided: close this review before you record the next one."


def record_review(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: ReviewInput,
    once: UUID | None = None,
    seen_version: int | None = None,
) -> ReviewRecorded:
    """Record the offender's parole review, or what has changed of it.

    Raises the tasks of its deadlines on every open case of the offender and plans those
    cases again; where the hearing moved, has the victims rung on the same day. The same input
    twice changes nothing. `seen_version` is that of the review on the form, 0 for none. Raises
    InvalidError with a sentence for each field, NotFoundError out of reach, ConflictError where
    another unit changed the review meanwhile.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        _check(ctx, case, given)
        # One after the other: two units may learn of the same hearing in the same moment.
        offender_store.lock(uow, case.offender_id)
        review = offender_store.open_review(uow, case.offender_id)
        said = saying("record_review", reference, given)
        seen_before = already_done(uow, once, said) is not None
        if review is not None and (seen_before or _same(review, given)):
            return ReviewRecorded(review.id, review.version, ())
        if seen_version is not None and seen_version != (review.version if review else 0):
            raise ConflictError(CHANGED_MEANWHILE)
        before = timetable_of(ctx, uow, review) if review else ()
        hearing_before = review.hearing_on if review else None
        _check_move(uow, review, given)
        if review is None:
            review = _new_review(ctx, uow, actor, case)
            tell_of_start(ctx, uow, actor, case, given)
        else:
            review.version += 1
        review.kind = given.kind.value
        review.target_month = str(given.target_month) if given.target_month else None
        review.hearing_on = given.hearing_on
        review.panel_reference = given.panel_reference.strip() or None
        move = hearing_move(hearing_before, given.hearing_on, put_right=given.put_right)
        if move is not None:
            note_step(ctx, uow, actor, review, move, hearing_before)
            tell_of_move(ctx, uow, actor, case, review, move, hearing_before)
        uow.flush()
        after = timetable_of(ctx, uow, review)
        difference = moved(before, after)
        note_recorded(uow, actor, case, review)
        changed = {kind for kind, _, _ in difference}
        for one in case_store.open_of_offender(uow, case.offender_id):
            here = timetable_of(ctx, uow, review, one)
            raise_tasks(ctx, uow, actor, one, review, here, changed)
            if move is not None:
                ring_today(ctx, uow, actor, one, review, move)
                follow_move(ctx, uow, actor, one, review, move)
            replan(ctx, uow, actor, one)
        remember(uow, once, str(review.id), said)
        uow.commit()
        return ReviewRecorded(review.id, review.version, difference, move)


def close_review(ctx: Context, actor: Actor, reference: str) -> None:
    """Record that the review under way is over; the next one starts afresh.

    What runs from the Board's decision runs on: the time for a summary doesn't end with a tick.
    Raises NotFoundError out of reach or when there is none.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        review = offender_store.open_review(uow, case.offender_id)
        if review is None:
            raise NotFoundError
        decision = decision_of(uow, review)
        if decision is not None:
            review.decided_on = decision.on
            review.outcome = decision.outcome.value if decision.outcome else None
        review.closed_at = ctx.now()
        review.version += 1
        note_recorded(uow, actor, case, review)
        for one in case_store.open_of_offender(uow, case.offender_id):
            running = _running(ctx, uow, review, one)
            ends = [kind for kind in DeadlineKind if kind not in running]
            settle_deadlines(uow, actor, one, review, ends)
            tasks.settle(uow, actor, NEW_DATE_TASK, one, f"{review.id}")
        uow.commit()


def _running(ctx: Context, uow: UnitOfWork, review: Review, case: Case) -> set[DeadlineKind]:
    today: date = ctx.today()
    return {
        one.kind
        for one in timetable_of(ctx, uow, review, case)
        if one.kind in AFTER_DECISION and one.due_on >= today
    }


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


def _check_move(uow: UnitOfWork, review: Review | None, given: ReviewInput) -> None:
    """Refuse a hearing on a review that is decided, and a wrong date that gives way to none."""
    if review is None or review.hearing_on == given.hearing_on:
        return
    if decision_of(uow, review) is not None and not given.put_right:
        raise InvalidError({"hearing_on": DECIDED})
    if given.put_right and given.hearing_on is None:
        raise InvalidError(
            {"hearing_on": "Enter the right date. If there is no hearing, say that it was put off."}
        )


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


def note_recorded(uow: UnitOfWork, actor: Actor, case: Case, review: Review) -> None:
    """Put on the trail that a review is recorded as it stands now."""
    audit.record(
        uow,
        actor,
        What.REVIEW_RECORDED,
        case.id,
        review=str(review.id),
        version=review.version,
    )
