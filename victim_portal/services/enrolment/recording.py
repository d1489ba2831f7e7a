"""Recording the offer or its answer: by whom, when, how, and in which words."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import (
    IN_SCHEME,
    SAID_NO,
    Answer,
    check_answer,
    offer_comes_first,
    was_ever_in,
)
from victim_portal.domain.vocabulary import ContactMethod, Enrolment
from victim_portal.services import tasks
from victim_portal.services.ages import must_ask
from victim_portal.services.contacts import Effect
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.contacts.tried import round_of
from victim_portal.services.context import Context
from victim_portal.services.enrolment.after_no import end_contact
from victim_portal.services.enrolment.attempts import (
    log_answer,
    too_few,
)
from victim_portal.services.enrolment.consent import consent_words, why_not
from victim_portal.services.enrolment.level import set_level
from victim_portal.services.enrolment.own_word import agree_ways_again, own_word_problem
from victim_portal.services.enrolment.steps import add_step
from victim_portal.services.enrolment.values import AnswerInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews import follow_answer
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, EnrolmentStep
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "Somebody else changed this case while you had it open. Nothing of yours was saved yet: look "
    "at it as it stands now, and record the answer again."
)
DOUBLE = (
    "This case is closed: it is a double, and nothing goes out from it. Record the answer on the "
    "case that stays in its place."
)
CLOSED = "This case is closed. Have it opened again before you record this."
LATEST = "deferral_at_most"


def record_answer(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: AnswerInput,
    once: UUID | None = None,
    seen: int | None = None,
) -> tuple[Effect, ...]:
    """Record the offer or its answer, log the contact, and plan the case again.

    Returns what followed from the contact, the first one's for a form that is sent twice.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach,
    ConflictError when the case isn't any more as it was shown (`seen` is the version of its
    enrolment), or when somebody changed it in the same moment. An answer in the call of the
    first offer records the offer too.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            said = saying("record_answer", reference, given, seen)
            done = already_done(uow, once, said)
            if done is not None:
                return tuple(Effect(one) for one in done.split())
            if seen is not None and seen != case.enrolment_version:
                raise ConflictError(CHANGED_MEANWHILE)
            _check_open(uow, case, given.state)
            effects = _record(ctx, uow, actor, case, given)
            remember(uow, once, " ".join(effects), said)
            uow.commit()
            return effects
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def record_own_answer(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput
) -> None:
    """Record in the caller's transaction an answer that they gave on their own pages.

    Raises InvalidError as `record_answer` does.
    """
    _check_open(uow, case, given.state)
    _record(ctx, uow, actor, case, given)


def record_offer(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, on: date, how: ContactMethod
) -> None:
    """Record in the caller's transaction that the scheme was offered, by a letter for instance.

    The contact isn't logged here. Whoever has answered stays as they are; who never did is
    offered it again.
    """
    waiting = (Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.NO_RESPONSE)
    if case.enrolment not in waiting:
        return
    steps = case_store.steps(uow, case.id)
    if steps and on < steps[-1].on:
        return
    add_step(ctx, uow, actor, case, AnswerInput(Enrolment.OFFERED, on, how))
    leave_owed(ctx, uow, actor, case)


def _check_open(uow: UnitOfWork, case: Case, state: Enrolment) -> None:
    """A word that is recorded on a closed case is heard by nobody who sends anything.

    Only a no is kept with a referral that was withdrawn, in case it is opened again.
    """
    if case.closed_at is None:
        return
    if case.merged_into_id is not None:
        raise InvalidError({"": DOUBLE})
    if state not in SAID_NO:
        raise InvalidError({"": CLOSED})


def _record(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput
) -> tuple[Effect, ...]:
    steps = case_store.steps(uow, case.id)
    _check(ctx, uow, case, steps, given)
    parents_way = given.own_word and must_ask(uow, case)
    effects = log_answer(ctx, uow, actor, case, given)
    if offer_comes_first(Enrolment(case.enrolment), given.state):
        offer = AnswerInput(Enrolment.OFFERED, given.on, given.how)
        add_step(ctx, uow, actor, case, offer)
    step = add_step(ctx, uow, actor, case, given)
    if given.state in IN_SCHEME and given.level is not None:
        set_level(ctx, uow, actor, case, given.level)
    _leave_tasks(ctx, uow, actor, case, step)
    if parents_way:
        agree_ways_again(ctx, uow, actor, case)
    follow_answer(ctx, uow, actor, case)
    replan(ctx, uow, actor, case)
    return effects


def _check(
    ctx: Context, uow: UnitOfWork, case: Case, steps: list[EnrolmentStep], given: AnswerInput
) -> None:
    answer = Answer(
        given.state,
        given.on,
        given.how,
        given.deferred_until,
        given.level,
        consent_words(ctx, given.level, given.shown_in),
        given.consent_words,
    )
    latest = ctx.policy.review_period(LATEST, ctx.today())
    problems = check_answer(
        Enrolment(case.enrolment),
        was_ever_in([Enrolment(step.moved_to) for step in steps]),
        answer,
        ctx.today(),
        case.received_on,
        previous_on=steps[-1].on if steps else None,
        too_few_attempts=too_few(ctx, round_of(uow, case, steps)),
        latest_deferral=latest.applied_to(ctx.today(), ctx.bank_holidays),
    )
    found = {problem.field: problem.reason for problem in problems}
    found |= own_word_problem(uow, case, given)
    if "shown" in found and given.shown_in is not None:
        found["shown"] = why_not(ctx, given.shown_in) or found["shown"]
    if found:
        raise InvalidError(found)


def _leave_tasks(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, step: EnrolmentStep
) -> None:
    leave_owed(ctx, uow, actor, case)
    if Enrolment(case.enrolment) in SAID_NO:
        end_contact(ctx, uow, actor, case, step)
        return
    for task in case_store.open_tasks(uow, case.id):
        # Who isn't in the scheme isn't rung about what was to be told.
        out = Enrolment(case.enrolment) not in IN_SCHEME
        if out and task.kind in tasks.TELLING and not task.managers_own:
            tasks.finish(uow, actor, task)
    if Enrolment(case.enrolment) in IN_SCHEME:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "make_plan",
            "Agree a safe way to talk: numbers, hours, who else can see them",
            "Nothing goes to an unverified channel",
            ctx.today(),
        )
