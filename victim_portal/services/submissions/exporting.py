"""Exporting a submission: versions, the check for protected values, files, the record."""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import SubmissionContent
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import writing
from victim_portal.services.submissions.parts import (
    contents,
    gather,
    problems_of,
    source_digest,
)
from victim_portal.services.submissions.protecting import passages_in
from victim_portal.services.submissions.values import (
    CASEWORK,
    Exported,
    ExportedFile,
    ProtectedValuesError,
)
from victim_portal.store import representations as store
from victim_portal.store.models import Case, Document, Submission
from victim_portal.store.unit_of_work import UnitOfWork


class DamagedFileError(Exception):
    """A stored file is not the one that was made: a fault of ours, never handed over."""


def export_submission(
    ctx: Context,
    actor: Actor,
    reference: str,
    language: Language | None = None,
    large_print: bool = False,
    for_whom: str = CASEWORK,
    keep_reason: str = "",
    once: UUID | None = None,
) -> Exported:
    """Make the files of a case's submission, or give those made before of the same content.

    One file for each part: the statement, the conditions that may be put forward, and the
    non-disclosure application where material is withheld. A part's version counts up only
    when what it says has changed; the same content gives the very same bytes. Without
    `language` the statement's own counts. The same form sent twice (`once`) is one export.

    Raises ProtectedValuesError (an InvalidError of the field `keep_reason`) where the
    files could lead to the victim and `keep_reason` is empty; InvalidError (`submission`
    nothing to export, `statement` unsigned, `conditions` agreement missing, `case`,
    `for_whom`); NotFoundError out of reach; NeedsProofError.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
        need_proof(ctx, actor)
        said = saying("export_submission", reference, language, large_print, for_whom, keep_reason)
        done = already_done(uow, once, said)
        if done is not None:
            return _made_before(uow, case, UUID(done))
        sources = gather(uow, case)
        problems = problems_of(sources)
        if not for_whom.strip() or len(for_whom.strip()) > 120:
            problems["for_whom"] = "Enter for whom it is, in at most 120 characters."
        if problems:
            raise InvalidError(problems)
        wanted = language or sources.language
        drawn = contents(ctx, sources, wanted)
        passages = passages_in(uow, sources, drawn)
        if passages and not keep_reason.strip():
            raise ProtectedValuesError(passages)
        submission = Submission(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            review_id=sources.review.id if sources.review else None,
            for_whom=for_whom.strip(),
            made_by=actor.name,
            made_at=ctx.now(),
            document_ids=[],
            keep_reason=keep_reason.strip() or None if passages else None,
        )
        uow.add(submission)
        uow.flush()
        digests = [source_digest(plain) for plain in contents(ctx, sources, Language.ENGLISH)]
        documents = [
            _document(ctx, uow, case, submission, replace(one, large_print=large_print), digest)
            for one, digest in zip(drawn, digests, strict=True)
        ]
        submission.document_ids = [str(document.id) for document in documents]
        audit.record(
            uow,
            actor,
            What.SUBMISSION_EXPORTED,
            case.id,
            submission=str(submission.id),
            files=len(documents),
        )
        files = tuple(exported_file(document) for document in documents)
        remember(uow, once, str(submission.id), said)
        uow.commit()
        return Exported(submission.id, wanted, files)


def exported_file(document: Document) -> ExportedFile:
    """A stored file with its bytes; raises DamagedFileError when they have changed."""
    content = b64decode(document.content or "")
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedFileError(str(document.id))
    return ExportedFile(
        document_id=document.id,
        part=SubmissionPart(document.part),
        version=document.version,
        file_name=document.file_name,
        content=content,
        sha256=document.sha256,
        content_digest=document.content_digest,
        unprintable=tuple(document.unprintable or ()),
    )


def _made_before(uow: UnitOfWork, case: Case, submission_id: UUID) -> Exported:
    submission = uow.get(Submission, submission_id)
    if submission is None or submission.case_id != case.id:
        raise NotFoundError
    documents = [uow.get(Document, UUID(one)) for one in submission.document_ids]
    found = [document for document in documents if document is not None]
    files = tuple(exported_file(document) for document in found)
    return Exported(submission.id, Language(found[0].language), files)


def _document(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    submission: Submission,
    content: SubmissionContent,
    digest: str,
) -> Document:
    """The file of one part: the one that exists for this content and form, or a new one."""
    newest = store.newest_documents(uow, case.id, content.part)
    version, made_on = (newest[0].version + 1 if newest else 1), ctx.today()
    if newest and newest[0].source_digest == digest:
        known = store.same_form(newest, content.language, content.large_print)
        if known is not None:
            return known
        version, made_on = newest[0].version, newest[0].made_on
    rendered = ctx.renderer.render(replace(content, version=version, made_on=made_on))
    document = Document(
        id=uow.tokens.uuid(),
        submission_id=submission.id,
        case_id=case.id,
        person_id=case.person_id,
        part=content.part.value,
        version=version,
        language=content.language.value,
        large_print=content.large_print,
        file_name=rendered.file_name,
        source_digest=digest,
        content_digest=rendered.content_digest,
        sha256=rendered.sha256,
        content=b64encode(rendered.content).decode("ascii"),
        made_on=made_on,
        unprintable=list(rendered.unprintable) or None,
    )
    return uow.add(document)
