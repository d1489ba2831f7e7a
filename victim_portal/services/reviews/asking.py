"""What a victim asks for at a review: recorded, passed on, answered with a reason, told."""

from datetime import date, timedelta

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days, is_working_day
from victim_portal.domain.parole import (
    ANSWERED,
    DEADLINE_OF,
    AskKind,
    AskState,
    DeadlineKind,
    ask_problem,
    move_refused,
)
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations.rows import (
    CHANGED_MEANWHILE,
    LONGEST,
    TOO_LONG,
    open_case,
    writing,
    wrong_day,
)
from victim_portal.services.reviews.deadlines import (
    decision_on_of,
    reminded,
    timetable_of,
    why_not_reconsidered,
)
from victim_portal.services.reviews.seen import review_for
from victim_portal.services.reviews.values import AskMove
from victim_portal.store import reviews as review_store
from victim_portal.store.models import Case, Review, ReviewAsk
from victim_portal.store.unit_of_work import UnitOfWork

PASS_TASK, ANSWER_TASK, TELL_TASK = "pass_ask_on", "ask_answer", "tell_ask_answer"
PASS_WITHIN, ANSWER_WITHIN, TELL_WITHIN = 2, 20, 1
"""Working days. Nobody publishes them; a window that is shorter comes first."""
NAMES = {
    AskKind.OBSERVE: "to observe the hearing",
    AskKind.SUMMARY: "a summary of the decision",
    AskKind.RECONSIDERATION: "that the decision is looked at again",
}
RULES = {
    AskKind.OBSERVE: "A victim may ask to observe a private hearing, through her officer",
    AskKind.SUMMARY: "Parole Board Rules 2019, r.27",
    AskKind.RECONSIDERATION: "Parole Board Rules 2019, r.28: the Secretary of State applies",
}


def record_ask(
    ctx: Context, actor: Actor, reference: str, kind: AskKind, on: date, how: ContactMethod
) -> None:
    """Record that the victim asks for something at the review; said twice is said.

    Leaves a task to pass it on. Raises InvalidError (`kind` where it can't be asked for, `on`),
    NotFoundError out of reach or without a review, ConflictError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        review = _review(ctx, uow, case, kind)
        problems = {"on": "The date must be today or in the past."} if on > ctx.today() else {}
        cannot = why_not_asked(ctx, uow, review, case, kind)
        if cannot:
            problems["kind"] = cannot
        if problems:
            raise InvalidError(problems)
        want(ctx, uow, actor, case, review, kind, on, how)
        uow.commit()


def why_not_asked(ctx: Context, uow: UnitOfWork, review: Review, case: Case, kind: AskKind) -> str:
    """Why something can't be asked for at a review now, as a sentence; empty where it can."""
    decision_on = decision_on_of(uow, review)
    cannot = ask_problem(
        kind, hearing_on=review.hearing_on, decision_on=decision_on, today=ctx.today()
    )
    if not cannot and kind is AskKind.RECONSIDERATION:
        cannot = why_not_reconsidered(uow, review, case)
    return cannot


def want(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    review: Review,
    kind: AskKind,
    on: date,
    how: ContactMethod | None,
) -> None:
    """Keep that it is wanted, in the caller's transaction, with a task to pass it on."""
    row = review_store.ask_of(uow, case.id, review.id, kind)
    if row is not None and row.state != AskState.DROPPED:
        return
    if row is None:
        row = ReviewAsk(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            review_id=review.id,
            kind=kind.value,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(row)
    row.state, row.state_on, row.wanted_on = AskState.WANTED.value, on, on
    row.how = how.value if how else None
    row.passed_on = row.passed_to = None
    uow.flush()
    _audit(uow, actor, case, row)
    if kind is AskKind.SUMMARY:
        reminded(uow, actor, case, DeadlineKind.SUMMARY)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        PASS_TASK,
        f"They ask {'for ' if kind is AskKind.SUMMARY else ''}{NAMES[kind]}: pass it on to the "
        "casework section",
        RULES[kind],
        _within(ctx, uow, review, case, kind, PASS_WITHIN),
        key=str(row.id),
    )


