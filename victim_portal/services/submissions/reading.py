"""Looking at the submissions of a case, and taking a file of one again."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.submissions import HandoverWay, Recipient
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.submissions.deadlines import due_for
from victim_portal.services.submissions.files import TAKEN_BACK, exported_file
from victim_portal.services.submissions.leaving_out import unsettled_of, waiting_of
from victim_portal.services.submissions.parts import contents, withheld_requests
from victim_portal.services.submissions.protecting import passages_in, protected_of_case
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.services.submissions.standing import Standings, standings_of
from victim_portal.services.submissions.values import (
    DocumentView,
    ExportedFile,
    HandoverView,
    SubmissionsView,
    SubmissionView,
    Unprintable,
)
from victim_portal.services.submissions.withholding import problems_now
from victim_portal.store import representations as store
from victim_portal.store import submissions as submission_store
from victim_portal.store.models import CaseNote, Document, Handover, Submission
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST_REASON = 2000


def submissions_view(
    ctx: Context, actor: Actor, reference: str, recipient: Recipient | None = None
) -> SubmissionsView:
    """The exports of a case and what one now would meet; the view is recorded.

    For a `recipient` among those who decide; whoever decides first, for none or another.
    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        sources = gather(uow, case)
        chosen = recipient if recipient in sources.recipients else None
        chosen = chosen or sources.recipients[0]
        drawn = contents(ctx, sources, sources.language, chosen)
        english = contents(ctx, sources, Language.ENGLISH, chosen)
        protected = protected_of_case(uow, sources)
        parts = tuple(content.part for content in drawn)
        view = SubmissionsView(
            reference=case.reference,
            submissions=exports_of(ctx, uow, sources),
            language=sources.language,
            recipient=chosen,
            recipients=sources.recipients,
            parts=parts,
            problems=problems_now(sources, chosen),
            passages=passages_in(uow, protected, english, sources.settlements),
            unprintable=tuple(
                Unprintable(content.part, tuple(characters))
                for content in drawn
                if (characters := ctx.renderer.unprintable(content))
            ),
            left_out=SubmissionPart.NON_DISCLOSURE not in parts and _withholds(sources),
            manager=is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)),
            due=tuple(one for one in due_for(ctx, uow, sources, chosen) if one.part in parts),
            waiting=sources.left_out(chosen),
        )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return view


def document_bytes(ctx: Context, actor: Actor, reference: str, document_id: UUID) -> ExportedFile:
    """A file exactly as it was made; the reading is recorded.

    What the victim took back is not handed out again: ConflictError, whoever asks. It stays
    on record, and a manager can look at it with a reason (`withdrawn_bytes`). Raises
    NotFoundError out of reach, or for a file of another case; NeedsProofError.
    """
    with ctx.store.writing() as uow:
        document, standings = _document(ctx, uow, actor, reference, document_id)
        need_proof(ctx, actor)
        if standings.is_withdrawn(document):
            raise ConflictError(TAKEN_BACK)
        found = _read(uow, actor, document)
        uow.commit()
    return found


def withdrawn_bytes(
    ctx: Context, actor: Actor, reference: str, document_id: UUID, why: str
) -> ExportedFile:
    """A file that the victim took back, for a manager who must know what went out.

    Its name says that it is withdrawn. Recorded with the reason on the case. Raises
    InvalidError (`why`), NotFoundError out of reach, for no manager, or where it isn't
    withdrawn; NeedsProofError.
    """
    with ctx.store.writing() as uow:
        document, standings = _document(ctx, uow, actor, reference, document_id)
        case = standings.sources.case
        if not is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)):
            raise NotFoundError
        need_proof(ctx, actor)
        if not standings.is_withdrawn(document):
            raise NotFoundError
        if not why.strip() or len(why.strip()) > LONGEST_REASON:
            raise InvalidError({"why": "Enter why you must see it, in at most 2,000 characters."})
        found = _read(uow, actor, document)
        note = f"Looked at the withdrawn file {document.file_name}: {why.strip()}"
        uow.add(
            CaseNote(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                text=note,
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
        )
        uow.commit()
    return replace(found, file_name=f"WITHDRAWN-{found.file_name}")


def exports_of(ctx: Context, uow: UnitOfWork, sources: Sources) -> tuple[SubmissionView, ...]:
    """Every export of a case, the newest first, with how its files stand and where they went."""
    rows = store.documents(uow, sources.case.id)
    standings = Standings(ctx, sources, rows)
    documents = {str(row.id): document_view(standings, row) for row in rows}
    handed: dict[UUID, list[HandoverView]] = {}
    for one in submission_store.handovers(uow, sources.case.id):
        handed.setdefault(one.submission_id, []).append(_handover(one, documents))
    return tuple(
        _submission(row, documents, handed.get(row.id, ()))
        for row in store.submissions(uow, sources.case.id)
    )


def document_view(standings: Standings, row: Document) -> DocumentView:
    """A file as it is shown, with how it stands."""
    return DocumentView(
        id=row.id,
        part=SubmissionPart(row.part),
        version=row.version,
        language=Language(row.language),
        large_print=row.large_print,
        file_name=row.file_name,
        made_on=row.made_on,
        sha256=row.sha256,
        content_digest=row.content_digest,
        unprintable=tuple(row.unprintable or ()),
        current=standings.says_it_still(row) and not standings.is_withdrawn(row),
        standing=standings.of(row),
        taken_back=standings.is_withdrawn(row),
        statement_version=row.statement_version,
        request_numbers=tuple(row.request_numbers or ()),
    )


def _submission(
    row: Submission, documents: dict[str, DocumentView], handovers: Sequence[HandoverView]
) -> SubmissionView:
    return SubmissionView(
        id=row.id,
        made_at=row.made_at,
        made_by=row.made_by,
        for_whom=row.for_whom or "",
        recipient=Recipient(row.recipient) if row.recipient else None,
        keep_reason=row.keep_reason or "",
        unsettled=unsettled_of(row),
        waiting=waiting_of(row),
        documents=tuple(documents[one] for one in row.document_ids),
        handovers=tuple(handovers),
    )


def _handover(row: Handover, documents: dict[str, DocumentView]) -> HandoverView:
    return HandoverView(
        id=row.id,
        submission_id=row.submission_id,
        recipient=Recipient(row.recipient),
        to_whom=row.to_whom or "",
        way=HandoverWay(row.way),
        handed_on=row.handed_on,
        file_names=tuple(documents[one].file_name for one in row.document_ids if one in documents),
        recorded_by=row.recorded_by,
        acknowledged_on=row.acknowledged_on,
        acknowledged_how=row.acknowledged_how or "",
    )


def _withholds(sources: Sources) -> bool:
    marked = sources.statement is not None and sources.statement.withheld is not None
    return marked or bool(withheld_requests(sources))


def _document(
    ctx: Context, uow: UnitOfWork, actor: Actor, reference: str, document_id: UUID
) -> tuple[Document, Standings]:
    case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
    document = uow.get(Document, document_id)
    if document is None or document.case_id != case.id:
        raise NotFoundError
    return document, standings_of(ctx, uow, case)


def _read(uow: UnitOfWork, actor: Actor, document: Document) -> ExportedFile:
    found = exported_file(document)
    audit.record(
        uow,
        actor,
        What.DOCUMENT_READ,
        document.case_id,
        document=str(document.id),
        sha256=document.sha256,
    )
    return found
