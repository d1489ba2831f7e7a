"""What hangs on cases that may become one: counted for a page of pairs, or taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.base import Row
from victim_portal.store.models import (
    Case,
    CaseNote,
    Channel,
    ContactLog,
    EnrolmentStep,
    Letter,
    Message,
    Promise,
    ReferralReturn,
    Representation,
    ReviewAsk,
    Statement,
    StatementDraft,
    Submission,
    Task,
    Update,
    Verification,
    Wish,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import STOPPABLE

WAITING = (UpdateState.DRAFT.value, UpdateState.APPROVED.value)


@dataclass(frozen=True)
class Holdings:
    """How much hangs on one case.

    `contacts`, `letters` and `notes` are its history; `updates` and `messages` wait to go out;
    `promises` and `tasks` are open. `answered` is when its last answer was given and recorded.
    """

    contacts: int = 0
    letters: int = 0
    notes: int = 0
    updates: int = 0
    messages: int = 0
    promises: int = 0
    tasks: int = 0
    heard: bool = False
    reachable: bool = False
    answered: tuple[date, datetime] | None = None


def holdings(uow: UnitOfWork, cases: Iterable[Case]) -> dict[UUID, Holdings]:
    """What hangs on each of some cases, in as many questions for fifty as for one."""
    of_person = {case.id: case.person_id for case in cases}
    ids = list(of_person)
    contacts = _count(uow, ContactLog, ids)
    letters = _count(uow, Letter, ids, Letter.posted_on.is_not(None))
    notes = _count(uow, CaseNote, ids)
    updates = _count(uow, Update, ids, Update.state.in_(WAITING))
    messages = _count(uow, Message, ids, Message.state.in_(STOPPABLE))
    promises = _count(uow, Promise, ids, Promise.kept_at.is_(None))
    tasks = _count(uow, Task, ids, Task.done_at.is_(None))
    heard = {
        case_id
        for table in (Representation, Statement, Submission, Wish, StatementDraft, ReviewAsk)
        for case_id in _count(uow, table, ids)
    }
    reachable = _reachable(uow, of_person.values())
    answered = _answered(uow, ids)
    return {
        case_id: Holdings(
            contacts=contacts.get(case_id, 0),
            letters=letters.get(case_id, 0),
            notes=notes.get(case_id, 0),
            updates=updates.get(case_id, 0),
            messages=messages.get(case_id, 0),
            promises=promises.get(case_id, 0),
            tasks=tasks.get(case_id, 0),
            heard=case_id in heard,
            reachable=person_id in reachable,
            answered=answered.get(case_id),
        )
        for case_id, person_id in of_person.items()
    }


def locked(uow: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Some cases as they stand now, locked against everyone else, always in the same order."""
    query = select(Case).where(Case.id.in_(set(case_ids))).order_by(Case.id).with_for_update()
    query = query.execution_options(populate_existing=True)
    return {case.id: case for case in uow.session.scalars(query)}


def waiting_messages(uow: UnitOfWork, case_id: UUID) -> list[Message]:
    """A case's messages that no provider has yet, locked."""
    query = select(Message).where(Message.case_id == case_id, Message.state.in_(STOPPABLE))
    return list(uow.session.scalars(query.with_for_update()))


def letters_to_post(uow: UnitOfWork, case_id: UUID) -> list[Letter]:
    """A case's letters that still lie there."""
    query = select(Letter).where(
        Letter.case_id == case_id, Letter.posted_on.is_(None), Letter.discarded_at.is_(None)
    )
    return list(uow.session.scalars(query))


def live_codes(uow: UnitOfWork, case_id: UUID) -> list[Verification]:
    """The codes that were made on a case and may still be read back."""
    query = select(Verification).where(
        Verification.case_id == case_id, Verification.ended_at.is_(None)
    )
    return list(uow.session.scalars(query))


def open_promises(uow: UnitOfWork, case_id: UUID) -> list[Promise]:
    """What was promised on a case and isn't kept yet."""
    query = select(Promise).where(Promise.case_id == case_id, Promise.kept_at.is_(None))
    return list(uow.session.scalars(query))


def open_returns(uow: UnitOfWork, case_id: UUID) -> list[ReferralReturn]:
    """The times that a case's referral was sent back and no answer came yet."""
    query = select(ReferralReturn).where(
        ReferralReturn.case_id == case_id, ReferralReturn.answered_on.is_(None)
    )
    return list(uow.session.scalars(query))


def _count(
    uow: UnitOfWork, table: type[Row], case_ids: list[UUID], *where: ColumnElement[bool]
) -> dict[UUID, int]:
    column = table.__table__.c["case_id"]
    query = select(column, func.count()).where(column.in_(case_ids), *where).group_by(column)
    return {row[0]: row[1] for row in uow.session.execute(query)}


def _reachable(uow: UnitOfWork, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those who have a number or address that is verified, confirmed and in use."""
    query = select(Channel.person_id).where(
        Channel.person_id.in_(set(person_ids)),
        Channel.verified_at.is_not(None),
        Channel.confirmed_at.is_not(None),
        Channel.suspended_at.is_(None),
        Channel.ended_at.is_(None),
    )
    return set(uow.session.scalars(query))


def _answered(uow: UnitOfWork, case_ids: list[UUID]) -> dict[UUID, tuple[date, datetime]]:
    query = select(EnrolmentStep.case_id, EnrolmentStep.on, EnrolmentStep.recorded_at).where(
        EnrolmentStep.case_id.in_(case_ids), EnrolmentStep.undone_at.is_(None)
    )
    found: dict[UUID, tuple[date, datetime]] = {}
    for case_id, on, recorded_at in uow.session.execute(query.order_by(EnrolmentStep.number)):
        found[case_id] = (on, recorded_at)
    return found
