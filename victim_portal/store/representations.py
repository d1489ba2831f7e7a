"""Finding representations, statements, submissions and their files."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.store.models import (
    ConditionRequest,
    Document,
    Event,
    Representation,
    Statement,
    Submission,
)
from victim_portal.store.unit_of_work import UnitOfWork


def occasions(uow: UnitOfWork, case_id: UUID) -> list[Representation]:
    """The occasions on which the victim of a case was heard, newest first."""
    query = select(Representation).where(Representation.case_id == case_id)
    return list(
        uow.session.scalars(
            query.order_by(Representation.heard_on.desc(), Representation.recorded_at.desc())
        )
    )


def requests(uow: UnitOfWork, case_id: UUID) -> list[ConditionRequest]:
    """A case's condition requests in the order of their numbers."""
    query = select(ConditionRequest).where(ConditionRequest.case_id == case_id)
    return list(uow.session.scalars(query.order_by(ConditionRequest.number)))


def request(uow: UnitOfWork, case_id: UUID, number: int) -> ConditionRequest | None:
    """One request of a case by its number."""
    query = select(ConditionRequest).where(
        ConditionRequest.case_id == case_id, ConditionRequest.number == number
    )
    return uow.session.scalar(query)


def next_request_number(uow: UnitOfWork, case_id: UUID) -> int:
    """The number for a case's next request."""
    query = select(func.max(ConditionRequest.number)).where(ConditionRequest.case_id == case_id)
    return (uow.session.scalar(query) or 0) + 1


def statements(uow: UnitOfWork, case_id: UUID) -> list[Statement]:
    """Every version of a case's statement, newest first."""
    query = select(Statement).where(Statement.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Statement.version.desc())))


def submissions(uow: UnitOfWork, case_id: UUID) -> list[Submission]:
    """A case's exports, newest first."""
    query = select(Submission).where(Submission.case_id == case_id)
    return list(uow.session.scalars(query.order_by(Submission.made_at.desc(), Submission.id)))


def documents(uow: UnitOfWork, case_id: UUID) -> list[Document]:
    """Every file that was made of a case's submissions, their content not yet opened."""
    query = select(Document).where(Document.case_id == case_id)
    query = query.options(defer(Document.content_sealed))
    return list(uow.session.scalars(query.order_by(Document.part, Document.version)))


def documents_of(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[Document]]:
    """The same for many cases in one query, by case."""
    query = select(Document).where(Document.case_id.in_(case_ids))
    query = query.options(defer(Document.content_sealed))
    found: dict[UUID, list[Document]] = {case_id: [] for case_id in case_ids}
    for one in uow.session.scalars(query.order_by(Document.part, Document.version)):
        found[one.case_id].append(one)
    return found


def statements_of(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, list[Statement]]:
    """Every version of the statements of many cases in one query, newest first, by case."""
    query = select(Statement).where(Statement.case_id.in_(case_ids))
    found: dict[UUID, list[Statement]] = {case_id: [] for case_id in case_ids}
    for one in uow.session.scalars(query.order_by(Statement.version.desc())):
        found[one.case_id].append(one)
    return found


def newest_documents(uow: UnitOfWork, case_id: UUID, part: SubmissionPart) -> list[Document]:
    """The files of the newest version of a part, in whatever language and size."""
    newest = (
        select(func.max(Document.version))
        .where(Document.case_id == case_id, Document.part == part.value)
        .scalar_subquery()
    )
    query = select(Document).where(
        Document.case_id == case_id, Document.part == part.value, Document.version == newest
    )
    query = query.options(defer(Document.content_sealed))
    return list(uow.session.scalars(query.order_by(Document.made_on, Document.id)))


def same_form(found: Iterable[Document], language: Language, large_print: bool) -> Document | None:
    """Of some files the one in a language and size."""
    for document in found:
        if document.language == language.value and document.large_print == large_print:
            return document
    return None


def newest_event(uow: UnitOfWork, offender_id: UUID, *stages: str) -> Event | None:
    """The newest event of an offender among some stages."""
    query = select(Event).where(Event.offender_id == offender_id, Event.stage.in_(stages))
    return uow.session.scalar(
        query.order_by(Event.happened_on.desc(), Event.recorded_at.desc()).limit(1)
    )
