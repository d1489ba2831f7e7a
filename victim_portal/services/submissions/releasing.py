"""Opening a submission to a parole case manager, who sees that and nothing else."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.ending_releases import end
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, need
from victim_portal.services.representations.rows import current_statement
from victim_portal.services.submissions.exporting import exported_file
from victim_portal.services.submissions.values import ExportedFile
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import releases as store
from victim_portal.store import representations as representation_store
from victim_portal.store.models import Case, Document, Submission, SubmissionRelease, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

CHOOSE = "Choose a parole case manager."
MEANWHILE = "Somebody else released this in the same moment. Look at it again."
# What says the victim's own words, and stands or falls with her statement.
OF_THE_STATEMENT = frozenset({SubmissionPart.STATEMENT, SubmissionPart.NON_DISCLOSURE})


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


@dataclass(frozen=True)
class ReleasedFile:
    """One file that a parole case manager may take."""

    document_id: UUID
    part: SubmissionPart
    version: int
    language: Language
    large_print: bool
    file_name: str


@dataclass(frozen=True)
class Released:
    """One submission that was opened to the reader. Nothing of the case but its reference."""

    release_id: UUID
    reference: str
    for_whom: str
    released_by: str
    released_at: datetime
    made_at: datetime
    files: tuple[ReleasedFile, ...] = field(repr=False)


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


def list_released(ctx: Context, actor: Actor) -> tuple[Released, ...]:
    """What is open to a parole case manager, the newest first; recorded.

    A submission of which every file was withdrawn isn't there. NotAllowedError for others.
    """
    need(Permission.READ_RELEASED, actor)
    with ctx.store.writing() as uow:
        found = []
        for release, submission, case in store.open_to(uow, actor.user_id):
            files = _readable(uow, case, submission)
            if files:
                found.append(_released(release, submission, case, files))
        audit.record(uow, actor, What.RELEASES_LISTED, rows=len(found))
        uow.commit()
    return tuple(found)


def released_file(ctx: Context, actor: Actor, release_id: UUID, document_id: UUID) -> ExportedFile:
    """A file of a submission that is open to the actor, exactly as it was made; recorded.

    Raises NotFoundError for one that never was, isn't any more, or whose words the victim
    took back; NeedsProofError.
    """
    need(Permission.READ_RELEASED, actor)
    with ctx.store.writing() as uow:
        open_to = {one[0].id: one for one in store.open_to(uow, actor.user_id)}
        if release_id not in open_to:
            raise NotFoundError
        release, submission, case = open_to[release_id]
        files = {one.id: one for one in _readable(uow, case, submission)}
        if document_id not in files:
            raise NotFoundError
        need_proof(ctx, actor)
        found = exported_file(files[document_id])
        if release.opened_at is None:
            release.opened_at = ctx.now()
        audit.record(
            uow,
            actor,
            What.RELEASED_FILE_READ,
            case.id,
            release=str(release.id),
            document=str(document_id),
            sha256=found.sha256,
        )
        uow.commit()
    return found


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
    of_case = {str(one.id): one for one in representation_store.documents(uow, case.id)}
    return [of_case[one] for one in submission.document_ids if one in of_case]


def _readable(uow: UnitOfWork, case: Case, submission: Submission) -> list[Document]:
    """The files, but for the victim's own words once she has taken them back.

    A statement that she gives later brings none of them back.
    """
    statements = representation_store.statements(uow, case.id)
    withdrawn = bool(statements) and current_statement(statements) is None
    taken_back = [one.withdrawn_at for one in statements if one.withdrawn_at is not None]
    withdrawn = withdrawn or any(submission.made_at <= at for at in taken_back)
    return [
        one
        for one in _files(uow, case, submission)
        if not withdrawn or SubmissionPart(one.part) not in OF_THE_STATEMENT
    ]


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


def _released(
    release: SubmissionRelease, submission: Submission, case: Case, files: list[Document]
) -> Released:
    return Released(
        release_id=release.id,
        reference=case.reference,
        for_whom=submission.for_whom or "",
        released_by=release.released_by,
        released_at=release.released_at,
        made_at=submission.made_at,
        files=tuple(
            ReleasedFile(
                document_id=one.id,
                part=SubmissionPart(one.part),
                version=one.version,
                language=Language(one.language),
                large_print=one.large_print,
                file_name=one.file_name,
            )
            for one in files
        ),
    )
