"""What went out already: messages, letters, files, calls, and under which name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.corrections import (
    OFFENDER_IN,
    PERSON_IN,
    Before,
    Detail,
    SentKind,
    carries,
    value_at,
)
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactOutcome,
    LetterKind,
    SubmissionPart,
    VerificationWay,
)
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.corrections.values import SentView
from victim_portal.services.names import UNREADABLE, full_name
from victim_portal.store import corrections as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Letter, Message, Person, Update
from victim_portal.store.unit_of_work import UnitOfWork

NAMES = (Detail.FIRST_NAME, Detail.LAST_NAME)


@dataclass(frozen=True)
class Wrong:
    """Values that turned out to be wrong, those of the person and those of the offender."""

    person: Mapping[Detail, str] = field(default_factory=dict, repr=False)
    offender: Mapping[Detail, str] = field(default_factory=dict, repr=False)

    def stands_in(self, kind: SentKind, words: str | None) -> bool:
        """Whether something of this kind and with these words holds one of them."""
        return carries(kind, words, self.person, PERSON_IN) or carries(
            kind, words, self.offender, OFFENDER_IN
        )


@dataclass(frozen=True)
class Sent:
    """One thing that went out, with what decides whether it was wrong. Stays in the services."""

    view: SentView
    case: Case
    person_id: UUID
    made_at: datetime
    channel_id: UUID | None
    words: str | None = field(repr=False)


def already_sent(
    uow: UnitOfWork, cases: Sequence[Case], channel: Channel | None = None
) -> tuple[SentView, ...]:
    """What went out on some cases, newest first; with a `channel`, what went to it of them."""
    reached = {case.id for case in cases}
    found = sent_to(uow, channel) if channel is not None else sent_on(uow, cases)
    return tuple(one.view for one in found if one.case.id in reached)


def sent_on(uow: UnitOfWork, cases: Sequence[Case]) -> list[Sent]:
    """Everything that was handed over or posted on some cases, newest first."""
    if not cases:
        return []
    ids = [case.id for case in cases]
    reader = _Reader(uow)
    found = reader.messages(store.gone_out(uow, case_ids=ids))
    found += reader.letters(store.letters(uow, posted=True, case_ids=ids))
    found += reader.documents(ids)
    return _newest_first(found)


def sent_to(uow: UnitOfWork, channel: Channel) -> list[Sent]:
    """Everything that went to a number or address, on whatever case, newest first."""
    reader = _Reader(uow)
    found = reader.messages(store.gone_out(uow, channel_id=channel.id))
    found += reader.letters(store.letters(uow, posted=True, channel_id=channel.id))
    found += reader.calls(channel)
    return _newest_first(found)


def words_of(one: Message | Letter) -> str | None:
    """What a message or letter says; None where that can't be read any more."""
    try:
        if isinstance(one, Message):
            return f"{one.subject or ''}\n{one.body or ''}"
        return json.dumps(one.words, ensure_ascii=False)
    except UnreadableError:
        return None


def person_history(uow: UnitOfWork, person: Person) -> list[Before]:
    """What stood about a person before, a value that can't be read as none."""
    return [
        Before(row.field, opened(row, "before"), row.recorded_at)
        for row, _ in store.of_person(uow, person.id, [])
        if row.person_id == person.id
    ]


class _Reader:
    """Turns rows into what went out; reads each person and case once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._histories: dict[UUID, list[Before]] = {}

    def messages(self, rows: Sequence[Message]) -> list[Sent]:
        channels = store.channels_by_id(self._uow, [row.channel_id for row in rows])
        return [
            self._sent(
                SentKind.MESSAGE,
                self._what_of(row),
                london_date(row.handed_over_at or row.changed_at),
                row.case_id,
                row.person_id,
                row.made_at,
                words_of(row),
                channels[row.channel_id],
                opened(row, "sent_to"),
            )
            for row in rows
        ]

    def letters(self, rows: Sequence[Letter]) -> list[Sent]:
        channels = store.channels_by_id(self._uow, [row.channel_id for row in rows])
        return [
            self._sent(
                SentKind.LETTER,
                LetterKind(row.kind),
                row.posted_on or london_date(row.made_at),
                row.case_id,
                row.person_id,
                row.made_at,
                words_of(row),
                channels[row.channel_id],
            )
            for row in rows
        ]

    def documents(self, case_ids: Iterable[UUID]) -> list[Sent]:
        return [
            self._sent(
                SentKind.DOCUMENT,
                SubmissionPart(document.part),
                london_date(submission.made_at),
                submission.case_id,
                submission.person_id,
                submission.made_at,
                "",
                to=submission.for_whom or "",
            )
            for submission, document in store.documents(self._uow, case_ids)
        ]

    def calls(self, channel: Channel) -> list[Sent]:
        return [
            self._sent(
                SentKind.CALL,
                ContactOutcome(row.outcome),
                row.on,
                row.case_id,
                row.person_id,
                row.recorded_at,
                "",
                channel,
            )
            for row in store.left_at(self._uow, channel.id)
        ]

    def _sent(
        self,
        kind: SentKind,
        what: StrEnum,
        on: date,
        case_id: UUID,
        person_id: UUID,
        made_at: datetime,
        words: str | None,
        channel: Channel | None = None,
        to: str | None = None,
    ) -> Sent:
        case = self._uow.get(Case, case_id)
        if case is None:
            raise LookupError("something went out on no case")
        if not to and channel is not None:
            to = opened(channel, "value")
        if (
            to
            and channel is not None
            and channel.kind in (ChannelKind.MOBILE, ChannelKind.LANDLINE)
        ):
            to = shown_phone(to)
        name = self._name(person_id, made_at)
        view = SentView(kind, what, on, case.reference, to or UNREADABLE, name)
        return Sent(view, case, person_id, made_at, channel.id if channel else None, words)

    def _what_of(self, message: Message) -> StrEnum:
        update = self._uow.get(Update, message.update_id)
        if update is not None:
            return Stage(update.stage)
        return VerificationWay(message.kind)

    def _name(self, person_id: UUID, moment: datetime) -> str:
        person = self._uow.get(Person, person_id)
        if person is None:
            return UNREADABLE
        if person_id not in self._histories:
            self._histories[person_id] = person_history(self._uow, person)
        past = self._histories[person_id]
        try:
            now = (person.first_name, person.last_name)
        except UnreadableError:
            return UNREADABLE
        return full_name(
            *(value_at(one, text, past, moment) for one, text in zip(NAMES, now, strict=True))
        )


def opened(row: object, door: str) -> str | None:
    """A sealed text, or None where there is none or it can't be read."""
    try:
        text: str | None = getattr(row, door)
    except UnreadableError:
        return None
    return text


def _newest_first(found: list[Sent]) -> list[Sent]:
    return sorted(found, key=lambda one: (one.view.on, one.made_at), reverse=True)
