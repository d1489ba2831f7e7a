"""The contact log as staff read it: contacts, and notes woven in by their day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor, Permission, is_allowed
from victim_portal.domain.calendar import london_date
from victim_portal.domain.first_contact import LAST_LETTER_SAID
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    LetterKind,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.views import shown_value
from victim_portal.services.contacts.planned import plan_of_contact
from victim_portal.services.contacts.tried import round_of
from victim_portal.services.contacts.voicemails import voicemails_for
from victim_portal.services.contacts.ways import Way, ways_of
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.services.promises import PromiseView, open_promises_of
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.usable_ways import referral_doubt
from victim_portal.store import cases as case_store
from victim_portal.store import contacts as contact_store
from victim_portal.store import people as people_store
from victim_portal.store.duplicates import case_ids_with_merged
from victim_portal.store.models import Case, CaseNote, Channel, ContactLog, Message, Person
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 200
RECENT = 5
# What came in or went out without a person: it did happen.
BY_ITSELF = frozenset({WORKER.name, "provider"})


@dataclass(frozen=True)
class LogEntry:
    """One contact, attempt or note. A note has no `method` and no `outcome`.

    `at` is the moment: of a note when it was written, of a contact where it is known.
    `with_whom` names a supporter, "" the person of the case. `unproven`: it isn't known who
    wrote. What was recorded by mistake says when, by whom and why it was taken back; `may_undo`
    is whether that is still open.
    """

    id: UUID
    on: date
    at: datetime | None
    recorded_by: str
    recorded_at: datetime
    note: str = field(repr=False)
    method: ContactMethod | None = None
    outcome: ContactOutcome | None = None
    inward: bool = False
    channel: str = field(default="", repr=False)
    with_whom: str = field(default="", repr=False)
    visit_offered: bool = False
    still_safe: bool | None = None
    for_them: bool = False
    next_step: str = field(default="", repr=False)
    next_on: date | None = None
    unproven: bool = False
    may_undo: bool = False
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_why: str = field(default="", repr=False)


@dataclass(frozen=True)
class LogPage:
    """A page of the log, the newest first; `older` is whether there is a next one.

    `may_change` is false for whoever only reads the case.
    """

    entries: tuple[LogEntry, ...]
    promises: tuple[PromiseView, ...]
    older: bool
    may_change: bool


@dataclass(frozen=True)
class PostedLetter:
    """A letter that went out, and the day on which it came back, if it did."""

    id: UUID
    kind: LetterKind
    posted_on: date
    returned_on: date | None


@dataclass(frozen=True)
class ContactAsked:
    """What the form of a contact shows: the ways with their plans, and what was posted.

    `voicemails` has the words to say for each number where a voicemail was agreed; `person`
    and `supporters` are whom a contact may be with, each by id and name. `warnings` are
    sentences on why nobody should be rung or written to now.
    """

    ways: tuple[Way, ...]
    letters: tuple[PostedLetter, ...]
    enrolment: Enrolment
    warnings: tuple[str, ...] = ()
    voicemails: Mapping[UUID, str] = field(default_factory=dict)
    person: tuple[UUID, str] | None = field(default=None, repr=False)
    supporters: tuple[tuple[UUID, str], ...] = field(default=(), repr=False)


def contact_log(ctx: Context, actor: Actor, reference: str, page: int = 1) -> LogPage:
    """A page of a case's log, with the promises that are open; the view is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.READ_CASE)
        may_change = is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case))
        end = max(page, 1) * PAGE
        entries = _entries(uow, case, end + 1, may_change)
        shown = entries[end - PAGE : end]
        promises = open_promises_of(ctx, uow, actor, case)
        audit.record(uow, actor, What.CONTACTS_VIEWED, case.id, rows=len(shown))
        uow.commit()
    return LogPage(tuple(shown), promises, len(entries) > end, may_change)


def recent_contacts_of(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, limit: int = RECENT
) -> tuple[LogEntry, ...]:
    """The newest entries of a case, for its page; `actor` may see it."""
    may_change = is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case))
    return tuple(_entries(uow, case, limit, may_change))


