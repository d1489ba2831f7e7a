"""How the documents of a case stand: current, replaced or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from victim_portal.domain.submissions import (
    Audience,
    DocumentStanding,
    StandingFacts,
    audience_of,
    standing_of,
)
from victim_portal.domain.vocabulary import Language, RequestState, SubmissionPart
from victim_portal.ports import SubmissionContent
from victim_portal.services.context import Context
from victim_portal.services.submissions.parts import (
    conditions_content,
    contents,
    shared_content,
    source_digest,
    statement_content,
    words_digest,
)
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.store import representations as store
from victim_portal.store.models import Case, ConditionRequest, Document
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Standings:
    """What is asked of every document of one case, its rows read once."""

    ctx: Context
    sources: Sources
    documents: Sequence[Document]

    def of(self, document: Document) -> DocumentStanding:
        """How a document stands now."""
        part, mine = SubmissionPart(document.part), document.version
        later = any(
            one.version > mine and one.part == part and one.audience == document.audience
            for one in self.documents
        )
        return standing_of(
            StandingFacts(
                later_version=later,
                taken_back=self._taken_back(document),
                words_changed=self._words_changed(document),
            )
        )

    def is_withdrawn(self, document: Document) -> bool:
        """Whether the victim has taken back what it says, or any request of several in it.

        Those who check a file with some of its requests left are told that it is replaced.
        """
        if self.of(document) is DocumentStanding.WITHDRAWN:
            return True
        return any(one.state == RequestState.WITHDRAWN for one in self._asked(document))

    def says_it_still(self, document: Document) -> bool:
        """Whether the case would make the very same document now, facts and all."""
        return any(
            content.part == document.part and source_digest(content) == document.source_digest
            for content in self._now(Audience(document.audience))
        )

    def _taken_back(self, document: Document) -> bool:
        # A file from before versions were written beside it: whatever stood when it was made.
        version = document.statement_version
        if document.part != SubmissionPart.CONDITIONS:
            statement = next(
                (one for one in self.sources.statements if one.version == version), None
            )
            if statement is not None:
                return statement.withdrawn_at is not None
            if version is None and not document.request_numbers:
                return self.sources.statement is None and bool(self.sources.statements)
        asked = self._asked(document)
        return bool(asked) and all(one.state == RequestState.WITHDRAWN for one in asked)

    def _words_changed(self, document: Document) -> bool:
        if document.words_digest is None:
            return not self.says_it_still(document)
        audience = Audience(document.audience)
        if document.part == SubmissionPart.CONDITIONS:
            asked = self._asked(document)
            if any(one.state == RequestState.WITHDRAWN for one in asked):
                return True
            shared = shared_content(self.ctx, self.sources, audience)
            now = conditions_content(self.sources, shared, asked)
            return words_digest(now) != document.words_digest
        standing = self.sources.statement
        if document.part == SubmissionPart.STATEMENT:
            if standing is None or standing.version != document.statement_version:
                return True
            shared = shared_content(self.ctx, self.sources, audience)
            now = statement_content(self.ctx, self.sources, shared)
            return words_digest(now) != document.words_digest
        return not any(
            content.part == document.part and words_digest(content) == document.words_digest
            for content in self._now(audience)
        )

    def _asked(self, document: Document) -> list[ConditionRequest]:
        numbers = set(document.request_numbers or ())
        return [one for one in self.sources.all_requests if one.number in numbers]

    def _now(self, audience: Audience) -> tuple[SubmissionContent, ...]:
        for recipient in self.sources.recipients:
            if audience_of(recipient) is audience:
                return contents(self.ctx, self.sources, Language.ENGLISH, recipient)
        return ()


def standings_of(ctx: Context, uow: UnitOfWork, case: Case) -> Standings:
    """The same, for a case whose rows aren't read yet."""
    return Standings(ctx, gather(uow, case), store.documents(uow, case.id))