def move_ask(
    ctx: Context,
    actor: Actor,
    reference: str,
    kind: AskKind,
    given: AskMove,
    seen_version: int | None = None,
) -> None:
    """Record that an ask was passed on, answered or dropped.

    Raises InvalidError (`to`, `on`, `passed_to`, `reason`, `plain`), NotFoundError,
    ConflictError where it stands differently by now.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        review = _review(ctx, uow, case, kind)
        row = _ask(uow, case, review, kind, seen_version)
        problems = _problems(ctx, row, given)
        if problems:
            raise InvalidError(problems)
        if given.to is AskState.PASSED_ON:
            row.passed_to, row.passed_on = given.passed_to.strip(), given.on
        if given.to in ANSWERED:
            row.reason = given.reason.strip() or None
            row.in_plain_words = given.plain.strip() or None
        row.state, row.state_on = given.to.value, given.on
        _audit(uow, actor, case, row)
        _next_task(ctx, uow, actor, case, review, row)
        uow.commit()


def record_ask_told(
    ctx: Context,
    actor: Actor,
    reference: str,
    kind: AskKind,
    on: date,
    how: ContactMethod,
    seen_version: int | None = None,
) -> None:
    """Record when and how the victim was told what came of it.

    A refusal is told in plain words, so there must be some. Raises InvalidError (`to`, `on`,
    `plain`), NotFoundError, ConflictError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        row = _ask(uow, case, _review(ctx, uow, case, kind), kind, seen_version)
        problems = wrong_day(ctx.today(), on, row.state_on)
        if row.state not in ANSWERED:
            problems["to"] = "There is no answer yet to tell."
        if row.state == AskState.REFUSED and not row.in_plain_words:
            problems["plain"] = "Enter the reason in plain words first: they are told why."
        if problems:
            raise InvalidError(problems)
        row.told_on, row.told_how = on, how.value
        _audit(uow, actor, case, row)
        tasks.settle(uow, actor, TELL_TASK, case, str(row.id))
        uow.commit()


def _review(ctx: Context, uow: UnitOfWork, case: Case, kind: AskKind) -> Review:
    review = review_for(ctx, uow, case, kind)
    if review is None:
        raise NotFoundError
    return review


def _ask(
    uow: UnitOfWork, case: Case, review: Review, kind: AskKind, seen_version: int | None
) -> ReviewAsk:
    row = review_store.ask_of(uow, case.id, review.id, kind)
    if row is None:
        raise NotFoundError
    if seen_version is not None and row.row_version != seen_version:
        raise ConflictError(CHANGED_MEANWHILE)
    return row


def _problems(ctx: Context, row: ReviewAsk, given: AskMove) -> dict[str, str]:
    problems = wrong_day(ctx.today(), given.on, row.state_on)
    refused = move_refused(AskState(row.state), given.to, given.reason)
    if refused:
        problems["reason" if given.to is AskState.REFUSED and not given.reason else "to"] = refused
    if given.to is AskState.REFUSED and not given.plain.strip():
        problems["plain"] = "Enter the reason in plain words: the victim is told it."
    there = given.passed_to.strip()
    if given.to is AskState.PASSED_ON and not 0 < len(there) <= 120:
        problems["passed_to"] = "Enter to whom it went, in at most 120 characters."
    for name, text in (("reason", given.reason), ("plain", given.plain)):
        if len(text) > LONGEST:
            problems[name] = TOO_LONG
    return problems


def _next_task(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, review: Review, row: ReviewAsk
) -> None:
    """Whose turn it is now: nothing that was asked for is left without an owner and a date."""
    kind = AskKind(row.kind)
    for done in (PASS_TASK, ANSWER_TASK, TELL_TASK):
        tasks.settle(uow, actor, done, case, str(row.id))
    if row.state == AskState.PASSED_ON:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            ANSWER_TASK,
            f"Find out what was answered: they asked {_for(kind)}",
            RULES[kind],
            _within(ctx, uow, review, case, kind, ANSWER_WITHIN),
            key=str(row.id),
        )
    elif row.state in ANSWERED:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            TELL_TASK,
            f"Tell the victim what was answered, and why: they asked {_for(kind)}",
            RULES[kind],
            add_working_days(ctx.today(), TELL_WITHIN, ctx.bank_holidays),
            key=str(row.id),
        )


def _for(kind: AskKind) -> str:
    return f"for {NAMES[kind]}" if kind is AskKind.SUMMARY else NAMES[kind]


def _within(
    ctx: Context, uow: UnitOfWork, review: Review, case: Case, kind: AskKind, working_days: int
) -> date:
    """By when: in so many working days, and before its window or its hearing is over."""
    today = ctx.today()
    due = add_working_days(today, working_days, ctx.bank_holidays)
    ends: list[date] = []
    if kind in DEADLINE_OF:
        wanted = DEADLINE_OF[kind]
        ends = [one.work_by for one in timetable_of(ctx, uow, review, case) if one.kind is wanted]
    elif review.hearing_on is not None:
        ends = [review.hearing_on - timedelta(days=1)]
    first = min([due, *ends])
    while not is_working_day(first, ctx.bank_holidays):
        first -= timedelta(days=1)
    return max(today, first)


def _audit(uow: UnitOfWork, actor: Actor, case: Case, row: ReviewAsk) -> None:
    audit.record(
        uow,
        actor,
        What.REVIEW_ASK_MOVED,
        case.id,
        ask=str(row.id),
        kind=row.kind,
        state=row.state,
    )
