"""The attempts at contact that stayed without an answer, and the contact of an answer itself."""

from dataclasses import replace
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.contacts import KINDS, is_real_contact
from victim_portal.domain.enrolment import SPOKEN
from victim_portal.domain.first_contact import attempt_days, enough_attempts
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment
from victim_portal.services.contacts import Effect, keep_contact, note_reached
from victim_portal.services.contacts.checking import NOT_SPOKEN
from victim_portal.services.contacts.tried import Round
from victim_portal.services.contacts.ways import live_channels
from victim_portal.services.context import Context
from victim_portal.services.enrolment.values import AnswerInput
from victim_portal.services.errors import InvalidError
from victim_portal.store import contacts as contact_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

_CHECKED = frozenset({ContactMethod.SMS, ContactMethod.EMAIL})


def attempts_of(now: Round) -> tuple[date, ...]:
    """The days of the attempts since they last answered or were reached."""
    return attempt_days(now.attempts)


def too_few(ctx: Context, now: Round) -> str:
    """What is missing before "no response" may be said, as a sentence; "" when nothing is.

    Whoever was spoken to isn't somebody who doesn't respond: the attempts count from there.
    """
    return enough_attempts(attempts_of(now), ctx.policy.attempts(ctx.today()), now.reached_on)


def log_answer(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: AnswerInput
) -> tuple[Effect, ...]:
    """Log the contact that an answer came by, unless it is in the log already.

    Called before the answer moves the case: a contact is judged by what was known in it.
    What they said of "still right, still safe?" is kept and followed as the contact log does;
    an entry that is there already isn't rewritten by it. "No response" is what an officer
    concludes, and no contact. Returns what followed.
    """
    if given.state is Enrolment.NO_RESPONSE:
        if given.reached.still_safe is not None:
            raise InvalidError({"still_safe": NOT_SPOKEN})
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
    known = contact_store.logged(uow, case.id, given.on, given.how, same, said, channel)
    if known:
        # What came in by itself was nobody's word that it is them: now it is the officer's.
        if is_real_contact(outcome):
            known[0].unproven = False
            note_reached(uow, actor, case, given.on)
        return ()
    if given.how is ContactMethod.VICTIM_PAGES and outcome is ContactOutcome.SENT:
        raise InvalidError({"how": "The offer isn't made on their pages: choose another way."})
    contact = given.reached.as_contact(given.how, outcome, given.on)
    if contact.channel_id is None and outcome is ContactOutcome.SENT and given.how in _CHECKED:
        # Where there is only one that it can have gone to, its plan is looked at.
        fitting = [one.id for one, _ in live_channels(uow, case) if one.kind in KINDS[given.how]]
        if len(fitting) == 1:
            contact = replace(contact, channel_id=fitting[0], elsewhere=False)
    effects = keep_contact(ctx, uow, actor, case, contact).effects
    return tuple(one for one in effects if one is not Effect.FIRST_CONTACT)
