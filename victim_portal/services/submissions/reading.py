"""Looking at the submissions of a case, and taking a file of one again."""

from collections.abc import Mapping
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach
from victim_portal.services.submissions.exporting import exported_file
from victim_portal.services.submissions.parts import (
    contents,
    gather,
    problems_of,
    source_digest,
)
from victim_portal.services.submissions.protecting import passages_in
from victim_portal.services.submissions.values import (
    DocumentView,
    ExportedFile,
    SubmissionsView,
    SubmissionView,
)
from victim_portal.store import representations as store
from victim_portal.store.models import Document


def submissions_view(ctx: Context, actor: Actor, reference: str) -> SubmissionsView:
    """The exports of a case and what one now would meet; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        sources = gather(uow, case)
        plain = contents(ctx, sources, Language.ENGLISH)
        now = {content.part: source_digest(content) for content in plain}
        documents = {str(row.id): _document(row, now) for row in store.documents(uow, case.id)}
        view = SubmissionsView(
            reference=case.reference,
            submissions=tuple(
                SubmissionView(
                    id=row.id,
                    made_at=row.made_at,
                    made_by=row.made_by,
                    for_whom=row.for_whom or "",
                    keep_reason=row.keep_reason or "",
                    documents=tuple(documents[one] for one in row.document_ids),
                )
                for row in store.submissions(uow, case.id)
            ),
            language=sources.language,
            parts=tuple(content.part for content in plain),
            problems=problems_of(sources),
            passages=passages_in(uow, sources, plain),
        )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return view


def document_bytes(ctx: Context, actor: Actor, reference: str, document_id: UUID) -> ExportedFile:
    """A file exactly as it was made; the reading is recorded.

    Raises NotFoundError out of reach, or for a file of another case; NeedsProofError.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
        need_proof(ctx, actor)
        document = uow.get(Document, document_id)
        if document is None or document.case_id != case.id:
            raise NotFoundError
        found = exported_file(document)
        audit.record(
            uow,
            actor,
            What.DOCUMENT_READ,
            case.id,
            document=str(document.id),
            sha256=document.sha256,
        )
        uow.commit()
    return found


def _document(row: Document, now: Mapping[SubmissionPart, str]) -> DocumentView:
    part = SubmissionPart(row.part)
    return DocumentView(
        id=row.id,
        part=part,
        version=row.version,
        language=Language(row.language),
        large_print=row.large_print,
        file_name=row.file_name,
        made_on=row.made_on,
        sha256=row.sha256,
        content_digest=row.content_digest,
        unprintable=tuple(row.unprintable or ()),
        current=now.get(part) == row.source_digest,
    )
