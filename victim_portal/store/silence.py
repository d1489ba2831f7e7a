"""What the silence of many cases is judged by, in a fixed number of queries; and who is silent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, select, tuple_

from victim_portal.domain.contacts import REAL
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.ladder import Rung
from victim_portal.domain.silence import Silence
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactOutcome, MessageState, UpdateState
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import (
    Case,
    CaseWatch,
    Channel,
    ContactLog,
    Event,
    Letter,
    Message,
    Offender,
    Person,
    Receipt,
    Task,
    Update,
    User,
    VictimVisit,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by

CAP = 1000
ARRIVED = (MessageState.HANDED_OVER, MessageState.DELIVERED)
_OPENED = (Rung.OPENED.value, Rung.CONFIRMED.value, Rung.SPOKEN.value)
COLUMNS = {
    Silence.NO_WAY: CaseWatch.no_way_since,
    Silence.UNREAD: CaseWatch.unread_since,
    Silence.NO_CONTACT: CaseWatch.no_contact_since,
    Silence.UNCONFIRMED: CaseWatch.unconfirmed_since,
    Silence.PASSED_OVER: CaseWatch.passed_over_since,
}
SilentRow = tuple[CaseWatch, Case, Person, Offender, User | None]


@dataclass(frozen=True)
class SilentScope:
    """Whose silent cases: what a reader reaches, of one officer alone, of one kind alone."""

    reader_id: UUID
    unit_id: UUID
    own: bool = False
    why: Silence | None = None


def due(uow: UnitOfWork, since: datetime, again: datetime, limit: int) -> list[Case]:
    """Cases to look at, locked past another's.

    Those in the scheme that weren't looked at since `since` (the day's beginning); where there
    is none, those that are silent and weren't looked at since `again`.
    """
    fresh = exists().where(CaseWatch.case_id == Case.id, CaseWatch.looked_at >= since)
    first = (
        select(Case)
        .where(Case.closed_at.is_(None), Case.enrolment.in_(IN_SCHEME), ~fresh)
        .order_by(Case.id)
    )
    silent = (
        select(Case)
        .join(CaseWatch, CaseWatch.case_id == Case.id)
        .where(CaseWatch.since.is_not(None), CaseWatch.looked_at < again)
        .order_by(CaseWatch.since, CaseWatch.id)
    )
    for query in (first, silent):
        locked = query.limit(limit).with_for_update(of=Case, skip_locked=True, key_share=True)
        if found := list(uow.session.scalars(locked)):
            return found
    return []


def watches_of(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, CaseWatch]:
    """What was found of some cases before."""
    query = select(CaseWatch).where(CaseWatch.case_id.in_(list(case_ids)))
    return {row.case_id: row for row in uow.session.scalars(query)}


def last_contacts(
    uow: UnitOfWork, case_ids: Collection[UUID]
) -> dict[UUID, list[tuple[date | datetime, bool]]]:
    """The last day or moment of each kind of contact, and whether they themselves were in it."""
    ids = list(case_ids)
    found: dict[UUID, list[tuple[date | datetime, bool]]] = {one: [] for one in ids}
    spoke = ContactLog.outcome.in_([*REAL])
    log = (
        select(ContactLog.case_id, func.max(ContactLog.on), spoke)
        .where(
            ContactLog.case_id.in_(ids),
            ContactLog.undone_at.is_(None),
            ContactLog.for_them.is_(False),
            ContactLog.unproven.is_(False),
            ContactLog.outcome.in_([*REAL, ContactOutcome.SENT]),
        )
        .group_by(ContactLog.case_id, spoke)
    )
    sent = (
        select(Update.case_id, func.max(Update.sent_on))
        .where(Update.case_id.in_(ids), Update.state == UpdateState.SENT)
        .group_by(Update.case_id)
    )
    posted = (
        select(Letter.case_id, func.max(Letter.posted_on))
        .where(Letter.case_id.in_(ids), Letter.returned_on.is_(None))
        .group_by(Letter.case_id)
    )
    visits = (
        select(VictimVisit.case_id, func.max(VictimVisit.started_at))
        .where(VictimVisit.case_id.in_(ids))
        .group_by(VictimVisit.case_id)
    )
    for case_id, on, theirs in uow.session.execute(log):
        found[case_id].append((on, bool(theirs)))
    for query, theirs in ((sent, False), (posted, False), (visits, True)):
        for case_id, last in uow.session.execute(query):
            if last is not None:
                found[case_id].append((last, theirs))
    return found


def linked_messages(
    uow: UnitOfWork, case_ids: Collection[UUID]
) -> dict[UUID, list[tuple[datetime, bool]]]:
    """For each case its updates that went with a link, newest first, and whether it was opened."""
    first = func.min(Message.handed_over_at)
    opened = func.max(case((Receipt.rung.in_(_OPENED), 1), else_=0))
    query = (
        select(Message.case_id, first, opened, Update.told_how)
        .join(Update, Update.id == Message.update_id)
        .outerjoin(Receipt, Receipt.message_id == Message.id)
        .where(
            Message.case_id.in_(list(case_ids)),
            Message.link_id.is_not(None),
            Message.handed_over_at.is_not(None),
            Message.state.in_(ARRIVED),
        )
        .group_by(Message.case_id, Message.update_id, Message.update_version, Update.told_how)
        .order_by(first.desc())
    )
    found: dict[UUID, list[tuple[datetime, bool]]] = {one: [] for one in case_ids}
    for case_id, at, read, told_how in uow.session.execute(query):
        found[case_id].append((at, bool(read) or told_how is not None))
    return found


def channels_of(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, list[Channel]]:
    """The numbers and addresses of some persons that weren't taken out of use."""
    query = select(Channel).where(
        Channel.person_id.in_(list(person_ids)), Channel.ended_at.is_(None)
    )
    found: dict[UUID, list[Channel]] = {one: [] for one in person_ids}
    for row in uow.session.scalars(query.order_by(Channel.created_at, Channel.id)):
        found[row.person_id].append(row)
    return found


