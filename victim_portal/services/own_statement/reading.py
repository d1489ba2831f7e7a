"""Her own look at what she writes, and at what she signed."""

from collections.abc import Sequence
from datetime import date, datetime

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.calendar import london_date
from victim_portal.domain.own_statement import StatementPart, gentle_notes, reading_time
from victim_portal.domain.parole import DeadlineKind
from victim_portal.domain.representations import ReadingPreference
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.own_statement.rows import (
    case_of,
    lighter,
    offered,
    served,
    stands,
    texts,
    whole,
)
from victim_portal.services.own_statement.values import (
    OtherText,
    OwnDraft,
    OwnPart,
    OwnStatement,
    OwnWorry,
    Signed,
)
from victim_portal.services.own_statement.words import words_of
from victim_portal.services.representations.openings import (
    OF_THE_STATEMENT,
    opened_at,
    version_in,
)
from victim_portal.services.representations.rows import blocks_of, current_statement, words_digest
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.services.sanitise import sanitise
from victim_portal.store import representations as statement_store
from victim_portal.store import voice as store
from victim_portal.store.models import Case, DraftPart, Review, Statement, StatementDraft
from victim_portal.store.unit_of_work import UnitOfWork


def own_statement(ctx: Context, visitor: Visitor) -> OwnStatement:
    """Everything that stands of a statement of hers; the look is recorded."""
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        found = _statement(ctx, uow, case)
        audit.record(uow, THE_PERSON, What.OWN_STATEMENT_READ, case.id)
        uow.commit()
        return found


def own_part(
    ctx: Context, visitor: Visitor, part: StatementPart
) -> tuple[OwnStatement, OwnPart, str]:
    """One part of the draft for writing, and a name for the page on which it is written.

    The look is recorded. Raises NotFoundError where there is no draft.
    """
    found = own_statement(ctx, visitor)
    if found.draft is None:
        raise NotFoundError
    return found, found.draft.parts[part], ctx.tokens.secret(12).hex()


def _statement(ctx: Context, uow: UnitOfWork, case: Case) -> OwnStatement:
    offer, review = offered(ctx, uow, case)
    days = _days(ctx, uow, review)
    statements = [
        row for row in statement_store.statements(uow, case.id) if row.person_id == case.person_id
    ]
    current = current_statement(statements)
    draft = store.draft(uow, case.id)
    gone = _gone(uow, case, statements)
    newest = statements[0].version if statements else 0
    return OwnStatement(
        offer=offer,
        lighter=lighter(review),
        due_on=days.get(DeadlineKind.STATEMENT),
        ask_by=days.get(DeadlineKind.NON_DISCLOSURE),
        today=ctx.today(),
        draft=_draft(uow, draft) if draft and draft.person_id == case.person_id else None,
        signed=_signed(current) if current else None,
        withdrawn=bool(statements) and current is None,
        gone_on=tuple(sorted({day for day, version in gone if version == newest})),
        older_gone_on=tuple(sorted({day for day, version in gone if version != newest})),
        read_on=tuple(sorted({london_date(at) for at in opened_at(uow, case.id).values()})),
    )


def _gone(uow: UnitOfWork, case: Case, statements: Sequence[Statement]) -> list[tuple[date, int]]:
    """On which days files with her words were made for those who decide, and of which version."""
    documents = statement_store.documents(uow, case.id)
    made = {str(row.id) for row in documents if row.part in OF_THE_STATEMENT}
    found = []
    for submission in statement_store.submissions(uow, case.id):
        if made.intersection(submission.document_ids):
            found.append((london_date(submission.made_at), version_in(submission, statements)))
    return found


def _days(ctx: Context, uow: UnitOfWork, review: Review | None) -> dict[DeadlineKind, date]:
    if review is None or review.hearing_on is None:
        return {}
    return {one.kind: one.work_by for one in timetable_of(ctx, uow, review)}


def _signed(row: Statement) -> Signed:
    return Signed(
        version=row.version,
        signed_on=row.signed_on,
        language=Language(row.language),
        preference=ReadingPreference(row.reading_preference),
        observing=row.observing,
        support=row.support or "",
        body=blocks_of(row.body),
        withheld=blocks_of(row.withheld),
    )


def _draft(uow: UnitOfWork, draft: StatementDraft) -> OwnDraft:
    known = store.parts(uow, draft.id)
    by_part = texts(known)
    worries = store.worries(uow, draft.id)
    digest, problems = "", dict[str, str]()
    try:
        words = words_of(uow, draft)
        digest = words_digest(words.body, words.withheld)
    except InvalidError as error:
        problems = error.problems
    return OwnDraft(
        id=draft.id,
        begun_on=london_date(draft.begun_at),
        language=Language(draft.language),
        preference=ReadingPreference(draft.preference) if draft.preference else None,
        observing=draft.observing,
        support=draft.support or "",
        parts={part: _part(part, known.get(part)) for part in StatementPart},
        worries=tuple(
            OwnWorry(
                worry.id,
                StatementPart(worry.part),
                worry.passage or "",
                worry.reason or "",
                stands(worry, by_part),
            )
            for worry in worries
        ),
        reading=reading_time(by_part.values()),
        whole=sanitise(whole(by_part)),
        served=sanitise(served(by_part, worries)),
        digest=digest,
        problems=problems,
    )


def _part(part: StatementPart, row: DraftPart | None) -> OwnPart:
    words = (row.words or "") if row else ""
    others = (row.others or {}) if row else {}
    return OwnPart(
        part=part,
        version=row.version if row else 0,
        saved_at=row.saved_at if row else None,
        words=words,
        others=tuple(
            OtherText(page, datetime.fromisoformat(one["at"]), one["late"], one["words"])
            for page, one in others.items()
        ),
        notes=gentle_notes(words),
    )
