"""What decides how long somebody is kept: their cases, holds, what is under way, the sentence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from victim_portal.domain.calendar import end_of_day
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, TwoPersonAct
from victim_portal.store.models import (
    Case,
    ContactLog,
    Event,
    Incident,
    KeyDate,
    KeyDates,
    LegalHold,
    Message,
    Person,
    Promise,
    Proposal,
    Sentence,
    Supporter,
    Task,
    Tombstone,
)
from victim_portal.store.unit_of_work import UnitOfWork

EXPIRY = ("SED", "SLED", "LED", "TUSED")
"""The official dates on which a sentence, its licence or its supervision expires."""

ENDINGS = (Stage.LICENCE_ENDED.value, Stage.ABSOLUTE_DISCHARGE.value)
DEATH = Stage.OFFENDER_DEATH.value
WAITING = (
    MessageState.QUEUED.value,
    MessageState.CLAIMED.value,
    MessageState.FAILED_FOR_NOW.value,
    MessageState.HELD.value,
    MessageState.UNCERTAIN.value,
)


@dataclass(frozen=True)
class Around:
    """The people of some cases, by whoever they became when two records were one person.

    `groups` gives each person the whole of their group.
    """

    groups: dict[UUID, frozenset[UUID]]
    cases: tuple[Case, ...]

    def cases_of(self, person_id: UUID) -> list[Case]:
        """Every case of a person, open or closed, under whichever record."""
        group = self.groups[person_id]
        return [case for case in self.cases if case.person_id in group]


def around(uow: UnitOfWork, person_ids: Collection[UUID]) -> Around:
    """Persons with those who turned out to be the same, and all cases of both."""
    pairs: set[tuple[UUID, UUID]] = set()
    known, wanted = set[UUID](), set(person_ids)
    while wanted:
        known |= wanted
        query = select(Person.id, Person.merged_into_id).where(
            Person.merged_into_id.is_not(None),
            or_(Person.id.in_(wanted), Person.merged_into_id.in_(wanted)),
        )
        found = {(one, into) for one, into in uow.session.execute(query) if into is not None}
        pairs |= found
        wanted = {one for pair in found for one in pair} - known
    groups = {one: {one} for one in known}
    for one, into in pairs:
        together = groups[one] | groups[into]
        for member in together:
            groups[member] = together
    query_cases = select(Case).where(Case.person_id.in_(known)).order_by(Case.id)
    cases = tuple(uow.session.scalars(query_cases))
    return Around({one: frozenset(group) for one, group in groups.items()}, cases)


def closed_by(
    uow: UnitOfWork, unit_id: UUID | None, by: date, after: UUID | None, limit: int
) -> list[Case]:
    """Closed cases that count from a day up to `by`, by id; of one unit or of all.

    One that was closed before there was a schedule counts from its closing.
    """
    query = select(Case).where(
        Case.closed_at.is_not(None),
        or_(
            Case.retain_from <= by,
            and_(Case.retain_from.is_(None), Case.closed_at <= end_of_day(by)),
        ),
    )
    if unit_id is not None:
        query = query.where(Case.unit_id == unit_id)
    if after is not None:
        query = query.where(Case.id > after)
    return list(uow.session.scalars(query.order_by(Case.id).limit(limit)))


def locked(uow: UnitOfWork, cases: Iterable[Case]) -> list[Case]:
    """Cases as they stand now, locked against everyone else, always in the same order."""
    query = select(Case).where(Case.id.in_({case.id for case in cases})).order_by(Case.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return list(uow.session.scalars(query))


def held(uow: UnitOfWork, case_ids: Collection[UUID]) -> set[UUID]:
    """Those of some cases over which a legal hold stands."""
    query = select(LegalHold.case_id).where(
        LegalHold.case_id.in_(case_ids), LegalHold.ended_at.is_(None)
    )
    return set(uow.session.scalars(query))


def live_hold(uow: UnitOfWork, case_id: UUID) -> LegalHold | None:
    """The legal hold that stands over a case."""
    query = select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.ended_at.is_(None))
    return uow.session.scalar(query)


def under_way(
    uow: UnitOfWork, case_ids: Collection[UUID], person_ids: Collection[UUID]
) -> set[UUID]:
    """Those of some cases on which something waits, is uncertain or is still to be done.

    A message of which nobody knows whether it went counts until the provider was asked, and
    until somebody found out, which settles its task. What concerns a person counts for each
    of their cases.
    """
    undone = select(Task.id).where(
        Task.case_id == Message.case_id,
        Task.kind == "uncertain_message",
        Task.done_at.is_(None),
    )
    waiting = select(Message.case_id).where(
        or_(Message.case_id.in_(case_ids), Message.person_id.in_(person_ids)),
        Message.state.in_(WAITING),
        or_(
            Message.state != MessageState.UNCERTAIN.value,
            Message.ask_at.is_not(None),
            undone.exists(),
        ),
    )
    queries = (
        waiting,
        select(Task.case_id).where(Task.case_id.in_(case_ids), Task.done_at.is_(None)),
        select(Promise.case_id).where(Promise.case_id.in_(case_ids), Promise.kept_at.is_(None)),
        select(Incident.case_id).where(
            Incident.case_id.in_(case_ids), Incident.closed_at.is_(None)
        ),
        select(Proposal.case_id).where(
            Proposal.case_id.in_(case_ids),
            Proposal.decided_at.is_(None),
            Proposal.act != TwoPersonAct.PURGE.value,
        ),
    )
    return {one for query in queries for one in uow.session.scalars(query) if one is not None}


def sentences(uow: UnitOfWork, sentence_ids: Collection[UUID]) -> dict[UUID, Sentence]:
    """Some sentences by id."""
    query = select(Sentence).where(Sentence.id.in_(sentence_ids))
    return {row.id: row for row in uow.session.scalars(query)}


def expiries(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, date]:
    """The latest expiry date of each offender in the newest version of their key dates."""
    newest = (
        select(KeyDates.offender_id, func.max(KeyDates.version).label("version"))
        .where(KeyDates.offender_id.in_(offender_ids))
        .group_by(KeyDates.offender_id)
        .subquery()
    )
    query = (
        select(KeyDates.offender_id, func.max(KeyDate.falls_on))
        .join(KeyDate, KeyDate.key_dates_id == KeyDates.id)
        .join(
            newest,
            (newest.c.offender_id == KeyDates.offender_id) & (newest.c.version == KeyDates.version),
        )
        .where(KeyDate.code.in_(EXPIRY))
        .group_by(KeyDates.offender_id)
    )
    return {row[0]: row[1] for row in uow.session.execute(query)}


def endings(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, date]:
    """When an event ended each offender's sentence; a death, or an ending with nothing after it."""
    query = (
        select(Event.offender_id, Event.stage, Event.happened_on)
        .where(Event.offender_id.in_(offender_ids))
        .order_by(Event.happened_on, Event.recorded_at)
    )
    found: dict[UUID, date] = {}
    dead = set[UUID]()
    for offender_id, stage, happened_on in uow.session.execute(query):
        if stage == DEATH:
            found[offender_id] = happened_on
            dead.add(offender_id)
        elif offender_id in dead:
            continue
        elif stage in ENDINGS:
            found[offender_id] = happened_on
        else:
            found.pop(offender_id, None)
    return found


