"""The queue of a unit and what its page shows, each asked once however many cases wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.vocabulary import ChannelKind, Role
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import (
    Case,
    CaseMove,
    Channel,
    ConflictOfInterest,
    Letter,
    Message,
    Offender,
    Person,
    ReferralReturn,
    Sentence,
    Task,
    User,
    Verification,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import STOPPABLE
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by

# Why a case was closed whose referral was made in error.
WITHDRAWN = "withdrawn"
Side = tuple[Case, Person, Offender, Sentence]


@dataclass(frozen=True)
class Queued:
    """As much of a case in the queue as tells how urgent it is."""

    case_id: UUID
    reference: str
    route: str
    received_on: date
    sentenced_on: date
    first_contact_on: date | None
    queue_due_on: date | None


def queued(uow: UnitOfWork, unit_id: UUID, reader_id: UUID | None) -> list[Queued]:
    """Every case that waits in a unit's queue, but for those that the reader may not see."""
    query = (
        select(
            Case.id,
            Case.reference,
            Case.route,
            Case.received_on,
            Sentence.sentenced_on,
            Case.first_contact_on,
            Case.queue_due_on,
        )
        .join(Sentence, Sentence.id == Case.sentence_id)
        .where(
            Case.unit_id == unit_id,
            Case.queued_since.is_not(None),
            Case.closed_at.is_(None),
            Case.restricted.is_(False),
            none_over(Case, reader_id),
        )
    )
    return [Queued(*row) for row in uow.session.execute(query)]


def sides(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, Side]:
    """Cases with everything around them, their subjects' keys and conflicts fetched at once."""
    query = (
        select(Case, Person, Offender, Sentence)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .join(Sentence, Sentence.id == Case.sentence_id)
        .where(Case.id.in_(case_ids))
    )
    found: dict[UUID, Side] = {
        case.id: (case, person, offender, sentence)
        for case, person, offender, sentence in uow.session.execute(query)
    }
    uow.vault.fetch([one for _, p, o, _ in found.values() for one in (p.id, o.id)])
    fetch_conflicts(uow, [o.id for _, _, o, _ in found.values()])
    fetch_walls(uow, found)
    return found


def open_tasks_of(
    uow: UnitOfWork, case_ids: Collection[UUID], kinds: Collection[str]
) -> dict[UUID, set[str]]:
    """Which of these kinds of task stand open, by case."""
    query = select(Task.case_id, Task.kind).where(
        Task.case_id.in_(case_ids), Task.kind.in_(kinds), Task.done_at.is_(None)
    )
    found: dict[UUID, set[str]] = {}
    for case_id, kind in uow.session.execute(query):
        if case_id is not None:
            found.setdefault(case_id, set()).add(kind)
    return found