def outcomes_at(
    uow: UnitOfWork, channel_ids: Collection[UUID]
) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """When something last failed for good at a channel, and when something last arrived."""
    failed = func.max(case((Message.state == MessageState.FAILED_FOR_GOOD, Message.changed_at)))
    arrived = func.max(case((Message.state.in_(ARRIVED), Message.changed_at)))
    query = (
        select(Message.channel_id, failed, arrived)
        .where(Message.channel_id.in_(list(channel_ids)))
        .group_by(Message.channel_id)
    )
    return {one: (bad, good) for one, bad, good in uow.session.execute(query)}


def waiting_yearly(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, Update]:
    """The yearly contact of each case that is written and hasn't gone."""
    query = select(Update).where(
        Update.case_id.in_(list(case_ids)),
        Update.stage == Stage.ANNUAL_CONTACT,
        Update.state.in_((UpdateState.DRAFT, UpdateState.APPROVED)),
    )
    return {row.case_id: row for row in uow.session.scalars(query.order_by(Update.window_opens))}


def told_events(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The events that an update of each case tells, or told, or that somebody decided not to."""
    query = select(Update.case_id, Update.said).where(Update.case_id.in_(list(case_ids)))
    found: dict[UUID, set[str]] = {one: set() for one in case_ids}
    for case_id, said in uow.session.execute(query):
        if event_id := said.get("event_id"):
            found[case_id].add(str(event_id))
    return found


def events_of(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, list[Event]]:
    """What happened to some offenders' sentences."""
    query = select(Event).where(Event.offender_id.in_(list(offender_ids)))
    found: dict[UUID, list[Event]] = {one: [] for one in offender_ids}
    for row in uow.session.scalars(query.order_by(Event.recorded_at, Event.id)):
        found[row.offender_id].append(row)
    return found


def open_tasks(
    uow: UnitOfWork, case_ids: Collection[UUID], kinds: Iterable[str]
) -> dict[UUID, list[Task]]:
    """The open tasks of some kinds, by case, soonest first."""
    query = select(Task).where(
        Task.case_id.in_(list(case_ids)), Task.done_at.is_(None), Task.kind.in_(list(kinds))
    )
    found: dict[UUID, list[Task]] = {one: [] for one in case_ids}
    for row in uow.session.scalars(query.order_by(Task.due_on, Task.id)):
        if row.case_id is not None:
            found[row.case_id].append(row)
    return found


def page(
    uow: UnitOfWork, scope: SilentScope, after: tuple[date, UUID] | None, limit: int
) -> list[SilentRow]:
    """Silent cases and one more than asked for, longest silent first, their keys at hand."""
    query = (
        select(CaseWatch, Case, Person, Offender, User)
        .join(Case, Case.id == CaseWatch.case_id)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .outerjoin(User, User.id == Case.officer_id)
        .where(*_within(scope))
        .order_by(CaseWatch.since, CaseWatch.id)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(CaseWatch.since, CaseWatch.id) > after)
    rows: list[SilentRow] = [
        (watch, one, person, offender, officer)
        for watch, one, person, offender, officer in uow.session.execute(query)
    ]
    uow.vault.fetch(i for _, c, _, _, _ in rows for i in (c.person_id, c.offender_id))
    fetch_conflicts(uow, {one.offender_id for _, one, _, _, _ in rows})
    fetch_walls(uow, [one.id for _, one, _, _, _ in rows])
    return rows


def capped_count(uow: UnitOfWork, scope: SilentScope) -> int:
    """How many there are, counted no further than one past the cap."""
    some = (
        select(CaseWatch.id)
        .join(Case, Case.id == CaseWatch.case_id)
        .where(*_within(scope))
        .limit(CAP + 1)
        .subquery()
    )
    return uow.session.scalar(select(func.count()).select_from(some)) or 0


def _within(scope: SilentScope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        CaseWatch.since.is_not(None),
        Case.closed_at.is_(None),
        reached_by(Case, scope.reader_id, scope.unit_id),
    ]
    if scope.own:
        found.append(Case.officer_id == scope.reader_id)
    if scope.why is not None:
        found.append(COLUMNS[scope.why].is_not(None))
    return found
