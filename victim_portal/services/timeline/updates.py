"""The updates of a case in time: told, not told, planned; and what staff must have done."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.plan import PlanDeadline
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.timeline import Doubt, EntryKind
from victim_portal.domain.vocabulary import ContactMethod, MessageState, UpdateState
from victim_portal.services.channels.views import shown_value
from victim_portal.services.timeline.values import Carried, Entry
from victim_portal.store import updates as update_store
from victim_portal.store.models import Channel, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork

WAITING = (UpdateState.DRAFT, UpdateState.APPROVED)


def entries_of(uow: UnitOfWork, updates: Sequence[Update], today: date) -> Iterator[Entry]:
    """Each update where it stands.

    What left for somebody is shown as told even if the update was taken back afterwards.
    One that the plan itself withdrew before anything left isn't in time: it never was.
    """
    messages: dict[UUID, list[Message]] = defaultdict(list)
    for message in update_store.messages_of(uow, [one.id for one in updates]):
        if message.update_id is not None:
            messages[message.update_id].append(message)
    for update in updates:
        yield from _entries(uow, update, messages[update.id], today)


def _entries(
    uow: UnitOfWork, update: Update, messages: list[Message], today: date
) -> Iterator[Entry]:
    gone = [one for one in messages if one.handed_over_at is not None]
    waiting = messages
    if update.state == UpdateState.SENT:
        yield _entry(uow, EntryKind.TOLD, update, _told_on(update), messages)
        return
    if gone:
        left = min(one.handed_over_at for one in gone if one.handed_over_at)
        yield _entry(uow, EntryKind.TOLD, update, london_date(left), gone)
        waiting = [one for one in messages if one.handed_over_at is None]
    if update.state in WAITING:
        stopped = (MessageState.CANCELLED,)
        waiting = [one for one in waiting if one.state not in stopped]
        yield _entry(uow, EntryKind.PLANNED, update, update.window_opens, waiting, today)
    elif update.cancelled_by is not None:
        on = london_date(update.changed_at)
        yield _entry(uow, EntryKind.NOT_TOLD, update, on, [])


def _told_on(update: Update) -> date:
    return update.sent_on or london_date(update.changed_at)


def _entry(
    uow: UnitOfWork,
    kind: EntryKind,
    update: Update,
    on: date,
    messages: Sequence[Message],
    today: date | None = None,
) -> Entry:
    planned, not_told = kind is EntryKind.PLANNED, kind is EntryKind.NOT_TOLD
    outcome = update.said.get("outcome")
    words = (update.cancelled_why or "") if not_told else update.reason
    return Entry(
        kind,
        on,
        until=update.window_closes if planned else None,
        late=planned and today is not None and update.window_closes < today,
        stage=Stage(update.stage),
        outcome=EventOutcome(outcome) if outcome else None,
        month=YearMonth.parse(update.anchor_month).in_words() if update.anchor_month else "",
        words=words,
        by=(update.cancelled_by or "") if not_told else "",
        how=ContactMethod(update.told_how) if update.told_how else None,
        update_id=update.id,
        state=UpdateState(update.state),
        messages=tuple(_carried(uow, one) for one in messages),
    )


def _carried(uow: UnitOfWork, message: Message) -> Carried:
    channel = uow.get(Channel, message.channel_id)
    return Carried(
        kind=message.kind,
        to=shown_value(channel) if channel else "",
        state=MessageState(message.state),
        at=message.changed_at,
        why=message.why or "",
    )


def deadlines_in_time(deadlines: Sequence[PlanDeadline], today: date) -> Iterator[Entry]:
    """What a person must have done, at the day from which it can be done."""
    for one in deadlines:
        yield Entry(
            EntryKind.DEADLINE,
            one.opens_on,
            until=one.due_on,
            late=one.due_on < today,
            words=one.what,
        )


def expected_in_time(doubts: Sequence[Doubt]) -> Iterator[Entry]:
    """What is expected of the sentence itself, at its official day."""
    for one in doubts:
        if one.day is not None:
            yield Entry(EntryKind.EXPECTED, one.day, words=one.expected)
