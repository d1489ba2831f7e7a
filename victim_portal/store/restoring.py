"""Questions that only a restore asks, of rows that were just brought back."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.store.models import (
    Case,
    Invitation,
    Message,
    Offender,
    Person,
    StaffSession,
    Task,
    Totp,
    Unit,
    Update,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork


def present(uow: UnitOfWork, ids: Collection[UUID]) -> set[UUID]:
    """Which of these data subjects have a row."""
    found = set(uow.session.scalars(select(Person.id)))
    found |= set(uow.session.scalars(select(Offender.id)))
    return found & set(ids)


def persons_among(uow: UnitOfWork, ids: Collection[UUID]) -> set[UUID]:
    """Which of these subjects are persons."""
    return set(uow.session.scalars(select(Person.id))) & set(ids)


def active_among(uow: UnitOfWork, ids: Collection[UUID]) -> list[User]:
    """The accounts among these that are open."""
    query = select(User).where(User.active).order_by(User.id)
    return [user for user in uow.session.scalars(query) if user.id in ids]


def open_cases_of(uow: UnitOfWork, user_id: UUID) -> list[Case]:
    """An officer's open cases, closed ones that still name them too."""
    query = select(Case).where(Case.officer_id == user_id).order_by(Case.id)
    return list(uow.session.scalars(query))


def open_tasks_for(uow: UnitOfWork, case_id: UUID, user_id: UUID) -> list[Task]:
    """What somebody had to do on a case."""
    query = select(Task).where(
        Task.case_id == case_id, Task.for_user_id == user_id, Task.done_at.is_(None)
    )
    return list(uow.session.scalars(query))


def may_have_gone(uow: UnitOfWork, now: datetime) -> list[Message]:
    """Messages that could have been sent after the backup that they came from."""
    due = (MessageState.QUEUED.value, MessageState.FAILED_FOR_NOW.value)
    in_hand = (MessageState.CLAIMED.value, MessageState.HELD.value)
    query = select(Message).where(
        or_(and_(Message.state.in_(due), Message.next_try_at <= now), Message.state.in_(in_hand))
    )
    return list(uow.session.scalars(query.order_by(Message.id)))


def end_sessions(uow: UnitOfWork, now: datetime, why: str, step: int) -> int:
    """End every session, question of a passkey and link; how many sessions.

    No one-time code up to and with `step` counts any more.
    """
    uow.session.execute(update(StaffSession).values(challenge=None, challenge_ends_at=None))
    uow.session.execute(
        update(Totp)
        .where(or_(Totp.last_step.is_(None), Totp.last_step < step))
        .values(last_step=step)
    )
    live = list(uow.session.scalars(select(StaffSession).where(StaffSession.ended_at.is_(None))))
    for session in live:
        session.ended_at, session.ended_why = now, why
    uow.session.execute(
        update(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.ended_at.is_(None))
        .values(ended_at=now)
    )
    return len(live)


def drafts_that_may_have_gone(uow: UnitOfWork, today: date) -> dict[Case, list[Update]]:
    """Drafts of open cases whose window has opened, by case."""
    query = (
        select(Case, Update)
        .join(Update, Update.case_id == Case.id)
        .where(
            Case.closed_at.is_(None),
            Update.state == UpdateState.DRAFT.value,
            Update.window_opens <= today,
        )
        .order_by(Case.id, Update.window_opens)
    )
    found: dict[Case, list[Update]] = {}
    for case, draft in uow.session.execute(query):
        found.setdefault(case, []).append(draft)
    return found


def active_units(uow: UnitOfWork) -> list[UUID]:
    """The units that work."""
    return list(uow.session.scalars(select(Unit.id).where(Unit.active).order_by(Unit.id)))
