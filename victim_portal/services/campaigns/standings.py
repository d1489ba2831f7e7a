"""Where the telling of each month that moved stands now."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from victim_portal.domain.campaigns import (
    NewsFacts,
    Nothing,
    direction_of,
    standing,
)
from victim_portal.domain.stages import Road, YearMonth
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services.campaigns.values import NewsLine
from victim_portal.services.context import Context
from victim_portal.store import campaigns as store
from victim_portal.store.campaigns import MoveRow
from victim_portal.store.unit_of_work import UnitOfWork

_LOST = frozenset({MessageState.FAILED_FOR_GOOD, MessageState.UNCERTAIN})


def news_lines(
    ctx: Context, uow: UnitOfWork, campaign_id: UUID, rows: Sequence[MoveRow]
) -> Iterator[NewsLine]:
    """Each row with where its telling stands, in the order of the rows."""
    updates = [update for _, _, update in rows if update is not None]
    versions = {one.id: one.approved_version or one.version for one in updates}
    messages = store.messages_of(uow, versions.items())
    proposed = store.proposed(uow, campaign_id, ctx.now())
    for move, case, update in rows:
        sent = messages.get(update.id, []) if update else []
        facts = NewsFacts(
            planned=move.plan_key is not None,
            case_open=case.closed_at is None,
            update=UpdateState(update.state) if update else None,
            by_hand=update is not None and update.cancelled_by is not None,
            proposed=update is not None and proposed.get(update.id) == update.version,
            messages=frozenset(MessageState(state) for state, _ in sent),
            came_back=any(went and MessageState(state) in _LOST for state, went in sent),
        )
        yield NewsLine(
            reference=case.reference,
            update_id=update.id if update else None,
            road=Road(move.road),
            before=_month(move.month_before),
            after=_month(move.month_after),
            direction=direction_of(move.moved_months),
            nearest_on=move.nearest_on,
            told=_month(move.told_month),
            standing=standing(facts),
            why_nothing=Nothing(move.why_nothing) if move.why_nothing else None,
        )


def one_each(lines: Sequence[NewsLine]) -> list[NewsLine]:
    """The lines without a second one for the same update: one news may tell two months."""
    seen: set[UUID] = set()
    found = []
    for line in lines:
        if line.update_id in seen:
            continue
        if line.update_id is not None:
            seen.add(line.update_id)
        found.append(line)
    return found


def _month(text: str | None) -> YearMonth | None:
    return YearMonth.parse(text) if text else None
