"""Writing: a draft is begun, saved, chosen between, thrown away. Nothing typed is lost."""

from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.own_statement import (
    LONGEST_PART,
    DraftEnd,
    Saved,
    StatementPart,
    gentle_notes,
    joined,
    reading_time,
)
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door import ended_visitor
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.own_statement.beginning import begin
from victim_portal.services.own_statement.keeping import keep, put_beside, record, write
from victim_portal.services.own_statement.rows import (
    again,
    case_of,
    draft_of,
    need_offer,
    part_row,
    texts,
)
from victim_portal.services.own_statement.values import CHANGED, TOO_LONG, UNSURE, PartSaved
from victim_portal.services.sanitise import storable
from victim_portal.store import voice as store
from victim_portal.store.models import Case, DraftPart, StatementDraft
from victim_portal.store.unit_of_work import UnitOfWork

RECORDED_EVERY = timedelta(minutes=1)
"""Of what saves itself every few seconds, the trail keeps one event in so long."""


def begin_draft(ctx: Context, visitor: Visitor, language: Language) -> None:
    """Begin a draft, with the words that she signed where there are some; begun twice is begun.

    Raises InvalidError for `offer` where no statement can be made now, for `words` where what
    stands has no room in a draft.
    """

    def act() -> None:
        with ctx.store.writing() as uow:
            case = case_of(uow, visitor)
            if store.draft(uow, case.id) is None:
                need_offer(ctx, uow, case)
                begin(ctx, uow, case, language)
            uow.commit()

    again(act)


def save_part(
    ctx: Context,
    visitor: Visitor,
    part: StatementPart,
    words: str,
    base: int,
    page: str,
    *,
    draft_id: UUID | None,
    by_itself: bool = False,
    language: Language | None = None,
) -> PartSaved:
    """Keep what she typed into a part, on a `page` made from version `base` of that draft.

    Where the part has changed elsewhere meanwhile, both texts are kept and she chooses. A page
    of another draft than the one that stands has seen nothing of this one, whatever its
    `base`: each draft counts its versions anew. Where the draft was signed or thrown away
    meanwhile, another one is begun with these words, but not by a page that saves itself: what
    was thrown away mustn't come back unasked.
    `by_itself` is a save that she didn't press, `language` that of the page on which she
    writes: the statement is taken to be in it. Raises NotFoundError where there is no draft,
    InvalidError for `words` with a code.
    """
    words = _checked(words)
    return again(
        lambda: _save(
            ctx,
            visitor,
            part,
            words,
            base,
            page,
            draft_id=draft_id,
            by_itself=by_itself,
            language=language,
        )
    )


def _save(
    ctx: Context,
    visitor: Visitor,
    part: StatementPart,
    words: str,
    base: int,
    page: str,
    *,
    draft_id: UUID | None,
    by_itself: bool,
    language: Language | None,
) -> PartSaved:
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = store.locked_draft(uow, case.id)
        if draft is not None and draft.person_id != case.person_id:
            raise NotFoundError
        if by_itself and (draft is None or _thrown_away(uow, case, draft_id)):
            raise NotFoundError
        if draft is None:
            need_offer(ctx, uow, case)
            draft = begin(ctx, uow, case, language or Language.ENGLISH)
        known = store.parts(uow, draft.id)
        row = part_row(uow, draft, known, part)
        if draft.id != draft_id:
            base = _unseen(row, page)
        was_saved_at = row.saved_at
        outcome = keep(ctx, row, words, base, page)
        if language is not None and outcome is Saved.KEPT:
            draft.language = language.value
        recent = was_saved_at is not None and ctx.now() - was_saved_at < RECORDED_EVERY
        if outcome is not Saved.SAME and not (by_itself and recent and outcome is Saved.KEPT):
            record(uow, case, draft, row, outcome.value)
        saved = PartSaved(
            outcome,
            draft.id,
            row.version,
            gentle_notes(words),
            reading_time(texts(known).values()),
        )
        uow.commit()
        return saved


def _unseen(row: DraftPart, page: str) -> int:
    """The version that a page of another draft has seen: none, but for what it wrote itself."""
    if page and page == row.page:
        return row.page_from
    return -1 if row.version else 0


