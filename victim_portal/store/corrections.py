"""Finding what stood before, what went out with it, and what still waits to go out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import defer

from victim_portal.domain.vocabulary import ContactOutcome, MessageState
from victim_portal.store.models import (
    Case,
    Channel,
    ContactLog,
    Document,
    Incident,
    Letter,
    Message,
    Offender,
    OffenderCorrection,
    Person,
    PersonCorrection,
    SearchToken,
    Sentence,
    Submission,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import STOPPABLE

# With a provider, or nobody knows: it may have gone.
MAY_HAVE_GONE = (MessageState.CLAIMED.value, MessageState.UNCERTAIN.value)
# What was left or said at a number, where it was somebody else's.
LEFT_THERE = (
    ContactOutcome.SENT.value,
    ContactOutcome.VOICEMAIL_LEFT.value,
    ContactOutcome.SOMEONE_ELSE_ANSWERED.value,
)


class Sides(NamedTuple):
    """A case with what a likeness is told by."""

    case: Case
    person: Person
    offender: Offender
    sentence: Sentence


def of_person(
    uow: UnitOfWork, person_id: UUID, case_ids: Iterable[UUID]
) -> list[tuple[PersonCorrection, Case]]:
    """What was put right about a person, or on some cases, with the case it was done on."""
    query = (
        select(PersonCorrection, Case)
        .join(Case, Case.id == PersonCorrection.case_id)
        .where(
            or_(
                PersonCorrection.person_id == person_id,
                PersonCorrection.case_id.in_(list(case_ids)),
            )
        )
        .order_by(PersonCorrection.recorded_at.desc(), PersonCorrection.field)
    )
    return [(correction, case) for correction, case in uow.session.execute(query)]


def of_offender(uow: UnitOfWork, offender_id: UUID) -> list[OffenderCorrection]:
    """What was put right about an offender, newest first."""
    query = select(OffenderCorrection).where(OffenderCorrection.offender_id == offender_id)
    return list(
        uow.session.scalars(
            query.order_by(OffenderCorrection.recorded_at.desc(), OffenderCorrection.field)
        )
    )


def sides_of(uow: UnitOfWork, case_ids: Iterable[UUID]) -> list[Sides]:
    """Some cases with their persons, offenders and sentences, their keys opened in one query."""
    query = (
        select(Case, Person, Offender, Sentence)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .join(Sentence, Sentence.id == Case.sentence_id)
        .where(Case.id.in_(set(case_ids)))
        .order_by(Case.opened_on, Case.id)
    )
    found = [Sides(*row) for row in uow.session.execute(query)]
    uow.vault.fetch([one for side in found for one in (side.person.id, side.offender.id)])
    return found


def earliest_sentence(uow: UnitOfWork, person_id: UUID) -> date | None:
    """The day of the earliest sentence among a person's cases."""
    query = (
        select(func.min(Sentence.sentenced_on))
        .join(Case, Case.sentence_id == Sentence.id)
        .where(Case.person_id == person_id)
    )
    return uow.session.scalar(query)


def drop_tokens(
    uow: UnitOfWork, *, person_id: UUID | None = None, offender_id: UUID | None = None
) -> None:
    """Forget what a person or an offender was found by; the caller makes the new tokens."""
    query = delete(SearchToken)
    if person_id is not None:
        uow.session.execute(query.where(SearchToken.person_id == person_id))
    if offender_id is not None:
        uow.session.execute(query.where(SearchToken.offender_id == offender_id))


def gone_out(
    uow: UnitOfWork, *, case_ids: Iterable[UUID] = (), channel_id: UUID | None = None
) -> list[Message]:
    """Messages of some cases, or over a channel, that somebody may have got; newest first."""
    query = select(Message).where(
        or_(Message.handed_over_at.is_not(None), Message.state.in_(MAY_HAVE_GONE)),
        Message.case_id.in_(list(case_ids))
        if channel_id is None
        else Message.channel_id == channel_id,
    )
    return list(uow.session.scalars(query.order_by(Message.changed_at.desc(), Message.id)))


