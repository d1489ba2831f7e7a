"""What may be answered where a case stands, and the words to be shown with it."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import answers_from, was_ever_in
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Language, Level
from victim_portal.services import audit
from victim_portal.services.ages import must_ask
from victim_portal.services.audit import What
from victim_portal.services.contacts.tried import round_of
from victim_portal.services.context import Context
from victim_portal.services.enrolment.attempts import attempts_of, too_few
from victim_portal.services.enrolment.consent import consent_words, why_not
from victim_portal.services.enrolment.level import level_now
from victim_portal.services.enrolment.values import AnswerAsked, LastAnswer
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, EnrolmentStep, Person


def possible_answers(ctx: Context, actor: Actor, reference: str) -> tuple[Enrolment, ...]:
    """The answers that may be recorded where the case stands, in the order of the list."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        return _possible(case, case_store.steps(uow, case.id))


def answer_asked(ctx: Context, actor: Actor, reference: str) -> AnswerAsked:
    """What the form of an answer shows; the view of the case is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        person = uow.get(Person, case.person_id)
        language = Language(person.language) if person else Language.ENGLISH
        steps = case_store.steps(uow, case.id)
        now = round_of(uow, case, steps)
        asked = AnswerAsked(
            possible=_possible(case, steps),
            version=case.enrolment_version,
            now=Enrolment(case.enrolment),
            last=last_answer(steps[-1]) if steps else None,
            language=language,
            consent={
                one: {level: consent_words(ctx, level, one) for level in Level}
                for one in dict.fromkeys((language, Language.ENGLISH))
                if not why_not(ctx, one)
            },
            no_welsh=why_not(ctx, language),
            attempts=attempts_of(now),
            too_few_attempts=too_few(ctx, now),
            level=level_now(uow, case),
            own_word_asked=must_ask(uow, case),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return asked


def _possible(case: Case, steps: list[EnrolmentStep]) -> tuple[Enrolment, ...]:
    ever_in = was_ever_in([Enrolment(step.moved_to) for step in steps])
    allowed = answers_from(Enrolment(case.enrolment), ever_in)
    return tuple(state for state in Enrolment if state in allowed)


def last_answer(step: EnrolmentStep) -> LastAnswer:
    """One step as a value, for whoever was let at its case."""
    return LastAnswer(
        state=Enrolment(step.moved_to),
        on=step.on,
        how=ContactMethod(step.how),
        level=Level(step.level) if step.level else None,
        deferred_until=step.deferred_until,
        recorded_by=step.recorded_by,
        consent_words=step.consent_words or "",
        note=step.note or "",
    )
