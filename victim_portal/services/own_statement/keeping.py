"""Keeping a text of a part: as its own, or beside it until she has chosen."""

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.own_statement import Saved, Standing, outcome_of
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.own_statement.values import UNSURE
from victim_portal.store.models import Case, DraftPart, StatementDraft
from victim_portal.store.unit_of_work import UnitOfWork

MOST_OTHERS = 20


def keep(ctx: Context, row: DraftPart, words: str, base: int, page: str) -> Saved:
    """Keep a text as the part's own or beside it; InvalidError for `words` where no more fit."""
    standing = Standing(row.words or "", row.version, row.page or "", row.page_from)
    outcome = outcome_of(standing, words, base, page)
    if outcome is Saved.KEPT:
        write(ctx, row, words, page, base)
    if outcome is not Saved.BESIDE and page in (row.others or {}):
        # What this page had typed in between is typed over.
        row.others = {name: one for name, one in row.others.items() if name != page} or None
    if outcome is Saved.BESIDE and not put_beside(ctx, row, words, page, late=False):
        raise InvalidError({"words": UNSURE})
    return outcome


def write(ctx: Context, row: DraftPart, words: str, page: str, base: int) -> None:
    """Make a text the part's own; `page` may go on writing over it."""
    if page == "" or page != (row.page or ""):
        row.page, row.page_from = page or None, base
    row.words, row.version, row.saved_at = words, row.version + 1, ctx.now()


def put_beside(ctx: Context, row: DraftPart, words: str, page: str, *, late: bool) -> bool:
    """Keep a text beside the part's own, under its page; False where there is no room."""
    others = dict(row.others or {})
    if page not in others and len(others) >= MOST_OTHERS:
        return False
    others[page] = {"words": words, "at": ctx.now().isoformat(), "late": late}
    row.others = others
    return True


def record(
    uow: UnitOfWork, case: Case, draft: StatementDraft, row: DraftPart, outcome: str
) -> None:
    """Put on the trail what came of it."""
    audit.record(
        uow,
        THE_PERSON,
        What.DRAFT_SAVED,
        case.id,
        draft=str(draft.id),
        part=row.part,
        version=row.version,
        outcome=outcome,
    )
