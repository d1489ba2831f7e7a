"""Whether somebody may stand beside the person of a case: never the offender, and once."""

from datetime import date
from typing import Protocol
from uuid import UUID

from victim_portal.domain.duplicates import OffenderDetails, PersonDetails
from victim_portal.domain.supporters import Likeness, like_offender, like_person
from victim_portal.services.errors import InvalidError
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Offender, Person
from victim_portal.store.unit_of_work import UnitOfWork

IS_OFFENDER = (
    "This is the name and date of birth of the offender, who can't be a supporter. "
    "Nothing was saved."
)
MAYBE_OFFENDER = (
    "The offender has this name, or one like it. Check that this isn't the offender or somebody "
    "close to them, and confirm it."
)
IS_PERSON = "This is the name and date of birth of the person whom they would support."
IS_HERE = "They support this person already."
MAYBE_HERE = "Somebody of this name supports this person already. Confirm that this is another."


class Who(Protocol):
    """Who somebody is said to be, and the answers to what is asked where names are alike."""

    @property
    def first_name(self) -> str:
        """Their first name, "" for none."""

    @property
    def last_name(self) -> str:
        """Their last name."""

    @property
    def born_on(self) -> date | None:
        """Their date of birth."""

    @property
    def not_the_offender(self) -> bool:
        """Whether somebody checked that it isn't the offender."""

    @property
    def another_person(self) -> bool:
        """Whether it is somebody else than who is there already."""


def check_who(
    uow: UnitOfWork, case: Case, victim: Person, given: Who, person_id: UUID | None = None
) -> None:
    """Refuse the offender of any of the victim's cases, and whoever is there already.

    `person_id` is who is asked about where they are here themselves, and so like themselves.
    """
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
        if one.supporter_id != person_id
        and (person := uow.get(Person, one.supporter_id)) is not None
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
