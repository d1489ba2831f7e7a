"""Who has looked at a case: every view, by whom, when, from where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.csv_text import encode_table
from victim_portal.services import audit
from victim_portal.services.audit import VIEWS, What
from victim_portal.services.audit_trail.within import case_of_trail
from victim_portal.services.context import Context
from victim_portal.services.proof import need_proof
from victim_portal.store import trail as trail_store
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 50
MOST_EXPORTED = 100_000
AT_ONCE = 1000
SEEN = frozenset(
    {*(one.value for one in VIEWS), What.TRAIL_EXPORTED.value, What.GLASS_BROKEN.value}
)
HEADER = ("seq", "at", "who", "from_where", "what")


@dataclass(frozen=True)
class LookLine:
    """One view: its place in the trail, when, by whom, from which network address."""

    seq: int
    at: datetime
    who: str
    came_from: str
    what: What


@dataclass(frozen=True)
class LooksPage:
    """One page of views, newest first; `older` is where the next page begins."""

    reference: str
    lines: tuple[LookLine, ...]
    older: int | None


def looks_of(ctx: Context, actor: Actor, reference: str, before: int | None) -> LooksPage:
    """A page of who has looked at a case; that it was read is recorded."""
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        events = trail_store.of_case(uow, case.id, SEEN, before, PAGE + 1)
        lines = tuple(
            LookLine(one.seq, one.at, one.actor, one.came_from, What(one.what))
            for one in events[:PAGE]
        )
        older = lines[-1].seq if len(events) > PAGE else None
        audit.record(uow, actor, What.TRAIL_VIEWED, case.id, part="looks", rows=len(lines))
        uow.commit()
    return LooksPage(case.reference, lines, older)


def export_looks(ctx: Context, actor: Actor, reference: str) -> bytes:
    """All of them as CSV, newest first; that it left the portal is recorded. NeedsProofError."""
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        need_proof(ctx, actor)
        rows = list(_rows(uow, case.id))
        audit.record(uow, actor, What.TRAIL_EXPORTED, case.id, rows=len(rows))
        uow.commit()
    return encode_table(HEADER, rows)


def _rows(uow: UnitOfWork, case_id: UUID) -> Iterator[tuple[str, ...]]:
    before, left = None, MOST_EXPORTED
    while left > 0:
        events = trail_store.of_case(uow, case_id, SEEN, before, min(AT_ONCE, left))
        for one in events:
            yield str(one.seq), one.at.isoformat(), one.actor, one.came_from, one.what
        if len(events) < AT_ONCE:
            return
        before, left = events[-1].seq, left - len(events)
