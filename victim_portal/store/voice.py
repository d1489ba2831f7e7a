"""Finding what a victim writes on her own pages: wishes, and the draft of a statement."""

from uuid import UUID

from sqlalchemy import delete, select

from victim_portal.store.models import DraftPart, DraftWorry, StatementDraft, Wish
from victim_portal.store.unit_of_work import UnitOfWork


def wishes(uow: UnitOfWork, case_id: UUID) -> list[Wish]:
    """The wishes of a case, newest first."""
    query = select(Wish).where(Wish.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Wish.asked_at.desc(), Wish.id)))


def draft(uow: UnitOfWork, case_id: UUID) -> StatementDraft | None:
    """The draft of a case that stands."""
    query = select(StatementDraft).where(
        StatementDraft.case_id == case_id, StatementDraft.ended_at.is_(None)
    )
    return uow.session.scalar(query)


def locked_draft(uow: UnitOfWork, case_id: UUID) -> StatementDraft | None:
    """The same, locked against everyone else."""
    query = select(StatementDraft).where(
        StatementDraft.case_id == case_id, StatementDraft.ended_at.is_(None)
    )
    return uow.session.scalar(query.with_for_update())


def last_signed(uow: UnitOfWork, case_id: UUID) -> StatementDraft | None:
    """The draft of a case that was signed last."""
    query = select(StatementDraft).where(
        StatementDraft.case_id == case_id, StatementDraft.ended_why == "signed"
    )
    return uow.session.scalar(query.order_by(StatementDraft.ended_at.desc()).limit(1))


def parts(uow: UnitOfWork, draft_id: UUID) -> dict[str, DraftPart]:
    """The parts of a draft, by name."""
    query = select(DraftPart).where(DraftPart.draft_id == draft_id)
    return {row.part: row for row in uow.session.scalars(query)}


def worries(uow: UnitOfWork, draft_id: UUID) -> list[DraftWorry]:
    """The passages of a draft that she is worried about, in the order of marking."""
    query = select(DraftWorry).where(DraftWorry.draft_id == draft_id)
    return list(uow.session.scalars(query.order_by(DraftWorry.made_at, DraftWorry.id)))


def forget_words(uow: UnitOfWork, draft_id: UUID) -> None:
    """Delete what stands in a draft; that there was one is kept."""
    for table in (DraftPart, DraftWorry):
        uow.session.execute(delete(table).where(table.draft_id == draft_id))