def only_beside(uow: UnitOfWork, case_ids: Collection[UUID]) -> set[UUID]:
    """Supporters of these cases who stand in no other case, as a supporter or for themselves."""
    here = set(
        uow.session.scalars(select(Supporter.supporter_id).where(Supporter.case_id.in_(case_ids)))
    )
    if not here:
        return set()
    elsewhere = (
        select(Supporter.supporter_id).where(
            Supporter.supporter_id.in_(here), Supporter.case_id.not_in(case_ids)
        ),
        select(Case.person_id).where(Case.person_id.in_(here), Case.id.not_in(case_ids)),
        select(ContactLog.with_id).where(
            ContactLog.with_id.in_(here), ContactLog.case_id.not_in(case_ids)
        ),
    )
    return here - {one for query in elsewhere for one in uow.session.scalars(query) if one}


def offenders_left_alone(uow: UnitOfWork, cases: Collection[Case]) -> set[UUID]:
    """The offenders of these cases about whom there is no other case."""
    case_ids = {case.id for case in cases}
    concerned = {case.offender_id for case in cases}
    query = select(Case.offender_id).where(
        Case.offender_id.in_(concerned), Case.id.not_in(case_ids)
    )
    return concerned - set(uow.session.scalars(query))


def open_purges(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, Proposal]:
    """The purges that wait for a second person, by the person they are about."""
    query = select(Proposal).where(
        Proposal.act == TwoPersonAct.PURGE.value,
        Proposal.person_id.in_(person_ids),
        Proposal.decided_at.is_(None),
    )
    return {row.person_id: row for row in uow.session.scalars(query) if row.person_id}


def tombstone_of(uow: UnitOfWork, gone_id: UUID) -> Tombstone | None:
    """What is left of a subject."""
    return uow.session.scalar(select(Tombstone).where(Tombstone.gone_id == gone_id))


def tombstones(uow: UnitOfWork) -> list[Tombstone]:
    """Every tombstone, oldest first."""
    return list(uow.session.scalars(select(Tombstone).order_by(Tombstone.purged_at, Tombstone.id)))