def _thrown_away(uow: UnitOfWork, case: Case, draft_id: UUID | None) -> bool:
    before = uow.get(StatementDraft, draft_id) if draft_id is not None else None
    ended = before.ended_why if before is not None and before.case_id == case.id else None
    return ended == DraftEnd.THROWN_AWAY


def save_late(
    ctx: Context,
    token: str,
    part: StatementPart,
    words: str,
    page: str,
    *,
    draft_id: UUID | None,
    by_itself: bool = False,
) -> bool:
    """Keep what came after its visit had ended by itself; whether it was kept.

    Kept beside the part's text and shown to nobody before they have opened a new link and
    given the proof. A visit that somebody ended, or that ended a day ago, keeps nothing, and
    no text is ever overwritten by it, of whichever draft the page was. What a page saved by
    itself of a draft that was thrown away doesn't come back in another one.
    """
    visitor, words = ended_visitor(ctx, token), storable(words)
    if visitor is None or not words.strip() or len(words) > LONGEST_PART:
        return False
    return again(
        lambda: _save_late(ctx, visitor, part, words, page, draft_id=draft_id, by_itself=by_itself)
    )


def _save_late(
    ctx: Context,
    visitor: Visitor,
    part: StatementPart,
    words: str,
    page: str,
    *,
    draft_id: UUID | None,
    by_itself: bool,
) -> bool:
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = store.locked_draft(uow, case.id)
        if draft is None or draft.person_id != case.person_id:
            return False
        if by_itself and _thrown_away(uow, case, draft_id):
            return False
        row = part_row(uow, draft, store.parts(uow, draft.id), part)
        if words != (row.words or ""):
            if not put_beside(ctx, row, words, page, late=True):
                return False
            record(uow, case, draft, row, "late")
        uow.commit()
        return True


def choose_text(
    ctx: Context,
    visitor: Visitor,
    part: StatementPart,
    choice: str,
    base: int,
    seen: frozenset[str],
    *,
    draft_id: UUID | None,
) -> None:
    """Of two or more texts of a part she keeps one, or all of them, one after the other.

    `choice` is "here" for the part's text, "all", or the name of the page whose text it is;
    `draft_id`, `base` and `seen` say what she was shown: nothing else goes. Raises NotFoundError,
    InvalidError for `choice` with a code (`CHANGED` where the part changed meanwhile).
    """
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = draft_of(uow, case)
        row = part_row(uow, draft, store.parts(uow, draft.id), part)
        if draft_id != draft.id or base != row.version:
            raise InvalidError({"choice": CHANGED})
        others = dict(row.others or {})
        shown = {page: one["words"] for page, one in others.items() if page in seen}
        here = row.words or ""
        if choice == "all":
            words = joined([here, *shown.values()])
        elif choice == "here":
            words = here
        elif choice in shown:
            words = shown[choice]
        else:
            raise InvalidError({"choice": UNSURE})
        if len(words) > LONGEST_PART:
            raise InvalidError({"choice": TOO_LONG})
        row.others = {page: one for page, one in others.items() if page not in shown} or None
        if words != here:
            write(ctx, row, words, "", row.version)
        record(uow, case, draft, row, "chosen")
        uow.commit()


def throw_away(ctx: Context, visitor: Visitor) -> None:
    """Throw the draft away: its words are deleted. Thrown away twice is thrown away."""
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = store.locked_draft(uow, case.id)
        if draft is not None and draft.person_id == case.person_id:
            store.forget_words(uow, draft.id)
            end(ctx, uow, case, draft, DraftEnd.THROWN_AWAY)
        uow.commit()


def end(ctx: Context, uow: UnitOfWork, case: Case, draft: StatementDraft, why: DraftEnd) -> None:
    """End a draft, in the caller's transaction."""
    draft.ended_at, draft.ended_why = ctx.now(), why.value
    audit.record(uow, THE_PERSON, What.DRAFT_ENDED, case.id, draft=str(draft.id), why=why.value)


def _checked(words: str) -> str:
    words = storable(words)
    if len(words) > LONGEST_PART:
        raise InvalidError({"words": TOO_LONG})
    return words
