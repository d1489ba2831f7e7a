"""Exporting a submission: versions, the check for protected values, files, the record."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.submissions import (
    DECIDES_RELEASE,
    DocumentStanding,
    Recipient,
    audience_of,
)
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import RenderedPdf, SubmissionContent
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.representations.rows import writing
from victim_portal.services.submissions.files import TAKEN_BACK, exported_file
from victim_portal.services.submissions.finished import check_finished
from victim_portal.services.submissions.leaving_out import waiting_of, written
from victim_portal.services.submissions.parts import (
    contents,
    source_digest,
    withheld_requests,
    words_digest,
)
from victim_portal.services.submissions.protecting import (
    Protected,
    passages_in,
    protected_of_case,
)
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.services.submissions.standing import Standings, standings_of
from victim_portal.services.submissions.values import (
    Exported,
    Passage,
    ProtectedValuesError,
    unsettled,
)
from victim_portal.services.submissions.withholding import problems_now
from victim_portal.store import representations as store
from victim_portal.store import submissions as submission_store
from victim_portal.store.models import Case, Document, Submission
from victim_portal.store.unit_of_work import UnitOfWork

SEND_TASK = "send_unsettled"
NOT_A_MANAGER = (
    "Only a manager of the unit can have files sent before every passage is settled. Ask your "
    "manager to do it, or settle each with the victim."
)
NOT_FOR = "Choose one of those who decide on this case."


def export_submission(
    ctx: Context,
    actor: Actor,
    reference: str,
    language: Language | None = None,
    large_print: bool = False,
    for_whom: str = "",
    recipient: Recipient | None = None,
    send_unsettled: str = "",
    once: UUID | None = None,
) -> Exported:
    """Make the files of a case's submission, or give those made before of the same content.

    One file for each part that the recipient gets (whoever decides first, where none is
    given): the statement, the conditions that may be put forward, and the non-disclosure
    application where material is withheld. A part's version counts up only when what it says
    has changed; the same content gives the very same bytes. Without `language` the statement's
    own counts. `for_whom` names the person or office, where it isn't the recipient's usual
    one. The same form sent twice (`once`) is one export.

    Raises ProtectedValuesError (an InvalidError of the field `send_unsettled`) where a passage
    could lead to the victim and isn't settled with her, unless a manager gives the reason why
    it is sent all the same; UncleanFileError where a finished file holds what nobody wrote;
    InvalidError (`submission` nothing to export, `statement` unsigned, `conditions` nothing but
    what agreement is missing for, `gist`, `case`, `for_whom`, `recipient`); NotFoundError out of
    reach; NeedsProofError.
    """
    with writing(ctx) as uow:
        case = case_within_reach(uow, actor, reference, Permission.EXPORT_SUBMISSION)
        need_proof(ctx, actor)
        said = saying(
            "export_submission",
            reference,
            language,
            large_print,
            for_whom,
            recipient,
            send_unsettled,
        )
        done = already_done(uow, once, said)
        if done is not None:
            return _made_before(ctx, uow, case, UUID(done))
        sources = gather(uow, case)
        recipient = recipient or sources.recipients[0]
        _check(sources, recipient, for_whom)
        wanted = language or sources.language
        drawn = contents(ctx, sources, wanted, recipient)
        protected = protected_of_case(uow, sources)
        # A passage is settled by its words and what is around them, in whatever language it goes.
        english = contents(ctx, sources, Language.ENGLISH, recipient)
        open_ones = unsettled(passages_in(uow, protected, english, sources.settlements))
        _check_settled(uow, actor, case, open_ones, send_unsettled)
        submission = Submission(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            review_id=sources.review.id if sources.review else None,
            for_whom=for_whom.strip() or DECIDES_RELEASE[recipient],
            recipient=recipient.value,
            made_by=actor.name,
            made_at=ctx.now(),
            document_ids=[],
            keep_reason=send_unsettled.strip() if open_ones else None,
            unsettled=[*_listed(open_ones), *written(sources.left_out(recipient))] or None,
        )
        uow.add(submission)
        uow.flush()
        making = _Making(ctx, uow, case, submission, sources, recipient, protected)
        documents = [
            making.document(replace(one, large_print=large_print), plain)
            for one, plain in zip(drawn, english, strict=True)
        ]
        submission.document_ids = [str(document.id) for document in documents]
        audit.record(
            uow,
            actor,
            What.SUBMISSION_EXPORTED,
            case.id,
            submission=str(submission.id),
            files=len(documents),
            recipient=recipient.value,
            unsettled=len(open_ones),
            left_out=len(sources.left_out(recipient)),
        )
        tasks.settle(uow, actor, SEND_TASK, case)
        files = tuple(exported_file(document) for document in documents)
        remember(uow, once, str(submission.id), said)
        uow.commit()
        return Exported(
            submission.id,
            wanted,
            recipient,
            submission.for_whom or "",
            files,
            sources.left_out(recipient),
        )


def _check(sources: Sources, recipient: Recipient, for_whom: str) -> None:
    if recipient not in sources.recipients:
        raise InvalidError({"recipient": NOT_FOR})
    problems = problems_now(sources, recipient)
    if len(for_whom.strip()) > 120:
        problems["for_whom"] = "Enter for whom it is, in at most 120 characters."
    if problems:
        raise InvalidError(problems)


def _check_settled(
    uow: UnitOfWork, actor: Actor, case: Case, open_ones: Sequence[Passage], reason: str
) -> None:
    if not open_ones:
        return
    if not reason.strip():
        raise ProtectedValuesError(open_ones)
    if not is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)):
        raise InvalidError({"send_unsettled": NOT_A_MANAGER})
    if len(reason.strip()) > 2000:
        raise InvalidError({"send_unsettled": "Enter the reason in at most 2,000 characters."})


def _listed(open_ones: Sequence[Passage]) -> list[dict[str, str]]:
    """Where something stands and what kind of thing it is: the list goes out with the files."""
    rows = [
        {"part": one.part.value, "where": one.where, "kind": one.kind.value} for one in open_ones
    ]
    return [row for number, row in enumerate(rows) if row not in rows[:number]]


def _made_before(ctx: Context, uow: UnitOfWork, case: Case, submission_id: UUID) -> Exported:
    submission = uow.get(Submission, submission_id)
    if submission is None or submission.case_id != case.id:
        raise NotFoundError
    documents = [uow.get(Document, UUID(one)) for one in submission.document_ids]
    found = [document for document in documents if document is not None]
    standings = standings_of(ctx, uow, case)
    if any(standings.is_withdrawn(document) for document in found):
        raise ConflictError(TAKEN_BACK)
    files = tuple(exported_file(document) for document in found)
    recipient = Recipient(submission.recipient or Recipient.CASEWORK)
    return Exported(
        submission.id,
        Language(found[0].language),
        recipient,
        submission.for_whom or "",
        files,
        waiting_of(submission),
    )


@dataclass(frozen=True)
class _Making:
    """One export on its way: its files are made, or found as they were made before."""

    ctx: Context
    uow: UnitOfWork
    case: Case
    submission: Submission
    sources: Sources
    recipient: Recipient
    protected: Protected

    def document(self, content: SubmissionContent, plain: SubmissionContent) -> Document:
        """The file of one part: the one that exists for this content and form, or a new one."""
        ctx, uow, digest = self.ctx, self.uow, source_digest(plain)
        audience = audience_of(self.recipient).value
        newest = submission_store.newest_for(uow, self.case.id, content.part, audience)
        version = submission_store.newest_version(uow, self.case.id, content.part) + 1
        made_on = ctx.today()
        if newest and newest[0].source_digest == digest and self._stands(newest):
            version, made_on = newest[0].version, newest[0].made_on
        numbered = replace(content, version=version, made_on=made_on, check_at=check_address(ctx))
        known = store.same_form(newest, content.language, content.large_print)
        if known is not None and known.version == version:
            self._look_again(numbered, known)
            return known
        rendered = ctx.renderer.render(numbered)
        check_finished(ctx, self.protected, numbered, rendered)
        return uow.add(self._row(numbered, plain, digest, rendered, audience))

    def _stands(self, newest: Sequence[Document]) -> bool:
        """Not a version that she took back: the same words, given again, are another one."""
        documents = store.documents(self.uow, self.case.id)
        standings = Standings(self.ctx, self.sources, documents)
        return standings.of(newest[0]) is not DocumentStanding.WITHDRAWN

    def _look_again(self, content: SubmissionContent, known: Document) -> None:
        """What is protected may have become more since the file was made."""
        file = exported_file(known)
        made = RenderedPdf(file.file_name, file.content, file.sha256, file.content_digest)
        check_finished(self.ctx, self.protected, content, made)

    def _row(
        self,
        content: SubmissionContent,
        plain: SubmissionContent,
        digest: str,
        rendered: RenderedPdf,
        audience: str,
    ) -> Document:
        part, statement = content.part, self.sources.sendable
        of_statement = part is not SubmissionPart.CONDITIONS and statement is not None
        if part is SubmissionPart.NON_DISCLOSURE and statement is not None:
            of_statement = statement.withheld is not None
        numbers = {
            SubmissionPart.STATEMENT: [],
            SubmissionPart.CONDITIONS: [one.number for one in content.conditions],
            SubmissionPart.NON_DISCLOSURE: withheld_requests(self.sources),
        }[part]
        return Document(
            id=self.uow.tokens.uuid(),
            submission_id=self.submission.id,
            case_id=self.case.id,
            person_id=self.case.person_id,
            part=part.value,
            version=content.version,
            language=content.language.value,
            large_print=content.large_print,
            file_name=rendered.file_name,
            source_digest=digest,
            content_digest=rendered.content_digest,
            sha256=rendered.sha256,
            content=b64encode(rendered.content).decode("ascii"),
            made_on=content.made_on,
            unprintable=list(rendered.unprintable) or None,
            statement_version=statement.version if statement and of_statement else None,
            request_numbers=numbers or None,
            words_digest=words_digest(plain),
            audience=audience,
        )


def check_address(ctx: Context) -> str:
    """Where a recipient learns whether a document is current."""
    return f"{ctx.base_url.rstrip('/')}/check-document"
