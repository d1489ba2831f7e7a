"""Whether somebody may stand beside the person of a case: never the offender, and once."""

from uuid import UUID

from victim_portal.domain.duplicates import OffenderDetails, PersonDetails
from victim_portal.domain.supporters import Likeness, like_offender, like_person
from victim_portal.services.errors import InvalidError
from victim_portal.services.supporters.values import SupporterInput
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Offender, Person
from victim_portal.store.unit_of_work import UnitOfWork

IS_OFFENDER = (
    "This is the name and date of birth of the offender, who can't be a supporter. "
    "Nobody was added."
)
MAYBE_OFFENDER = (
    "The offender has this name, or one like it. Check that this isn't the offender or somebody "
    "close to them, and confirm it."
)
IS_PERSON = "This is the name and date of birth of the person whom they would support."
IS_HERE = "They support this person already."
MAYBE_HERE = "Somebody of this name supports this person already. Confirm that this is another."


def check_who(uow: UnitOfWork, case: Case, victim: Person, given: SupporterInput) -> None:
    """Refuse the offender of any of the victim's cases, and whoever is there already."""
    details = PersonDetails(given.first_name, given.last_name, given.born_on)
    offenders = {case.offender_id} | {
        one.offender_id for one in case_store.of_person(uow, case.person_id)
    }
    likeness = {_like_offender(uow, details, one) for one in offenders}
    if Likeness.YES in likeness:
        raise InvalidError({"last_name": IS_OFFENDER})
    if like_person(details, _details(victim)) is Likeness.YES:
        raise InvalidError({"last_name": IS_PERSON})
    here = {
        like_person(details, _details(person))
        for one in people_store.live_supporters(uow, case.id)
        if (person := uow.get(Person, one.supporter_id)) is not None
    }
    if Likeness.YES in here:
        raise InvalidError({"last_name": IS_HERE})
    problems = {}
    if Likeness.PERHAPS in likeness and not given.not_the_offender:
        problems["not_the_offender"] = MAYBE_OFFENDER
    if Likeness.PERHAPS in here and not given.another_person:
        problems["another_person"] = MAYBE_HERE
    if problems:
        raise InvalidError(problems)


def _like_offender(uow: UnitOfWork, given: PersonDetails, offender_id: UUID) -> Likeness:
    offender = uow.get(Offender, offender_id)
    if offender is None:
        return Likeness.NO
    try:
        known = OffenderDetails(
            offender.first_name or "", offender.last_name or "", offender.born_on
        )
    except UnreadableError:
        # What can't be read can't clear anybody: a person has to look.
        return Likeness.PERHAPS
    return like_offender(given, known)


def _details(person: Person) -> PersonDetails:
    return PersonDetails(person.first_name or "", person.last_name or "", person.born_on)
