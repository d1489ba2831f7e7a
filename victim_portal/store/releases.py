"""Submissions that were opened to parole case managers."""

from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.vocabulary import Role
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import Case, Submission, SubmissionRelease, User
from victim_portal.store.unit_of_work import UnitOfWork


def of_submission(uow: UnitOfWork, submission_id: UUID) -> list[tuple[SubmissionRelease, User]]:
    """To whom a submission was opened, ended ones too, the newest first."""
    query = (
        select(SubmissionRelease, User)
        .join(User, User.id == SubmissionRelease.user_id)
        .where(SubmissionRelease.submission_id == submission_id)
        .order_by(SubmissionRelease.released_at.desc(), SubmissionRelease.id)
    )
    return [(release, user) for release, user in uow.session.execute(query)]


def of_case(uow: UnitOfWork, case_id: UUID) -> list[tuple[SubmissionRelease, User]]:
    """To whom each submission of a case was opened, ended ones too, the first one first."""
    query = (
        select(SubmissionRelease, User)
        .join(User, User.id == SubmissionRelease.user_id)
        .where(SubmissionRelease.case_id == case_id)
        .order_by(SubmissionRelease.released_at, SubmissionRelease.id)
    )
    return [(release, user) for release, user in uow.session.execute(query)]


def to_user(uow: UnitOfWork, submission_id: UUID, user_id: UUID) -> SubmissionRelease | None:
    """The release of a submission to one person, ended or not."""
    query = select(SubmissionRelease).where(
        SubmissionRelease.submission_id == submission_id, SubmissionRelease.user_id == user_id
    )
    return uow.session.scalar(query)


def open_of_case(uow: UnitOfWork, case_id: UUID) -> list[SubmissionRelease]:
    """The releases of a case that haven't ended."""
    query = select(SubmissionRelease).where(
        SubmissionRelease.case_id == case_id, SubmissionRelease.ended_at.is_(None)
    )
    return list(uow.session.scalars(query.order_by(SubmissionRelease.id)))


def open_to_user(
    uow: UnitOfWork, user_id: UUID, offender_id: UUID | None = None
) -> list[SubmissionRelease]:
    """What is open to one person, of one offender's cases where one is given."""
    query = select(SubmissionRelease).where(
        SubmissionRelease.user_id == user_id, SubmissionRelease.ended_at.is_(None)
    )
    if offender_id is not None:
        query = query.join(Case, Case.id == SubmissionRelease.case_id).where(
            Case.offender_id == offender_id
        )
    return list(uow.session.scalars(query.order_by(SubmissionRelease.id)))


def open_to(
    uow: UnitOfWork, user_id: UUID | None
) -> list[tuple[SubmissionRelease, Submission, Case]]:
    """What is open to one person, the newest first; nothing over which they have a conflict."""
    query = (
        select(SubmissionRelease, Submission, Case)
        .join(Submission, Submission.id == SubmissionRelease.submission_id)
        .join(Case, Case.id == SubmissionRelease.case_id)
        .where(
            SubmissionRelease.user_id == user_id,
            SubmissionRelease.ended_at.is_(None),
            none_over(Case, user_id),
        )
        .order_by(SubmissionRelease.released_at.desc(), SubmissionRelease.id)
    )
    found = [(release, made, case) for release, made, case in uow.session.execute(query)]
    uow.vault.fetch({case.person_id for _, _, case in found})
    return found


def parole_case_managers(uow: UnitOfWork) -> list[User]:
    """Every active parole case manager, by name."""
    query = select(User).where(User.role == Role.PAROLE_CASE_MANAGER, User.active)
    return list(uow.session.scalars(query.order_by(User.first_name, User.last_name, User.id)))
