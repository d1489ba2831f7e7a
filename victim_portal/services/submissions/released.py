"""What was opened to a parole case manager, who reads that and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.representations.rows import current_statement
from victim_portal.services.submissions.files import exported_file
from victim_portal.services.submissions.values import ExportedFile
from victim_portal.store import releases as store
from victim_portal.store import representations as representation_store
from victim_portal.store import submissions as submission_store
from victim_portal.store.models import Case, Document, Statement, Submission, SubmissionRelease
from victim_portal.store.unit_of_work import UnitOfWork

# What says the victim's own words, and stands or falls with her statement.
OF_THE_STATEMENT = frozenset({SubmissionPart.STATEMENT, SubmissionPart.NON_DISCLOSURE})


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


def list_released(ctx: Context, actor: Actor) -> tuple[Released, ...]:
    """What is open to a parole case manager, the newest first; recorded.

    A submission of which every file was withdrawn isn't there. NotAllowedError for others.
    """
    need(Permission.READ_RELEASED, actor)
    with ctx.store.writing() as uow:
        found = []
        open_to = store.open_to(uow, actor.user_id)
        readable = _readable_of(uow, {case.id for _, _, case in open_to})
        for release, submission, case in open_to:
            files = readable(submission)
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
        files = {one.id: one for one in _readable_of(uow, {case.id})(submission)}
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


def files_among(documents: list[Document], submission: Submission) -> list[Document]:
    """The files of a submission, in its own order, among those of its case."""
    of_case = {str(one.id): one for one in documents}
    return [of_case[one] for one in submission.document_ids if one in of_case]


def _readable_of(uow: UnitOfWork, case_ids: set[UUID]) -> Callable[[Submission], list[Document]]:
    """What of a submission may be read, for those of some cases; asked in three queries for all."""
    documents = representation_store.documents_of(uow, case_ids)
    statements = representation_store.statements_of(uow, case_ids)
    dropped = submission_store.withdrawn_requests(uow, case_ids)
    return lambda one: [
        file
        for file in _readable(one, documents[one.case_id], statements[one.case_id])
        if not _all_dropped(file, dropped[one.case_id])
    ]


def _all_dropped(file: Document, dropped: set[int]) -> bool:
    """Whether she takes back everything that a file asks for."""
    asked = set(file.request_numbers or ())
    return file.part == SubmissionPart.CONDITIONS and bool(asked) and asked <= dropped


def _readable(
    submission: Submission, documents: list[Document], statements: list[Statement]
) -> list[Document]:
    """The files, but for the victim's own words once she has taken them back.

    A statement that she gives later brings none of them back.
    """
    withdrawn = bool(statements) and current_statement(statements) is None
    taken_back = [one.withdrawn_at for one in statements if one.withdrawn_at is not None]
    withdrawn = withdrawn or any(submission.made_at <= at for at in taken_back)
    return [
        one
        for one in files_among(documents, submission)
        if not withdrawn or SubmissionPart(one.part) not in OF_THE_STATEMENT
    ]


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
