"""The review under way, with its countdowns, the moves of its hearing, and what is asked for."""

from collections.abc import Mapping
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.parole import (
    AFTER_DECISION,
    DEADLINE_OF,
    AskKind,
    AskState,
    DeadlineKind,
    HearingMove,
    ReviewKind,
    ask_problem,
    moved,
    standing,
    timetable,
)
from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews.asking import ANSWER_TASK, PASS_TASK, TELL_TASK
from victim_portal.services.reviews.deadlines import (
    decision_of,
    timetable_of,
    why_not_reconsidered,
)
from victim_portal.services.reviews.seen import review_for, review_of
from victim_portal.services.reviews.values import AskView, ReviewView, StepView
from victim_portal.store import cases as case_store
from victim_portal.store import reviews as review_store
from victim_portal.store.models import Case, HearingStep, Review, ReviewAsk
from victim_portal.store.unit_of_work import UnitOfWork


def review_view(ctx: Context, actor: Actor, reference: str) -> ReviewView | None:
    """The review under way, or the last one while its windows run; else None.

    The view is recorded. NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        review = review_of(ctx, uow, case)
        view = _view(ctx, uow, case, review) if review is not None else None
        audit.record(uow, actor, What.REPRESENTATION_VIEWED, case.id)
        uow.commit()
    return view


def _view(ctx: Context, uow: UnitOfWork, case: Case, review: Review) -> ReviewView:
    today = ctx.today()
    decision = decision_of(uow, review)
    held = review.hearing_on is not None and review.hearing_on < today
    deadlines = tuple(
        standing(one, today, held=held) for one in timetable_of(ctx, uow, review, case)
    )
    if review.closed_at is not None:
        deadlines = tuple(one for one in deadlines if one.deadline.kind in AFTER_DECISION)
    why_not = why_not_reconsidered(uow, review, case) if decision is not None else ""
    preference = case_store.preference(uow, case.id)
    return ReviewView(
        id=review.id,
        kind=ReviewKind(review.kind),
        target_month=YearMonth.parse(review.target_month) if review.target_month else None,
        hearing_on=review.hearing_on,
        decision_on=decision.on if decision else None,
        outcome=decision.outcome if decision else None,
        panel_reference=review.panel_reference or "",
        version=review.version,
        deadlines=deadlines,
        steps=tuple(_step(ctx, one) for one in reversed(review_store.steps(uow, review.id))),
        asks=_asks(ctx, uow, case, review, decision.on if decision else None, why_not),
        not_reconsidered=why_not,
        over=review.closed_at is not None,
        ring_first=preference is not None and preference.call_first,
    )


def _step(ctx: Context, row: HearingStep) -> StepView:
    before, after = (
        timetable(day, None, ctx.policy, ctx.bank_holidays) for day in (row.before_on, row.after_on)
    )
    return StepView(
        number=row.number,
        move=HearingMove(row.move),
        before=row.before_on,
        after=row.after_on,
        learnt_on=row.learnt_on,
        moved=moved(before, after),
    )


def _asks(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    review: Review,
    decision_on: date | None,
    why_not: str,
) -> tuple[AskView, ...]:
    turns = {
        task.task_key: task.due_on
        for task in case_store.open_tasks(uow, case.id)
        if task.kind in (PASS_TASK, ANSWER_TASK, TELL_TASK)
    }
    found = []
    for kind in AskKind:
        cannot = ask_problem(
            kind, hearing_on=review.hearing_on, decision_on=decision_on, today=ctx.today()
        )
        if kind is AskKind.RECONSIDERATION and decision_on is not None:
            cannot = cannot or why_not
        about = review_for(ctx, uow, case, kind) or review
        row = review_store.ask_of(uow, case.id, about.id, kind)
        deadlines = timetable_of(ctx, uow, about, case)
        by_kind = {one.kind: one.due_on for one in deadlines}
        found.append(_ask(case, kind, row, cannot, by_kind, turns))
    return tuple(found)


def _ask(
    case: Case,
    kind: AskKind,
    row: ReviewAsk | None,
    cannot: str,
    by_kind: Mapping[DeadlineKind, date],
    turns: Mapping[str, date],
) -> AskView:
    due_on = by_kind.get(DEADLINE_OF[kind]) if kind in DEADLINE_OF else None
    if row is None:
        return AskView(
            kind, None, None, None, None, None, "", "", "", None, None, cannot, due_on, None, 0
        )
    keys = [f"{task}:{case.id}:{row.id}" for task in (PASS_TASK, ANSWER_TASK, TELL_TASK)]
    return AskView(
        kind=kind,
        state=AskState(row.state),
        state_on=row.state_on,
        wanted_on=row.wanted_on,
        how=ContactMethod(row.how) if row.how else None,
        passed_on=row.passed_on,
        passed_to=row.passed_to or "",
        reason=row.reason or "",
        plain=row.in_plain_words or "",
        told_on=row.told_on,
        told_how=ContactMethod(row.told_how) if row.told_how else None,
        cannot=cannot,
        due_on=due_on,
        task_on=next((turns[key] for key in keys if key in turns), None),
        row_version=row.row_version,
    )
