"""The Board's decision on a review, with its answer to each of the victim's requests."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.stages import OUTCOMES, EventOutcome, Stage
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replanned
from victim_portal.services.representations.outcomes import keep_outcome
from victim_portal.services.representations.rows import open_case, writing
from victim_portal.services.reviews.deadlines import decision_of, decision_recorded
from victim_portal.services.reviews.hearing import add_event
from victim_portal.services.reviews.recording import note_recorded
from victim_portal.services.reviews.values import DecisionInput
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case, Review
from victim_portal.store.unit_of_work import UnitOfWork

ANOTHER = (
    "Another decision is recorded on this review. If that one is wrong, tell your manager before "
    "anybody is told."
)
NO_RELEASE = "A review before the minimum term ends doesn't decide on release."


def record_decision(
    ctx: Context, actor: Actor, reference: str, given: DecisionInput, once: UUID | None = None
) -> None:
    """Record what the Board decided, and what it said to each request of this case.

    The decision is the offender's: every open case is planned again, and its windows run. The
    answers are this victim's alone; each leaves a task to tell her, with its reason. The same
    decision recorded from another case before adds only the answers. Raises InvalidError (`on`,
    `outcome`, and `requests-<number>-<field>`), NotFoundError out of reach or without a review,
    ConflictError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        offender_store.lock(uow, case.offender_id)
        review = offender_store.open_review(uow, case.offender_id)
        if review is None:
            raise NotFoundError
        said = saying("record_decision", reference, given)
        if already_done(uow, once, said) is not None:
            return
        known = decision_of(uow, review)
        problems = _problems(ctx, uow, case, review, given)
        if known is not None and (known.on, known.outcome) != (given.on, given.outcome):
            problems = {"outcome": ANOTHER}
        if problems:
            raise InvalidError(problems)
        if known is None:
            review.decided_on, review.outcome = given.on, given.outcome.value
            review.version += 1
            note_recorded(uow, actor, case, review)
            add_event(
                ctx,
                uow,
                actor,
                case,
                Stage.PAROLE_DECISION,
                happened_on=given.on,
                outcome=given.outcome,
            )
            decision_recorded(ctx, uow, actor, case.offender_id)
        for number, outcome in sorted(given.outcomes.items()):
            wrong = keep_outcome(ctx, uow, actor, case, number, outcome)
            problems |= {f"requests-{number}-{name}": text for name, text in wrong.items()}
        if problems:
            raise InvalidError(problems)
        replanned(ctx, uow, actor, case_store.open_of_offender(uow, case.offender_id))
        remember(uow, once, str(review.id), said)
        uow.commit()


def _problems(
    ctx: Context, uow: UnitOfWork, case: Case, review: Review, given: DecisionInput
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if given.on > ctx.today():
        problems["on"] = "The date must be today or in the past."
    elif given.on < _first_day(uow, case):
        problems["on"] = "The date is before the sentence, or before another decision."
    if given.outcome not in OUTCOMES[Stage.PAROLE_DECISION]:
        problems["outcome"] = "Choose what was decided."
    elif review.kind == ReviewKind.PRE_TARIFF and given.outcome is EventOutcome.RELEASE:
        problems["outcome"] = NO_RELEASE
    return problems


def _first_day(uow: UnitOfWork, case: Case) -> date:
    sentences = offender_store.sentences(uow, case.offender_id)
    first = min((one.sentenced_on for one in sentences), default=date.min)
    before = [one.decided_on for one in offender_store.reviews(uow, case.offender_id)]
    return max(first, *(day for day in before if day is not None), date.min)
