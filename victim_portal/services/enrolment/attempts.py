"""The attempts at contact that stayed without an answer, and the contact of an answer itself."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.contacts import is_real_contact
from victim_portal.domain.enrolment import SPOKEN
from victim_portal.domain.first_contact import attempt_days, enough_attempts
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services import tasks
from victim_portal.services.contacts import Logged, log_contact, note_reached
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.context import Context
from victim_portal.services.enrolment.values import AnswerInput
from victim_portal.store import contacts as contact_store
from victim_portal.store.models import Case, ContactLog, EnrolmentStep
from victim_portal.store.unit_of_work import UnitOfWork


def attempts_since_answer(
    uow: UnitOfWork, case: Case, steps: list[EnrolmentStep]
) -> tuple[date, ...]:
    """The days of the attempts since the last answer: who is asked again starts afresh."""
    answers = [step for step in steps if step.moved_to != Enrolment.OFFERED]
    last = answers[-1] if answers else None
    return attempt_days(
        [
            tried
            for entry, tried in tried_on(uow, case)
            if tried.with_them and (last is None or _is_after(entry, last))
        ]
    )


def too_few(ctx: Context, days: tuple[date, ...]) -> str:
    """What is missing before "no response" may be said, as a sentence; "" when nothing is."""
    return enough_attempts(days, ctx.policy.attempts(ctx.today()))


def log_answer(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput) -> None:
    """Log the contact that an answer came by, unless it is in the log already.

    "No response" is what an officer concludes, and no contact: the wait for one ends.
    """
    if given.state is Enrolment.NO_RESPONSE:
        tasks.settle(uow, actor, "first_contact", case)
        return
    outcome = ContactOutcome.SENT
    if given.how in SPOKEN:
        outcome = ContactOutcome.SPOKE
    elif given.state is not Enrolment.OFFERED:
        outcome = ContactOutcome.RECEIVED
    same = [one for one in ContactOutcome if is_real_contact(one)]
    if not is_real_contact(outcome):
        same = [outcome]
    uow.flush()
    if contact_store.is_logged(uow, case.id, given.on, given.how, same):
        # What came in by itself was nobody's word that it is them: now it is the officer's.
        if is_real_contact(outcome):
            note_reached(uow, actor, case, given.on)
        return
    log_contact(
        ctx,
        uow,
        actor,
        case,
        Logged(given.how, outcome, given.on, inward=outcome is ContactOutcome.RECEIVED),
    )


def _is_after(contact: ContactLog, answer: EnrolmentStep) -> bool:
    """Whether a contact came after an answer; on its own day, whether it was recorded after."""
    later = contact.recorded_at > answer.recorded_at
    return contact.on > answer.on or (contact.on == answer.on and later)
