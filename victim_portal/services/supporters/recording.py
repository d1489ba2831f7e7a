"""Adding somebody beside the person of a case, and ending it when the victim says so."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.contacts import is_real_contact
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services import audit, channels
from victim_portal.services.audit import What
from victim_portal.services.contacts import Logged, log_contact
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters.likeness import check_who
from victim_portal.services.supporters.values import SupporterInput, SupporterView, view
from victim_portal.store import contacts as contact_store
from victim_portal.store import people as people_store
from victim_portal.store import search
from victim_portal.store.models import Case, Person, Supporter
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

SPOKEN = frozenset({ContactMethod.TELEPHONE, ContactMethod.VISIT})
ENDED_MEANWHILE = "Somebody else ended this in the same moment: look at what stands now."


def check_reach(ctx: Context, actor: Actor, reference: str) -> None:
    """NotFoundError unless the actor may add supporters on the case."""
    with ctx.store.reading() as uow:
        case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)


def add_supporter(
    ctx: Context, actor: Actor, reference: str, given: SupporterInput, once: UUID | None = None
) -> UUID:
    """Add a supporter with a person and a data key of their own; gives the supporter's id.

    Raises InvalidError with a sentence for each field: also where the name is the
    offender's or that of somebody who supports them already.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        said = saying("add_supporter", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        # Two officers who add one supporter in the same moment add one.
        uow.only_one_for(case.id)
        victim = uow.get(Person, case.person_id)
        if victim is None:
            raise NotFoundError
        _check(ctx, given)
        check_who(uow, case, victim, given)
        person = _person(ctx, uow, victim, given)
        supporter = Supporter(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            supporter_id=person.id,
            role=given.role.value,
            may_hear_news=given.may_hear_news,
            consent_words=given.consent_words.strip(),
            consented_on=given.consented_on,
            how=given.how.value,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        # Whoever is pointed at comes first: neither row knows of the other in the session.
        uow.flush()
        uow.add(supporter)
        _log_consent(ctx, uow, actor, case, given)
        audit.record(
            uow,
            actor,
            What.SUPPORTER_ADDED,
            case.id,
            supporter=str(supporter.id),
            role=supporter.role,
        )
        remember(uow, once, str(supporter.id), said)
        uow.commit()
        return supporter.id


def supporter_for_form(
    ctx: Context, actor: Actor, reference: str, supporter_id: UUID
) -> SupporterView:
    """One supporter of the case for a form; the view is recorded."""
    with ctx.store.writing() as uow:
        case, supporter = _within_reach(uow, actor, reference, supporter_id)
        shown = view(ctx, uow, case, supporter)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def end_supporter(
    ctx: Context,
    actor: Actor,
    reference: str,
    supporter_id: UUID,
    ended_on: date,
    why: str = "",
    once: UUID | None = None,
) -> None:
    """End it because the victim says so: from now on nothing goes to them any more.

    Their channels end in the same transaction and what was queued for them is held, unless
    they are in the scheme themselves or support somebody else. Raises InvalidError for the
    day, ConflictError when it has ended already.
    """
    try:
        with ctx.store.writing() as uow:
            case, supporter = _within_reach(uow, actor, reference, supporter_id)
            said = saying("end_supporter", reference, supporter_id, ended_on, why)
            if already_done(uow, once, said) is not None:
                return
            if supporter.ended_on is not None:
                raise ConflictError("This has ended already: look at what stands now.")
            if ended_on > ctx.today():
                raise InvalidError({"ended_on": "The day must be today or in the past."})
            if ended_on < supporter.consented_on:
                raise InvalidError({"ended_on": "They agreed to it only after this day."})
            supporter.ended_on = ended_on
            supporter.ended_why = why.strip() or None
            supporter.ended_by = actor.name
            uow.flush()
            if not people_store.is_needed_elsewhere(uow, supporter):
                for channel in people_store.channels_of(uow, supporter.supporter_id):
                    channels.end(ctx, uow, actor, case, channel)
            audit.record(uow, actor, What.SUPPORTER_ENDED, case.id, supporter=str(supporter.id))
            remember(uow, once, str(supporter.id), said)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(ENDED_MEANWHILE) from None


def supporters_of(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[SupporterView, ...]:
    """Whoever stands or stood beside the person of a case, first to last."""
    found = people_store.supporters_of(uow, case.id)
    uow.vault.fetch([one.supporter_id for one in found])
    return tuple(view(ctx, uow, case, one) for one in found)


def _within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, supporter_id: UUID
) -> tuple[Case, Supporter]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    supporter = people_store.locked_supporter(uow, supporter_id)
    if supporter is None or supporter.case_id != case.id:
        raise NotFoundError
    return case, supporter


def _check(ctx: Context, given: SupporterInput) -> None:
    problems: dict[str, str] = {}
    if not given.last_name.strip():
        problems["last_name"] = "Enter their last name."
    if not given.consent_words.strip():
        problems["consent_words"] = "Write down the words in which the victim agreed."
    if given.consented_on > ctx.today():
        problems["consented_on"] = "The day must be today or in the past."
    if given.born_on is not None and given.born_on > ctx.today():
        problems["born_on"] = "The date of birth must be in the past."
    if problems:
        raise InvalidError(problems)


def _person(ctx: Context, uow: UnitOfWork, victim: Person, given: SupporterInput) -> Person:
    person_id = uow.tokens.uuid()
    uow.vault.admit(person_id)
    person = Person(
        id=person_id,
        first_name=given.first_name.strip() or None,
        last_name=given.last_name.strip(),
        born_on=given.born_on,
        language=victim.language,
        # A protected person mustn't be found by the name of whoever stands beside them.
        protected_identity=victim.protected_identity,
        created_at=ctx.now(),
    )
    uow.add(person)
    search.index_person(uow, person)
    return person


def _log_consent(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: SupporterInput
) -> None:
    """Consent is a contact with the victim; one that is in the log already stays one."""
    known = any(
        one.on == given.consented_on
        and one.method == given.how
        and one.with_id in (None, case.person_id)
        and is_real_contact(ContactOutcome(one.outcome))
        for one in contact_store.contacts(uow, case.id)
    )
    if not known and given.consented_on >= case.received_on:
        spoke = given.how in SPOKEN
        outcome = ContactOutcome.SPOKE if spoke else ContactOutcome.RECEIVED
        log_contact(
            ctx, uow, actor, case, Logged(given.how, outcome, given.consented_on, not spoke)
        )
