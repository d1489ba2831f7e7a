"""Opening a submission to a parole case manager, who sees that and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.ending_releases import end
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach
from victim_portal.services.submissions.released import files_among
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import releases as store
from victim_portal.store import representations as representation_store
from victim_portal.store.models import Case, Document, Submission, SubmissionRelease, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

CHOOSE = "Choose a parole case manager."
MEANWHILE = "Somebody else released this in the same moment. Look at it again."


@dataclass(frozen=True)
class ReleaseView:
    """To whom a submission was opened; `opened_at` is when they first took a file of it."""

    id: UUID
    submission_id: UUID
    name: str
    released_by: str
    released_at: datetime
    opened_at: datetime | None
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class ReleaseAsked:
    """One submission, to whom it is open, and to whom it could be."""

    reference: str
    submission_id: UUID
    made_at: datetime
    for_whom: str
    file_names: tuple[str, ...]
    releases: tuple[ReleaseView, ...]
    able: tuple[tuple[UUID, str], ...]


def release_asked(ctx: Context, actor: Actor, reference: str, submission_id: UUID) -> ReleaseAsked:
    """A submission for the form by which it is released; recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case, submission = _submission(uow, actor, reference, submission_id)
        rows = store.of_submission(uow, submission.id)
        open_to = {user.id for release, user in rows if release.ended_at is None}
        asked = ReleaseAsked(
            reference=case.reference,
            submission_id=submission.id,
            made_at=submission.made_at,
            for_whom=submission.for_whom or "",
            file_names=tuple(one.file_name for one in _files(uow, case, submission)),
            releases=tuple(_view(release, user) for release, user in rows),
            able=tuple(
                (user.id, full_name(user.first_name, user.last_name))
                for user in _able(uow, case)
                if user.id not in open_to
            ),
        )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return asked


def release_submission(
    ctx: Context, actor: Actor, reference: str, submission_id: UUID, user_id: UUID
) -> str:
    """Open a submission to a parole case manager; returns their name.

    Released twice is released once. Raises InvalidError (`user`) for whoever isn't an active
    parole case manager or has a conflict of interest, NotFoundError out of reach;
    NeedsProofError.
    """
    try:
        with ctx.store.writing() as uow:
            case, submission = _submission(uow, actor, reference, submission_id)
            need_proof(ctx, actor)
            user = next((one for one in _able(uow, case) if one.id == user_id), None)
            if user is None:
                raise InvalidError({"user": CHOOSE})
            name = full_name(user.first_name, user.last_name)
            known = store.to_user(uow, submission.id, user.id)
            if known is not None and known.ended_at is None:
                return name
            release = known or SubmissionRelease(
                id=uow.tokens.uuid(),
                submission_id=submission.id,
                case_id=case.id,
                person_id=case.person_id,
                user_id=user.id,
            )
            release.released_by, release.released_at = actor.name, ctx.now()
            release.opened_at = release.ended_at = release.ended_by = None
            uow.add(release)
            audit.record(
                uow,
                actor,
                What.SUBMISSION_RELEASED,
                case.id,
                release=str(release.id),
                submission=str(submission.id),
                user=str(user.id),
            )
            uow.commit()
            return name
    except (ConstraintError, LostUpdateError):
        raise ConflictError(MEANWHILE) from None


def end_release(ctx: Context, actor: Actor, reference: str, release_id: UUID) -> None:
    """Close a submission to somebody again; NotFoundError out of reach. Twice is once."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
        release = uow.get(SubmissionRelease, release_id)
        if release is None or release.case_id != case.id:
            raise NotFoundError
        if release.ended_at is None:
            end(uow, actor, [release])
        uow.commit()


def _submission(
    uow: UnitOfWork, actor: Actor, reference: str, submission_id: UUID
) -> tuple[Case, Submission]:
    case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
    submission = uow.get(Submission, submission_id)
    if submission is None or submission.case_id != case.id or actor.user_id is None:
        raise NotFoundError
    return case, submission


def _able(uow: UnitOfWork, case: Case) -> list[User]:
    shut = conflict_store.staff_of(uow, case.offender_id)
    return [one for one in store.parole_case_managers(uow) if one.id not in shut]


def _files(uow: UnitOfWork, case: Case, submission: Submission) -> list[Document]:
    return files_among(representation_store.documents(uow, case.id), submission)


def _view(release: SubmissionRelease, user: User) -> ReleaseView:
    return ReleaseView(
        id=release.id,
        submission_id=release.submission_id,
        name=full_name(user.first_name, user.last_name),
        released_by=release.released_by,
        released_at=release.released_at,
        opened_at=release.opened_at,
        ended_by=release.ended_by or "",
        ended_at=release.ended_at,
    )
