"""A review's deadlines on each open case, as tasks with an owner and a date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.parole import (
    AFTER_DECISION,
    BEFORE_HEARING,
    AskKind,
    Deadline,
    DeadlineKind,
    ReviewKind,
    not_reconsidered,
    timetable,
)
from victim_portal.domain.representations import statement_offered
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import Enrolment, Route, SentenceType
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store import reviews as review_store
from victim_portal.store.models import Case, Event, Review, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

TASK, REMINDER = "parole_deadline", "parole_reminder"
NOT_WANTED = frozenset(
    {Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.NO_RESPONSE, Enrolment.DO_NOT_CONTACT}
)
_REMIND = {
    DeadlineKind.NON_DISCLOSURE: "Remind them by their plan: what must be kept from the prisoner "
    "has to be asked for by {day}, before the statement is due",
    DeadlineKind.STATEMENT: "Remind them by their plan: a statement for the panel is due by {day}",
    DeadlineKind.SUMMARY: "Remind them by their plan: a summary of the decision can be asked for "
    "until {day}",
}


@dataclass(frozen=True)
class Decision:
    """What the Board decided on a review, and when; `outcome` is None where it isn't known."""

    on: date
    outcome: EventOutcome | None


def decision_recorded(ctx: Context, uow: UnitOfWork, actor: Actor, offender_id: UUID) -> None:
    """Raise the deadlines that run from the Board's decision, once its event is recorded.

    Within the caller's transaction; without a review or a decision nothing happens.
    """
    uow.flush()
    review = offender_store.open_review(uow, offender_id)
    decision = decision_of(uow, review) if review is not None else None
    if review is None or decision is None:
        return
    review.decided_on = decision.on
    review.outcome = decision.outcome.value if decision.outcome else None
    changed = {DeadlineKind.DECISION, *AFTER_DECISION}
    for case in case_store.open_of_offender(uow, offender_id):
        deadlines = timetable_of(ctx, uow, review, case)
        # Nothing can be sent to a hearing any more.
        settle_deadlines(uow, actor, case, review, BEFORE_HEARING)
        raise_tasks(ctx, uow, actor, case, review, deadlines, changed)


