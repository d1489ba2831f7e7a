"""The offer of the scheme and its answer: recorded by who, when, how, in which words."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import (
    IN_SCHEME,
    Answer,
    check_answer,
    moves_from,
    was_ever_in,
)
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment, Level
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews import follow_answer
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, ContactLog, EnrolmentStep, Preference
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

# What counts as the outcome of the contact by which an answer came or an offer went.
REACHED = {
    Enrolment.OFFERED: ContactOutcome.SENT,
    Enrolment.NO_RESPONSE: ContactOutcome.NO_ANSWER,
}
CHANGED_MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing of yours was saved: look at "
    "it as it stands now, and record the answer again."
)
# A letter may be read by anybody: only these are contact with the person.
SPOKEN = frozenset({ContactMethod.TELEPHONE, ContactMethod.VISIT})


@dataclass(frozen=True)
class AnswerInput:
    """An answer as the officer recorded it."""

    state: Enrolment
    on: date
    how: ContactMethod
    deferred_until: date | None = None
    level: Level | None = None
    consent_words: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


def possible_answers(ctx: Context, actor: Actor, reference: str) -> tuple[Enrolment, ...]:
    """The answers that may follow where the case stands, in the order of the list."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        history = [Enrolment(step.moved_to) for step in case_store.steps(uow, case.id)]
    allowed = moves_from(Enrolment(case.enrolment), was_ever_in(history))
    return tuple(state for state in Enrolment if state in allowed)


def record_answer(
    ctx: Context, actor: Actor, reference: str, given: AnswerInput, once: UUID | None = None
) -> None:
    """Record the offer or its answer, log the contact, and plan the case again.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach,
    ConflictError when somebody changed the case in the same moment. The 20-day clock stops
    at the first contact that is recorded here.
    """
    try:
        _record(ctx, actor, reference, given, once)
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def _record(
    ctx: Context, actor: Actor, reference: str, given: AnswerInput, once: UUID | None
) -> None:
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if already_done(uow, once) is not None:
            return
        steps = case_store.steps(uow, case.id)
        _check(ctx, uow, case, steps, given)
        moved_from = case.enrolment
        case.enrolment = given.state.value
        case.enrolment_version += 1
        case.deferred_until = given.deferred_until if given.state is Enrolment.DEFERRED else None
        uow.add(
            EnrolmentStep(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                number=len(steps) + 1,
                moved_from=moved_from,
                moved_to=given.state.value,
                on=given.on,
                how=given.how.value,
                deferred_until=case.deferred_until,
                level=given.level.value if given.level else None,
                consent_words=given.consent_words.strip() or None,
                note=given.note.strip() or None,
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
        )
        _log_contact(ctx, uow, actor, case, given)
        if given.state in IN_SCHEME and given.level is not None:
            set_level(ctx, uow, actor, case, given.level)
        audit.record(
            uow,
            actor,
            What.ENROLMENT_MOVED,
            case.id,
            moved_from=moved_from,
            moved_to=case.enrolment,
            how=given.how.value,
            on=given.on.isoformat(),
        )
        _leave_tasks(ctx, uow, actor, case)
        follow_answer(ctx, uow, actor, case)
        replan(ctx, uow, actor, case)
        remember(uow, once, case.reference)
        uow.commit()


def set_level(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, level: Level) -> None:
    """Keep how much the victim wants to hear, in the caller's transaction."""
    preference = case_store.preference(uow, case.id)
    if preference is None:
        preference = Preference(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            level=level.value,
            call_first=False,
            windows=[],
            ignore_moves_up_to_months=0,
            formats=[],
            version=1,
            changed_at=ctx.now(),
        )
        uow.add(preference)
    elif preference.level != level:
        preference.level = level.value
        preference.version += 1
        preference.changed_at = ctx.now()
    audit.record(
        uow,
        actor,
        What.PREFERENCE_CHANGED,
        case.id,
        version=preference.version,
        level=preference.level,
    )


def _check(
    ctx: Context, uow: UnitOfWork, case: Case, steps: list[EnrolmentStep], given: AnswerInput
) -> None:
    round_ = _this_round(steps)
    attempts = len(round_)
    if round_:
        tried = case_store.contacts(uow, case.id)
        attempts += sum(
            1
            for contact in tried
            if contact.outcome == ContactOutcome.NO_ANSWER
            and contact.recorded_at > round_[0].recorded_at
        )
    problems = check_answer(
        Enrolment(case.enrolment),
        was_ever_in([Enrolment(step.moved_to) for step in steps]),
        Answer(given.state, given.on, given.how, given.deferred_until, given.level, given.note),
        ctx.today(),
        case.received_on,
        previous_on=steps[-1].on if steps else None,
        attempts=attempts,
        attempts_needed=ctx.policy.attempts(ctx.today()).minimum,
    )
    found = {problem.field: problem.reason for problem in problems}
    if given.state in IN_SCHEME and not given.consent_words.strip():
        found["consent_words"] = "Write down the words in which they agreed."
    if found:
        raise InvalidError(found)


def _this_round(steps: list[EnrolmentStep]) -> list[EnrolmentStep]:
    """The offers since the last answer: who is asked again years later starts afresh."""
    found: list[EnrolmentStep] = []
    for step in reversed(steps):
        if step.moved_to != Enrolment.OFFERED:
            break
        found.insert(0, step)
    return found


def _log_contact(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput
) -> None:
    outcome = REACHED.get(given.state, ContactOutcome.RECEIVED)
    if given.how in SPOKEN and given.state is not Enrolment.NO_RESPONSE:
        outcome = ContactOutcome.SPOKE
    uow.add(
        ContactLog(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            on=given.on,
            inward=outcome is ContactOutcome.RECEIVED,
            method=given.how.value,
            outcome=outcome.value,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
    )
    if case.first_contact_on is None and given.state is not Enrolment.NO_RESPONSE:
        case.first_contact_on = given.on
        tasks.settle(uow, actor, "first_contact", case)


def _leave_tasks(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    tasks.settle(uow, actor, "ask_again", case)
    if case.enrolment == Enrolment.DEFERRED and case.deferred_until is not None:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "ask_again",
            "Ask again whether they want to join: they asked to decide later",
            "A deferred answer is asked for again",
            case.deferred_until,
        )
    elif Enrolment(case.enrolment) in IN_SCHEME:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "make_plan",
            "Agree a safe way to talk: numbers, hours, who else can see them",
            "Nothing goes to an unverified channel",
            ctx.today(),
        )
    else:
        # A no: nobody rings them any more about what was to be told.
        for task in case_store.open_tasks(uow, case.id):
            if task.kind in tasks.TELLING and not task.managers_own:
                tasks.finish(uow, actor, task)
