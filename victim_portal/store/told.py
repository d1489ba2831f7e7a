"""What is ahead for the cases of a reader, and what their people were told of it.

Found by the days on which something falls, so that a national caseload costs no more than what
falls into these days.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import (
    Case,
    Event,
    KeyDate,
    KeyDates,
    Message,
    Offender,
    Person,
    Receipt,
    Review,
    Update,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by


@dataclass(frozen=True)
class Scope:
    """Whose cases: those that a reader reaches, of their unit or, with `own`, their own."""

    user_id: UUID
    unit_id: UUID
    own: bool


def dated(
    uow: UnitOfWork, scope: Scope, codes: Collection[str], first: date, last: date
) -> list[Case]:
    """Open cases for which one of some dates, as they stand, falls between two days."""
    later = aliased(KeyDates)
    newest = ~exists().where(
        later.offender_id == KeyDates.offender_id, later.version > KeyDates.version
    )
    query = (
        select(Case)
        .join(KeyDates, KeyDates.offender_id == Case.offender_id)
        .join(KeyDate, KeyDate.key_dates_id == KeyDates.id)
        .where(
            KeyDate.falls_on.between(first, last),
            KeyDate.code.in_(sorted(codes)),
            newest,
            *_within(scope),
        )
        .distinct()
    )
    return list(uow.session.scalars(query))


def heard(uow: UnitOfWork, scope: Scope, first: date, last: date) -> list[tuple[Case, Review]]:
    """Open cases with the review under way whose hearing falls between two days."""
    query = (
        select(Case, Review)
        .join(Review, Review.offender_id == Case.offender_id)
        .where(Review.hearing_on.between(first, last), Review.closed_at.is_(None), *_within(scope))
    )
    return [(case, review) for case, review in uow.session.execute(query)]


def happened(
    uow: UnitOfWork, scope: Scope, stages: Collection[str], first: date, last: date
) -> list[tuple[Case, Event]]:
    """Open cases with what happened to the sentence between two days."""
    query = (
        select(Case, Event)
        .join(Event, Event.offender_id == Case.offender_id)
        .where(
            Event.happened_on.between(first, last),
            Event.stage.in_(sorted(stages)),
            *_within(scope),
        )
    )
    return [(case, event) for case, event in uow.session.execute(query)]


def newest_dates(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """The dates of some offenders as they stand."""
    later = aliased(KeyDates)
    newest = ~exists().where(
        later.offender_id == KeyDates.offender_id, later.version > KeyDates.version
    )
    query = (
        select(KeyDates.offender_id, KeyDate.code, KeyDate.falls_on)
        .join(KeyDate, KeyDate.key_dates_id == KeyDates.id)
        .where(KeyDates.offender_id.in_(list(offender_ids)), newest)
    )
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for offender_id, code, day in uow.session.execute(query):
        found[offender_id][code] = day
    return found


def sent_to(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[Update]]:
    """The updates that the people of some cases were sent or told, each in their order."""
    query = (
        select(Update)
        .where(
            Update.case_id.in_(list(case_ids)),
            Update.state == UpdateState.SENT.value,
            Update.sent_on.is_not(None),
        )
        .order_by(Update.sent_on, Update.changed_at, Update.id)
    )
    found: dict[UUID, list[Update]] = defaultdict(list)
    for update in uow.session.scalars(query):
        found[update.case_id].append(update)
    return found


def rungs_of(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The rungs that messages of some updates reached, in the version that stands."""
    query = (
        select(Update.id, Receipt.rung)
        .join(Message, Message.update_id == Update.id)
        .join(Receipt, Receipt.message_id == Message.id)
        .where(Update.id.in_(list(update_ids)), Message.update_version == Update.version)
        .distinct()
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for update_id, rung in uow.session.execute(query):
        found[update_id].add(rung)
    return found


def people_of(
    uow: UnitOfWork, cases: Iterable[Case]
) -> dict[UUID, tuple[Person, Offender, User | None]]:
    """Whom some cases are about, with their keys, and who has them."""
    query = (
        select(Case.id, Person, Offender, User)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .outerjoin(User, User.id == Case.officer_id)
        .where(Case.id.in_([case.id for case in cases]))
    )
    found: dict[UUID, tuple[Person, Offender, User | None]] = {
        case_id: (person, offender, user)
        for case_id, person, offender, user in uow.session.execute(query)
    }
    uow.vault.fetch([one for p, o, _ in found.values() for one in (p.id, o.id)])
    return found


def at_hand(uow: UnitOfWork, cases: Iterable[Case]) -> None:
    """Read for some cases at once what the rule of who may see one asks."""
    some = list(cases)
    fetch_conflicts(uow, [case.offender_id for case in some])
    fetch_walls(uow, [case.id for case in some])


def _within(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    whose = Case.officer_id == scope.user_id if scope.own else Case.unit_id == scope.unit_id
    return Case.closed_at.is_(None), whose, reached_by(Case, scope.user_id, scope.unit_id)
