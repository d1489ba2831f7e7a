"""Changing how much they hear, without leaving the scheme."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import Answer, check_level
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.ages import must_ask
from victim_portal.services.contacts import Effect
from victim_portal.services.context import Context
from victim_portal.services.enrolment.attempts import log_answer
from victim_portal.services.enrolment.consent import consent_words, why_not
from victim_portal.services.enrolment.level import level_now, set_level
from victim_portal.services.enrolment.own_word import agree_ways_again, own_word_problem
from victim_portal.services.enrolment.recording import CHANGED_MEANWHILE, CLOSED
from victim_portal.services.enrolment.steps import add_step
from victim_portal.services.enrolment.values import AnswerInput, LevelInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, EnrolmentStep
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork


def change_level(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: LevelInput,
    once: UUID | None = None,
    seen: int | None = None,
) -> tuple[Effect, ...]:
    """Record how much they want to hear from now on, and plan the case again at once.

    The history gets a step to where the case stands already, with the words that were shown
    and theirs; the plan goes on counting from the day of joining. What was approved falls
    back to draft or, outside the new level, out of the plan, and its messages are cancelled.
    Returns what followed from the contact, the first one's for a form that is sent twice.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach,
    ConflictError when the case isn't any more as it was shown (`seen` is the version of its
    enrolment), or when somebody changed it in the same moment.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            done = already_done(uow, once)
            if done is not None:
                return tuple(Effect(one) for one in done.split())
            if seen is not None and seen != case.enrolment_version:
                raise ConflictError(CHANGED_MEANWHILE)
            effects = _change(ctx, uow, actor, case, given)
            remember(uow, once, " ".join(effects))
            uow.commit()
            return effects
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def change_own_level(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: LevelInput
) -> None:
    """Record in the caller's transaction how much they chose to hear on their own pages.

    Raises InvalidError as `change_level` does.
    """
    _change(ctx, uow, actor, case, given)


def _change(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: LevelInput
) -> tuple[Effect, ...]:
    if case.closed_at is not None:
        raise InvalidError({"": CLOSED})
    steps = case_store.steps(uow, case.id)
    _check(ctx, uow, case, steps, given)
    answer = AnswerInput(
        state=Enrolment(case.enrolment),
        on=given.on,
        how=given.how,
        level=given.level,
        shown_in=given.shown_in,
        consent_words=given.consent_words,
        note=given.note,
        reached=given.reached,
        own_word=given.own_word,
    )
    parents_way = given.own_word and must_ask(uow, case)
    effects = log_answer(ctx, uow, actor, case, answer)
    add_step(ctx, uow, actor, case, answer)
    if given.level is not None:
        set_level(ctx, uow, actor, case, given.level)
    if parents_way:
        agree_ways_again(ctx, uow, actor, case)
    replan(ctx, uow, actor, case)
    return effects


def _check(
    ctx: Context, uow: UnitOfWork, case: Case, steps: list[EnrolmentStep], given: LevelInput
) -> None:
    answer = Answer(
        Enrolment(case.enrolment),
        given.on,
        given.how,
        level=given.level,
        consent_shown=consent_words(ctx, given.level, given.shown_in),
        consent_words=given.consent_words,
    )
    previous_on = steps[-1].on if steps else case.received_on
    # Who comes of age may choose what a parent had chosen: it is their own answer all the same.
    now = None if must_ask(uow, case) else level_now(uow, case)
    problems = check_level(answer, now, ctx.today(), case.received_on, previous_on)
    found = {problem.field: problem.reason for problem in problems}
    found |= own_word_problem(uow, case, given)
    if "shown" in found and given.shown_in is not None:
        found["shown"] = why_not(ctx, given.shown_in) or found["shown"]
    if found:
        raise InvalidError(found)
