"""The attempts at contact that stayed without an answer, and the contact of an answer itself."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.contacts import is_real_contact
from victim_portal.domain.enrolment import SPOKEN
from victim_portal.domain.first_contact import attempt_days, enough_attempts
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment
from victim_portal.services import tasks
from victim_portal.services.contacts import Effect, keep_contact, note_reached
from victim_portal.services.contacts.checking import NOT_SPOKEN
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.context import Context
from victim_portal.services.enrolment.values import AnswerInput
from victim_portal.services.errors import InvalidError
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


def log_answer(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput
) -> tuple[Effect, ...]:
    """Log the contact that an answer came by, unless it is in the log already.

    Called before the answer moves the case: a contact is judged by what was known in it.
    What they said of "still right, still safe?" is kept and followed as the contact log does;
    an entry that is there already isn't rewritten by it. "No response" is what an officer
    concludes, and no contact: the wait for one ends. Returns what followed.
    """
    if given.state is Enrolment.NO_RESPONSE:
        if given.reached.still_safe is not None:
            raise InvalidError({"still_safe": NOT_SPOKEN})
        tasks.settle(uow, actor, "first_contact", case)
        return ()
    outcome = ContactOutcome.SENT
    if given.how in SPOKEN:
        outcome = ContactOutcome.SPOKE
    elif given.state is not Enrolment.OFFERED:
        outcome = ContactOutcome.RECEIVED
    same = [one for one in ContactOutcome if is_real_contact(one)]
    if not is_real_contact(outcome):
        same = [outcome]
    uow.flush()
    said, channel = given.reached.still_safe, given.reached.channel_id
    if contact_store.is_logged(uow, case.id, given.on, given.how, same, said, channel):
        # What came in by itself was nobody's word that it is them: now it is the officer's.
        if is_real_contact(outcome):
            note_reached(uow, actor, case, given.on)
        return ()
    if given.how is ContactMethod.VICTIM_PAGES and outcome is ContactOutcome.SENT:
        raise InvalidError({"how": "The offer isn't made on their pages: choose another way."})
    contact = given.reached.as_contact(given.how, outcome, given.on)
    effects = keep_contact(ctx, uow, actor, case, contact).effects
    return tuple(one for one in effects if one is not Effect.FIRST_CONTACT)


def _is_after(contact: ContactLog, answer: EnrolmentStep) -> bool:
    """Whether a contact came after an answer; on its own day, whether it was recorded after."""
    later = contact.recorded_at > answer.recorded_at
    return contact.on > answer.on or (contact.on == answer.on and later)