def sent_back_on(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """The last day on which a referral was sent back that isn't answered yet, by case."""
    query = (
        select(ReferralReturn.case_id, func.max(ReferralReturn.sent_on))
        .where(ReferralReturn.case_id.in_(case_ids), ReferralReturn.answered_on.is_(None))
        .group_by(ReferralReturn.case_id)
    )
    return {row[0]: row[1] for row in uow.session.execute(query)}


def post_addresses(uow: UnitOfWork, person_ids: Collection[UUID]) -> dict[UUID, Channel]:
    """The newest postal address of each person that is still in use."""
    query = (
        select(Channel)
        .where(
            Channel.person_id.in_(person_ids),
            Channel.kind == ChannelKind.POST,
            Channel.ended_at.is_(None),
        )
        .order_by(Channel.created_at, Channel.id)
    )
    return {channel.person_id: channel for channel in uow.session.scalars(query)}


def open_cases_of(
    uow: UnitOfWork, officer_ids: Collection[UUID], reader_id: UUID | None, unit_id: UUID
) -> dict[UUID, int]:
    """How many open cases each officer has, as far as the reader may know.

    A number that counts what they can't see would tell of it.
    """
    query = (
        select(Case.officer_id, func.count())
        .where(
            Case.officer_id.in_(officer_ids),
            Case.closed_at.is_(None),
            reached_by(Case, reader_id, unit_id),
        )
        .group_by(Case.officer_id)
    )
    return {officer_id: number for officer_id, number in uow.session.execute(query) if officer_id}


def persons_of(
    uow: UnitOfWork,
    officer_ids: Collection[UUID],
    person_ids: Collection[UUID],
    reader_id: UUID | None,
) -> dict[UUID, set[UUID]]:
    """Which of these persons each officer has an open case of, as far as the reader may know."""
    query = select(Case.officer_id, Case.person_id).where(
        Case.officer_id.in_(officer_ids),
        Case.person_id.in_(person_ids),
        Case.closed_at.is_(None),
        Case.restricted.is_(False),
        none_over(Case, reader_id),
    )
    found: dict[UUID, set[UUID]] = {}
    for officer_id, person_id in uow.session.execute(query):
        if officer_id is not None:
            found.setdefault(officer_id, set()).add(person_id)
    return found


def has_manager_for(uow: UnitOfWork, unit_id: UUID, offender_id: UUID) -> bool:
    """Whether a unit has an active manager who may see the cases of an offender."""
    conflicted = select(ConflictOfInterest.user_id).where(
        ConflictOfInterest.offender_id == offender_id, ConflictOfInterest.ended_at.is_(None)
    )
    query = select(User.id).where(
        User.unit_id == unit_id,
        User.role == Role.MANAGER,
        User.active,
        User.id.not_in(conflicted),
    )
    return uow.session.scalar(query.limit(1)) is not None


def stoppable_messages(uow: UnitOfWork, case_id: UUID) -> list[Message]:
    """What no provider has yet of a case's messages, locked."""
    query = select(Message).where(Message.case_id == case_id, Message.state.in_(STOPPABLE))
    return list(uow.session.scalars(query.order_by(Message.made_at).with_for_update()))


def messages_of_case(uow: UnitOfWork, case_id: UUID) -> list[Message]:
    """Every message of a case, oldest first."""
    query = select(Message).where(Message.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Message.made_at, Message.id)))


def done_tasks(uow: UnitOfWork, case_id: UUID) -> list[Task]:
    """The tasks of a case that are done, first to last."""
    query = select(Task).where(Task.case_id == case_id, Task.done_at.is_not(None))
    return list(uow.session.scalars(query.order_by(Task.made_at, Task.id)))


def letters_of_case(uow: UnitOfWork, case_id: UUID) -> list[Letter]:
    """Every letter of a case but those that were thrown away, oldest first."""
    query = select(Letter).where(Letter.case_id == case_id, Letter.discarded_at.is_(None))
    return list(uow.session.scalars(query.order_by(Letter.made_at, Letter.id)))


def live_verifications(uow: UnitOfWork, case_id: UUID) -> list[Verification]:
    """The codes of a case that could still be read back."""
    query = select(Verification).where(
        Verification.case_id == case_id, Verification.ended_at.is_(None)
    )
    return list(uow.session.scalars(query))


def returns_of(uow: UnitOfWork, case_id: UUID) -> list[ReferralReturn]:
    """How often a case's referral was sent back, oldest first."""
    query = select(ReferralReturn).where(ReferralReturn.case_id == case_id)
    return list(uow.session.scalars(query.order_by(ReferralReturn.recorded_at, ReferralReturn.id)))


def locked_return(uow: UnitOfWork, return_id: UUID) -> ReferralReturn | None:
    """One sending back, locked, so that two answers can't be written over each other."""
    query = select(ReferralReturn).where(ReferralReturn.id == return_id).with_for_update()
    return uow.session.scalar(query)


def withdrawn_cases(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """Those of these cases whose referral was withdrawn."""
    query = select(Case).where(Case.id.in_(case_ids), Case.closed_why == WITHDRAWN)
    return {case.id: case for case in uow.session.scalars(query)}


def moves_of(uow: UnitOfWork, case_id: UUID) -> list[CaseMove]:
    """The moves of a case from unit to unit, newest first."""
    query = select(CaseMove).where(CaseMove.case_id == case_id)
    return list(uow.session.scalars(query.order_by(CaseMove.moved_at.desc(), CaseMove.id)))
