"""Finding what belongs to a parole review: the moves of its hearing, what a victim asks for."""

from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.parole import AskKind
from victim_portal.store.models import HearingStep, Review, ReviewAsk
from victim_portal.store.unit_of_work import UnitOfWork


def steps(uow: UnitOfWork, review_id: UUID) -> list[HearingStep]:
    """The moves of a review's hearing, the first one first."""
    query = select(HearingStep).where(HearingStep.review_id == review_id)
    return list(uow.session.scalars(query.order_by(HearingStep.number)))


def next_step_number(uow: UnitOfWork, review_id: UUID) -> int:
    """The number of a review's next move."""
    query = select(func.max(HearingStep.number)).where(HearingStep.review_id == review_id)
    return (uow.session.scalar(query) or 0) + 1


def newest_closed(uow: UnitOfWork, offender_id: UUID) -> Review | None:
    """The review that was closed last, if there is one."""
    query = select(Review).where(Review.offender_id == offender_id, Review.closed_at.is_not(None))
    return uow.session.scalar(query.order_by(Review.closed_at.desc(), Review.id).limit(1))


def asks(uow: UnitOfWork, case_id: UUID, review_id: UUID) -> list[ReviewAsk]:
    """What the victim of a case asks for at a review."""
    query = select(ReviewAsk).where(ReviewAsk.case_id == case_id, ReviewAsk.review_id == review_id)
    return list(uow.session.scalars(query.order_by(ReviewAsk.kind)))


def asks_of_case(uow: UnitOfWork, case_id: UUID) -> list[ReviewAsk]:
    """What the victim of a case ever asked for, at whatever review."""
    query = select(ReviewAsk).where(ReviewAsk.case_id == case_id)
    return list(uow.session.scalars(query.order_by(ReviewAsk.recorded_at, ReviewAsk.id)))


def ask_of(uow: UnitOfWork, case_id: UUID, review_id: UUID, kind: AskKind) -> ReviewAsk | None:
    """One of them by its kind."""
    query = select(ReviewAsk).where(
        ReviewAsk.case_id == case_id,
        ReviewAsk.review_id == review_id,
        ReviewAsk.kind == kind.value,
    )
    return uow.session.scalar(query)