def contact_asked(ctx: Context, actor: Actor, reference: str) -> ContactAsked:
    """The plans that stand beside the form of a contact; the view of each is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        ways = ways_of(ctx, uow, case)
        for way in ways:
            audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(way.channel.id))
        asked = ContactAsked(
            ways,
            _letters(uow, case),
            Enrolment(case.enrolment),
            _warnings(ctx, uow, case),
            voicemails_for(ctx, uow, actor, ways),
            *_people(uow, case),
        )
        uow.commit()
    return asked


def _people(
    uow: UnitOfWork, case: Case
) -> tuple[tuple[UUID, str] | None, tuple[tuple[UUID, str], ...]]:
    beside = [one.supporter_id for one in people_store.live_supporters(uow, case.id)]
    uow.vault.fetch([case.person_id, *beside])
    found = [uow.get(Person, one) for one in (case.person_id, *beside)]
    named = [(one.id, shown_name(one)) for one in found if one is not None]
    return named[0], tuple(named[1:])


def _warnings(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[str, ...]:
    plan = plan_of_contact(ctx, uow, case, round_of(uow, case, case_store.steps(uow, case.id)))
    said = LAST_LETTER_SAID if any(one.why == LAST_LETTER_SAID for one in plan.steps) else ""
    return tuple(filter(None, (referral_doubt(uow, case), said)))


def _letters(uow: UnitOfWork, case: Case) -> tuple[PostedLetter, ...]:
    return tuple(
        PostedLetter(one.id, LetterKind(one.kind), one.posted_on, one.returned_on)
        for one in contact_store.letters(uow, [case.id])
        if one.posted_on is not None
    )


def _entries(uow: UnitOfWork, case: Case, limit: int, may_change: bool) -> list[LogEntry]:
    """The newest `limit` contacts, notes and messages, those of the case's doubles with them."""
    of_case = case_ids_with_merged(uow, case)
    contacts = contact_store.contacts_of(uow, of_case, limit, undone=True)
    notes = contact_store.notes_of(uow, of_case, limit)
    channels = contact_store.channels(uow, {c.channel_id for c in contacts if c.channel_id})
    others = {c.with_id for c in contacts if c.with_id}
    messages = contact_store.handed_over(uow, of_case, limit)
    channels |= contact_store.channels(uow, {one.channel_id for one in messages} - channels.keys())
    people = {one.person_id for one in contacts} | {one.person_id for one in notes}
    people |= {channel.person_id for channel in channels.values()}
    uow.vault.fetch([case.person_id, *people, *others])
    found = [_contact(uow, case, one, channels) for one in contacts]
    found += [_note(one) for one in notes]
    found += [_message(case, one, channels) for one in messages]
    found.sort(key=lambda one: (one.on, one.at or one.recorded_at, one.id), reverse=True)
    shown = found[:limit]
    return shown if may_change else [replace(one, may_undo=False) for one in shown]


def _contact(
    uow: UnitOfWork, case: Case, one: ContactLog, channels: dict[UUID, Channel]
) -> LogEntry:
    channel = channels.get(one.channel_id) if one.channel_id else None
    other = uow.get(Person, one.with_id) if one.with_id not in (None, case.person_id) else None
    return LogEntry(
        id=one.id,
        on=one.on,
        at=one.at,
        recorded_by=one.recorded_by,
        recorded_at=one.recorded_at,
        note=one.note or "",
        method=ContactMethod(one.method),
        outcome=ContactOutcome(one.outcome),
        inward=one.inward,
        channel=shown_value(channel) if channel else "",
        with_whom=shown_name(other) if other else "",
        visit_offered=one.visit_offered,
        still_safe=one.still_safe,
        for_them=one.for_them,
        next_step=one.next_step or "",
        next_on=one.next_on,
        unproven=one.unproven,
        may_undo=may_be_undone(one),
        undone_at=one.undone_at,
        undone_by=one.undone_by or "",
        undone_why=one.undone_why or "",
    )


def entry_view(uow: UnitOfWork, case: Case, one: ContactLog) -> LogEntry:
    """One entry as a value, for whoever was let at its case."""
    ids = [one.channel_id] if one.channel_id else []
    channels = contact_store.channels(uow, ids)
    people = {one.person_id, one.with_id or one.person_id}
    uow.vault.fetch([*people, *(channel.person_id for channel in channels.values())])
    return _contact(uow, case, one, channels)


def may_be_undone(one: ContactLog) -> bool:
    """Whether an entry may be taken back: a person recorded it, and it still counts."""
    return one.undone_at is None and one.recorded_by not in BY_ITSELF


def _note(one: CaseNote) -> LogEntry:
    return LogEntry(
        id=one.id,
        on=london_date(one.recorded_at),
        at=one.recorded_at,
        recorded_by=one.recorded_by,
        recorded_at=one.recorded_at,
        note=one.text or "",
    )


def _message(case: Case, one: Message, channels: dict[UUID, Channel]) -> LogEntry:
    """A text or e-mail of the portal: it stands in the log from its hand-over on."""
    at = one.handed_over_at or one.changed_at
    channel = channels.get(one.channel_id)
    return LogEntry(
        id=one.id,
        on=london_date(at),
        at=at,
        recorded_by=WORKER.name,
        recorded_at=at,
        note="" if one.update_id is not None else "A code to verify the number or address.",
        method=ContactMethod.SMS if one.kind == "sms" else ContactMethod.EMAIL,
        outcome=ContactOutcome.SENT,
        channel=shown_value(channel) if channel else "",
    )
