"""Finding the codes by which channels are verified."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from victim_portal.domain.vocabulary import Enrolment
from victim_portal.store.models import Case, Channel, Letter, Message, Supporter, Task, Verification
from victim_portal.store.unit_of_work import UnitOfWork


def live(uow: UnitOfWork, channel_id: UUID) -> Verification | None:
    """The code that lives for a channel, locked against everyone else."""
    query = select(Verification).where(
        Verification.channel_id == channel_id, Verification.ended_at.is_(None)
    )
    return uow.session.scalar(query.with_for_update())


def newest(uow: UnitOfWork, channel_ids: Iterable[UUID]) -> dict[UUID, Verification]:
    """The last code that was made for each channel, ended or not."""
    query = select(Verification).where(Verification.channel_id.in_(list(channel_ids)))
    found: dict[UUID, Verification] = {}
    # The one that lives comes last, also among those of the same moment.
    for code in uow.session.scalars(query.order_by(Verification.made_at, Verification.id)):
        known = found.get(code.channel_id)
        if known is None or known.ended_at is not None:
            found[code.channel_id] = code
    return found


def made_since(uow: UnitOfWork, channel_id: UUID, moment: datetime) -> int:
    """How many codes were made for a channel from a moment on."""
    query = select(func.count()).where(
        Verification.channel_id == channel_id, Verification.made_at >= moment
    )
    return uow.session.scalar(query) or 0


def messages(uow: UnitOfWork, channel_id: UUID) -> list[Message]:
    """The messages that carried codes to a channel, locked."""
    query = select(Message).where(
        Message.channel_id == channel_id, Message.verification_id.is_not(None)
    )
    return list(uow.session.scalars(query.order_by(Message.made_at).with_for_update()))


def asked_already(uow: UnitOfWork, task_keys: Iterable[str]) -> set[str]:
    """Which of these tasks were ever raised, and perhaps done since."""
    query = select(Task.task_key).where(Task.task_key.in_(list(task_keys)))
    return set(uow.session.scalars(query))


def cases_served(uow: UnitOfWork, person_id: UUID) -> list[Case]:
    """The open cases of a person, and those whose person they stand beside now."""
    beside = select(Supporter.case_id).where(
        Supporter.supporter_id == person_id, Supporter.ended_on.is_(None)
    )
    query = select(Case).where(
        or_(Case.person_id == person_id, Case.id.in_(beside)), Case.closed_at.is_(None)
    )
    return list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))


def last_closed(uow: UnitOfWork, person_id: UUID) -> list[Case]:
    """The case of a person that closed last, doubles apart; empty for none."""
    query = select(Case).where(
        Case.person_id == person_id, Case.closed_at.is_not(None), Case.merged_into_id.is_(None)
    )
    return list(uow.session.scalars(query.order_by(Case.closed_at.desc()).limit(1)))


def letter_of(uow: UnitOfWork, verification_id: UUID) -> Letter | None:
    """The letter that carries a code; of several the newest."""
    query = select(Letter).where(Letter.verification_id == verification_id)
    return uow.session.scalar(query.order_by(Letter.made_at.desc()).limit(1))


def to_review(
    uow: UnitOfWork, review_by: date, states: Iterable[Enrolment]
) -> list[tuple[Channel, Case]]:
    """Agreed channels that fall due by a day, each with the open cases that it serves.

    A channel serves the cases of its person, and those whose person it stands beside.
    """
    due = (
        Channel.ended_at.is_(None),
        Channel.suspended_at.is_(None),
        Channel.confirmed_at.is_not(None),
        Channel.review_on <= review_by,
    )
    open_ones = (
        Case.closed_at.is_(None),
        Case.enrolment.in_([state.value for state in states]),
    )
    own = (
        select(Channel, Case)
        .join(Case, Case.person_id == Channel.person_id)
        .where(*due, *open_ones)
        .order_by(Channel.review_on, Channel.id, Case.id)
    )
    supporters = (
        select(Channel, Case)
        .join(Supporter, Supporter.supporter_id == Channel.person_id)
        .join(Case, Case.id == Supporter.case_id)
        .where(*due, *open_ones, Supporter.ended_on.is_(None))
        .order_by(Channel.review_on, Channel.id, Case.id)
    )
    rows = [*uow.session.execute(own), *uow.session.execute(supporters)]
    return [(channel, case) for channel, case in rows]
