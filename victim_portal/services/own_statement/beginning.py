"""A draft begins: empty, or with what was signed. What was withheld in it is marked still."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.own_statement import StatementPart, in_parts
from victim_portal.domain.richtext import to_source
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.own_statement.keeping import write
from victim_portal.services.own_statement.rows import part_row, texts
from victim_portal.services.own_statement.values import TOO_LONG
from victim_portal.services.representations.rows import blocks_of, current_statement
from victim_portal.store import representations as statement_store
from victim_portal.store import voice as store
from victim_portal.store.models import Case, DraftPart, DraftWorry, Statement, StatementDraft
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class _Marked:
    """A passage that was withheld in what was signed, and why."""

    part: StatementPart
    passage: str = field(repr=False)
    reason: str = field(repr=False)
    made_at: datetime


def begin(ctx: Context, uow: UnitOfWork, case: Case, language: Language) -> StatementDraft:
    """Begin a draft, in the caller's transaction, with the statement that stands.

    Raises InvalidError for `words` where that statement has no room in the parts: neither its
    words nor what was withheld in it may be cut off unseen.
    """
    draft = uow.add(
        StatementDraft(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            language=language.value,
            begun_at=ctx.now(),
        )
    )
    _what_helps(uow, case, draft)
    known: dict[str, DraftPart] = {}
    by_part, marked = _standing(ctx, uow, case)
    for part, words in by_part.items():
        if words:
            write(ctx, part_row(uow, draft, known, part), words, "", 0)
    uow.flush()
    # The officer was asked when it was marked first: the same words ask nothing new of them.
    for one in marked:
        uow.add(
            DraftWorry(
                id=uow.tokens.uuid(),
                draft_id=draft.id,
                case_id=case.id,
                person_id=case.person_id,
                part=one.part.value,
                passage=one.passage,
                reason=one.reason,
                made_at=one.made_at,
            )
        )
    uow.flush()
    audit.record(uow, THE_PERSON, What.DRAFT_BEGUN, case.id, draft=str(draft.id))
    return draft


def _what_helps(uow: UnitOfWork, case: Case, draft: StatementDraft) -> None:
    """What she said before of the day itself stands until she says something else."""
    current = current_statement(statement_store.statements(uow, case.id))
    if current is not None and current.person_id == case.person_id:
        draft.observing, draft.support = current.observing, current.support


def _standing(
    ctx: Context, uow: UnitOfWork, case: Case
) -> tuple[dict[StatementPart, str], list[_Marked]]:
    """What the statement that stands says: in its parts where she wrote it here herself."""
    current = current_statement(statement_store.statements(uow, case.id))
    if current is None or current.person_id != case.person_id:
        return {}, []
    before = store.last_signed(uow, case.id)
    if before is not None and current.recorded_by == THE_PERSON.name:
        marked = [
            _Marked(StatementPart(row.part), row.passage or "", row.reason or "", row.made_at)
            for row in store.worries(uow, before.id)
        ]
        return texts(store.parts(uow, before.id)), marked
    return _written_down(ctx, current)


def _written_down(
    ctx: Context, current: Statement
) -> tuple[dict[StatementPart, str], list[_Marked]]:
    """The same of a statement that an officer wrote down, which keeps what is withheld apart."""
    placed = in_parts(
        [to_source([block]) for block in blocks_of(current.body)],
        [to_source([block]) for block in blocks_of(current.withheld)],
    )
    if placed is None:
        raise InvalidError({"words": TOO_LONG})
    reason = to_source(blocks_of(current.withheld_reasons))
    marked = [
        # Passages are listed by when they were marked: these in the order of the text.
        _Marked(part, one.withheld, reason, ctx.now() + timedelta(microseconds=number))
        for number, (part, one) in enumerate(placed.items())
        if one.withheld
    ]
    return {part: one.words for part, one in placed.items()}, marked
