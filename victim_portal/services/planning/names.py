"""Whom the words of many cases name: read for all of them once somebody's words are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from victim_portal.services.safe_contact import that_carry_messages
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import door as door_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Offender, Person, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Named:
    """The two people of a case, who is to be rung, and the channels that carry messages.

    `own_pages` is whether the person has agreed a passphrase for pages of their own.
    """

    person: Person
    offender: Offender
    officer: User | None
    channels: list[Channel]
    own_pages: bool


class Names:
    """Whom the words of some cases name, in as many queries for many cases as for one.

    Nothing is read before it is asked for: a plan that stands empty needs no words.
    """

    def __init__(self, uow: UnitOfWork, cases: Sequence[Case]) -> None:
        self._uow = uow
        self._cases = cases
        self._rows: _Rows | None = None

    def of(self, case: Case) -> Named:
        """Whom the words of one of the cases name.

        UnreadableError where the plan of a channel doesn't open; others aren't touched by it.
        """
        if self._rows is None:
            self._rows = _read(self._uow, self._cases)
        rows = self._rows
        person, offender = rows.persons.get(case.person_id), rows.offenders.get(case.offender_id)
        if person is None or offender is None:
            raise LookupError("a case without its person or offender")
        channels = that_carry_messages(rows.channels[case.person_id])
        own_pages = case.id in rows.own_pages
        return Named(person, offender, self._officer(rows, case), channels, own_pages)

    def _officer(self, rows: "_Rows", case: Case) -> User | None:
        if case.officer_id is not None:
            return rows.staff.get(case.officer_id)
        unit = rows.units.get(case.unit_id)
        manager = rows.staff.get(unit.manager_id) if unit and unit.manager_id else None
        if manager and manager.id in conflict_store.staff_of(self._uow, case.offender_id):
            # Whoever knows the offender isn't the one to ring.
            return None
        return manager


@dataclass(frozen=True)
class _Rows:
    persons: Mapping[UUID, Person]
    offenders: Mapping[UUID, Offender]
    staff: Mapping[UUID, User]
    units: Mapping[UUID, Unit]
    channels: Mapping[UUID, list[Channel]]
    own_pages: set[UUID]


def _read(uow: UnitOfWork, cases: Sequence[Case]) -> _Rows:
    persons = {case.person_id for case in cases}
    offenders = {case.offender_id for case in cases}
    queued = [case for case in cases if case.officer_id is None]
    uow.vault.fetch(persons | offenders)
    units = uow.get_many(Unit, {case.unit_id for case in queued})
    conflict_store.fetch(uow, {case.offender_id for case in queued})
    return _Rows(
        persons=uow.get_many(Person, persons),
        offenders=uow.get_many(Offender, offenders),
        staff=uow.get_many(
            User,
            {case.officer_id for case in cases} | {unit.manager_id for unit in units.values()},
        ),
        units=units,
        channels=people_store.channels_of_many(uow, persons),
        own_pages=door_store.with_passphrase(uow, [case.id for case in cases]),
    )