def follow_answer(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """After an answer to the offer: a no ends the case's deadlines, a yes brings them back."""
    review = offender_store.open_review(uow, case.offender_id)
    if review is None or (case.enrolment not in NOT_WANTED and case.enrolment not in IN_SCHEME):
        return
    deadlines = timetable_of(ctx, uow, review, case)
    raise_tasks(ctx, uow, actor, case, review, deadlines, set(DeadlineKind))


def decision_of(uow: UnitOfWork, review: Review) -> Decision | None:
    """The Board's decision on this review, once it was recorded on it or as an event.

    An event is of this review where it was recorded since the review began, or came after its
    hearing; one of the review before isn't.
    """
    kept = review.decided_on
    if review.closed_at is None:
        event = store.newest_event(uow, review.offender_id, Stage.PAROLE_DECISION.value)
        if event is not None and _is_of(event, review) and event.happened_on >= (kept or date.min):
            outcome = EventOutcome(event.outcome) if event.outcome else None
            return Decision(event.happened_on, outcome)
    if kept is None:
        return None
    return Decision(kept, EventOutcome(review.outcome) if review.outcome else None)


def _is_of(event: Event, review: Review) -> bool:
    hearing_on, began_on = review.hearing_on, london_date(review.recorded_at)
    if hearing_on is not None and event.happened_on >= hearing_on:
        return True
    return event.recorded_at >= review.recorded_at and event.happened_on >= began_on


def decision_on_of(uow: UnitOfWork, review: Review) -> date | None:
    """The day of the Board's decision on this review."""
    found = decision_of(uow, review)
    return found.on if found else None


def why_not_reconsidered(uow: UnitOfWork, review: Review, case: Case) -> str:
    """Why the decision on a review can't be looked at again for this case; empty where it can."""
    sentence = uow.get(Sentence, case.sentence_id)
    if sentence is None:
        raise LookupError("a case without its sentence")
    decision = decision_of(uow, review)
    return not_reconsidered(
        SentenceType(sentence.sentence_type),
        decision.outcome if decision else None,
        pre_tariff=review.kind == ReviewKind.PRE_TARIFF,
    )


def timetable_of(
    ctx: Context, uow: UnitOfWork, review: Review, case: Case | None = None
) -> tuple[Deadline, ...]:
    """The deadlines of a review as its hearing and its decision stand now, for one case."""
    decision_on = decision_on_of(uow, review)
    possible = case is None or decision_on is None or not why_not_reconsidered(uow, review, case)
    return timetable(
        review.hearing_on, decision_on, ctx.policy, ctx.bank_holidays, reconsidered=possible
    )


def raise_tasks(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    review: Review,
    deadlines: tuple[Deadline, ...],
    changed: Collection[DeadlineKind],
    reminders: Collection[DeadlineKind] | None = None,
) -> None:
    """One task for each deadline that moved, and a reminder on the way; old dates go.

    `reminders` are the deadlines to remind of, where they aren't the same as those that moved.
    """
    again = changed if reminders is None else reminders
    for kind in changed:
        tasks.settle(uow, actor, TASK, case, _key(review, kind))
    for kind in again:
        tasks.settle(uow, actor, REMINDER, case, _key(review, kind))
    if case.enrolment in NOT_WANTED:
        return
    uow.flush()
    held = review.hearing_on is not None and review.hearing_on < ctx.today()
    for deadline in deadlines:
        kind = deadline.kind
        if kind in BEFORE_HEARING and (held or not _heard(uow, case)):
            continue
        if kind in changed:
            _raise_deadline(ctx, uow, actor, case, review, deadline)
        if kind in again and not _done(uow, case, review, kind):
            _raise_reminder(ctx, uow, actor, case, review, deadline)


def _raise_deadline(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, review: Review, deadline: Deadline
) -> None:
    today = ctx.today()
    late = f"{deadline.what} (it was due by {_day(deadline.due_on)}). {deadline.if_gone}"
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TASK,
        late[:300] if deadline.due_on < today else f"{deadline.what}, by {_day(deadline.due_on)}",
        deadline.source[:120],
        max(today, deadline.work_by),
        key=_key(review, deadline.kind),
    )


def _raise_reminder(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, review: Review, deadline: Deadline
) -> None:
    if deadline.remind_on is None or deadline.due_on < ctx.today():
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        REMINDER,
        _REMIND[deadline.kind].format(day=_day(deadline.work_by)),
        deadline.source[:120],
        max(ctx.today(), min(deadline.remind_on, deadline.work_by)),
        key=_key(review, deadline.kind),
    )


def settle_deadlines(
    uow: UnitOfWork, actor: Actor, case: Case, review: Review, kinds: Collection[DeadlineKind]
) -> None:
    """End the tasks of some deadlines, and the reminders of them."""
    for kind in kinds:
        tasks.settle(uow, actor, TASK, case, _key(review, kind))
        tasks.settle(uow, actor, REMINDER, case, _key(review, kind))


def reminded(uow: UnitOfWork, actor: Actor, case: Case, kind: DeadlineKind) -> None:
    """What a reminder was to bring about has happened: nobody is reminded of it any more."""
    review = offender_store.open_review(uow, case.offender_id)
    if review is not None:
        tasks.settle(uow, actor, REMINDER, case, _key(review, kind))


def _done(uow: UnitOfWork, case: Case, review: Review, kind: DeadlineKind) -> bool:
    """Whether there is nothing left to remind of."""
    if kind is DeadlineKind.SUMMARY:
        return review_store.ask_of(uow, case.id, review.id, AskKind.SUMMARY) is not None
    found = store.statements(uow, case.id)
    return bool(found) and found[0].review_id == review.id and found[0].signed_on is not None


def _heard(uow: UnitOfWork, case: Case) -> bool:
    """Whether a statement can be made on this case at all."""
    sentence = uow.get(Sentence, case.sentence_id)
    if sentence is None:
        raise LookupError("a case without its sentence")
    kind = SentenceType(sentence.sentence_type)
    return statement_offered(Route(case.route), kind, review_open=True).offered


def _key(review: Review, kind: DeadlineKind) -> str:
    return f"{review.id}:{kind.value}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