def waiting(uow: UnitOfWork, case_ids: Iterable[UUID]) -> list[Message]:
    """Messages of some cases that no provider has yet, locked."""
    query = select(Message).where(Message.case_id.in_(list(case_ids)), Message.state.in_(STOPPABLE))
    return list(uow.session.scalars(query.with_for_update()))


def letters(
    uow: UnitOfWork,
    *,
    posted: bool,
    case_ids: Iterable[UUID] = (),
    channel_id: UUID | None = None,
) -> list[Letter]:
    """Letters of some cases, or to an address: those posted, or those that still lie there."""
    query = select(Letter).where(
        Letter.posted_on.is_not(None) if posted else Letter.posted_on.is_(None),
        Letter.case_id.in_(list(case_ids))
        if channel_id is None
        else Letter.channel_id == channel_id,
    )
    if not posted:
        query = query.where(Letter.discarded_at.is_(None))
    return list(uow.session.scalars(query.order_by(Letter.made_at.desc(), Letter.id)))


def documents(uow: UnitOfWork, case_ids: Iterable[UUID]) -> list[tuple[Submission, Document]]:
    """The files that were handed over on some cases, newest first, their content not opened."""
    query = (
        select(Submission, Document)
        .join(Document, Document.submission_id == Submission.id)
        .where(Submission.case_id.in_(list(case_ids)))
        .order_by(Submission.made_at.desc(), Document.file_name)
        .options(defer(Document.content_sealed))
    )
    return [(submission, document) for submission, document in uow.session.execute(query)]


def left_at(uow: UnitOfWork, channel_id: UUID) -> list[ContactLog]:
    """What was left or said at a number or address by hand, newest first."""
    query = select(ContactLog).where(
        ContactLog.channel_id == channel_id,
        ContactLog.inward.is_(False),
        ContactLog.letter_id.is_(None),
        ContactLog.outcome.in_(LEFT_THERE),
        ContactLog.undone_at.is_(None),
    )
    return list(uow.session.scalars(query.order_by(ContactLog.on.desc(), ContactLog.id)))


def channels_by_id(uow: UnitOfWork, channel_ids: Iterable[UUID]) -> dict[UUID, Channel]:
    """Some channels, ended ones too."""
    query = select(Channel).where(Channel.id.in_(set(channel_ids)))
    return {one.id: one for one in uow.session.scalars(query)}


def corrected_channels(uow: UnitOfWork, person_id: UUID) -> list[tuple[Channel, Channel]]:
    """A person's numbers and addresses that were wrong, each with the one put in its place."""
    right = select(Channel).where(Channel.person_id == person_id, Channel.corrects_id.is_not(None))
    found = list(uow.session.scalars(right.order_by(Channel.created_at, Channel.id)))
    wrong = channels_by_id(uow, [one.corrects_id for one in found if one.corrects_id])
    return [(wrong[one.corrects_id], one) for one in found if one.corrects_id in wrong]


def put_in_place_of(uow: UnitOfWork, channel: Channel) -> Channel | None:
    """The number or address in use that was put in place of one, through however many."""
    seen, newest = {channel.id}, channel
    while newest.ended_at is not None:
        query = select(Channel).where(Channel.corrects_id == newest.id, Channel.id.not_in(seen))
        found = uow.session.scalar(query.order_by(Channel.created_at.desc(), Channel.id).limit(1))
        if found is None:
            return None
        newest = found
        seen.add(newest.id)
    return newest


def open_incident_since(uow: UnitOfWork, case_id: UUID, kind: str, since: datetime) -> bool:
    """Whether an incident of a kind was noticed on a case from a moment on, and is still open."""
    query = select(Incident.id).where(
        Incident.case_id == case_id,
        Incident.kind == kind,
        Incident.noticed_at >= since,
        Incident.closed_at.is_(None),
    )
    return uow.session.scalar(query.limit(1)) is not None
