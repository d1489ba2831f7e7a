"""Working on a listed sentence: an owner, a chase, a decision; each stands in its history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.reconciliation import (
    ListedState,
    ListedStep,
    Matched,
    Outcome,
)
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import normal_reference, reach_of
from victim_portal.services.reconciliation.facts import Facts
from victim_portal.services.reconciliation.following import first_due, follow
from victim_portal.services.reconciliation.owning import keep_tasks, note
from victim_portal.services.reconciliation.reach import within_reach
from victim_portal.services.reconciliation.showing import outcomes_for, owners_for
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, ListedSentence
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST = 1000
PERIOD = "next_step_at_most"
MEANWHILE = "A colleague was at this sentence at the same moment. Look again, then go on."
OVER = "Nothing is missing for this sentence any more."
NO_CASE = "There is no such case that you may see, or that may be about this sentence."


def give_owner(ctx: Context, actor: Actor, listed_id: UUID, user_id: UUID) -> None:
    """Give an open one to somebody of its unit; its managers alone. A second time does nothing.

    NotFoundError out of reach; InvalidError (`owner`) for whoever may not have it, ConflictError
    where nothing is missing any more, or a colleague was at it.
    """
    with _alone(), ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id, as_manager=True)
        _check_open(one)
        if one.owner_id == user_id:
            return
        if user_id not in dict(owners_for(uow, one)):
            raise InvalidError({"owner": "Choose one of the people shown"})
        one.owner_id = user_id
        note(ctx, uow, actor, one, ListedStep.OWNER, owner_id=user_id)
        keep_tasks(ctx, uow, actor, [one])
        uow.commit()


def record_chase(
    ctx: Context,
    actor: Actor,
    listed_id: UUID,
    words: str,
    next_on: date | None,
    once: UUID | None = None,
) -> None:
    """Keep that somebody was asked, and when they are asked again; the clock moves to that day.

    Raises InvalidError (`words`, `next_on`), NotFoundError, ConflictError. The same form sent
    again does nothing.
    """
    with _alone(), ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id)
        said = saying("chase", str(listed_id), words, str(next_on))
        if already_done(uow, once, said) is not None:
            return
        _check_open(one)
        problems = {**_words(words, "words", "Enter whom you asked, and what they said")}
        latest = ctx.policy.review_period(PERIOD, ctx.today()).applied_to(
            ctx.today(), ctx.bank_holidays
        )
        if next_on is None:
            problems["next_on"] = "Enter the day to ask again"
        elif not ctx.today() < next_on <= latest:
            problems["next_on"] = (
                f"The day to ask again must be after today, and {latest.day} {latest:%B %Y} "
                "or before"
            )
        if problems or next_on is None:
            raise InvalidError(problems)
        one.chased_on, one.due_on = ctx.today(), next_on
        note(ctx, uow, actor, one, ListedStep.CHASED, words)
        keep_tasks(ctx, uow, actor, [one])
        remember(uow, once, str(one.id), said)
        uow.commit()


def record_outcome(
    ctx: Context,
    actor: Actor,
    listed_id: UUID,
    outcome: Outcome | None,
    words: str,
    reference: str = "",
    once: UUID | None = None,
) -> ListedState:
    """Record what came of it, with the reason; how it stands after.

    That a victim is known under another case takes its reference: one that the actor may see, or
    that the page itself named. InvalidError (`outcome`, `words`, `reference`), NotFoundError,
    ConflictError. The same form sent again does nothing.
    """
    with _alone(), ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id)
        said = saying("outcome", str(listed_id), str(outcome), words, reference)
        if already_done(uow, once, said) is not None:
            return ListedState(one.state)
        _check_open(one)
        problems = _words(words, "words", "Enter the reason")
        if outcome is None or outcome not in outcomes_for(actor, one):
            problems["outcome"] = "Choose what came of it"
        case = None
        if outcome is Outcome.KNOWN_CASE:
            case = _case(uow, actor, one, reference)
            if case is None:
                problems["reference"] = NO_CASE
        if problems or outcome is None:
            raise InvalidError(problems)
        if outcome is Outcome.LATE_EXPLAINED:
            one.late_answered = True
        else:
            one.referral_answer = outcome.value
        if case is not None:
            one.offender_id, one.sentence_id = case.offender_id, case.sentence_id
            one.matched, one.late_answered = Matched.PERSON.value, True
        note(ctx, uow, actor, one, ListedStep.ANSWERED, words, outcome=outcome)
        follow(ctx, uow, actor, [one])
        remember(uow, once, str(one.id), said)
        uow.commit()
        return ListedState(one.state)


def deny_case(ctx: Context, actor: Actor, listed_id: UUID, case_id: UUID) -> None:
    """Say that a case which was shown as perhaps the one isn't; a second time does nothing.

    NotFoundError where it isn't shown, or the actor may not see it.
    """
    with _alone(), ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id)
        case = uow.get(Case, case_id)
        if case is None or not may_see_case(actor, reach_of(uow, case)):
            raise NotFoundError
        if str(case.sentence_id) in one.denied:
            return
        if case.id not in {hint.case.id for hint in Facts(uow, [one]).hints(one)}:
            raise NotFoundError
        one.denied = [*one.denied, str(case.sentence_id)]
        note(ctx, uow, actor, one, ListedStep.NOT_THIS_CASE, case.reference)
        follow(ctx, uow, actor, [one])
        uow.commit()


def reopen(
    ctx: Context, actor: Actor, listed_id: UUID, words: str, once: UUID | None = None
) -> None:
    """Take back what was recorded of it: it is looked at as if nobody had said anything.

    For the managers of its unit. InvalidError without a reason, NotFoundError, ConflictError.
    """
    with _alone(), ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id, as_manager=True)
        said = saying("reopen", str(listed_id), words)
        if already_done(uow, once, said) is not None:
            return
        if not (one.referral_answer or one.late_answered):
            raise ConflictError("Nobody has recorded anything that could be taken back.")
        if problems := _words(words, "why", "Enter why it is opened again"):
            raise InvalidError(problems)
        one.referral_answer, one.late_answered, one.denied = None, False, []
        if one.matched == Matched.PERSON:
            one.matched, one.sentence_id = None, None
        note(ctx, uow, actor, one, ListedStep.REOPENED, words)
        follow(ctx, uow, actor, [one])
        if one.state == ListedState.OPEN:
            one.due_on = first_due(ctx)
            keep_tasks(ctx, uow, actor, [one])
        remember(uow, once, str(one.id), said)
        uow.commit()


@contextmanager
def _alone() -> Iterator[None]:
    try:
        yield
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def _check_open(one: ListedSentence) -> None:
    if one.state != ListedState.OPEN:
        raise ConflictError(OVER)


def _words(words: str, name: str, missing: str) -> dict[str, str]:
    if not words.strip():
        return {name: missing}
    return {name: f"Use {LONGEST} characters or fewer"} if len(words) > LONGEST else {}


def _case(uow: UnitOfWork, actor: Actor, one: ListedSentence, reference: str) -> Case | None:
    """The case of a reference, where it is in reach or among those that the page named."""
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None:
        return None
    if may_see_case(actor, reach_of(uow, case)):
        return case
    named = {hint.case.id for hint in Facts(uow, [one]).hints(one)}
    return case if case.id in named else None
