"""The ladder of an update as staff see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.ladder import (
    LADDER,
    LadderEnd,
    LadderStep,
    Rung,
    height,
    is_reached,
    time_of,
)
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.context import Context
from victim_portal.services.ladder.rungs import Reached, highest, reached
from victim_portal.store import ladders as store
from victim_portal.store.models import Ladder, Update
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RungView:
    """One rung, and when it was first reached; None where it wasn't."""

    rung: Rung
    at: datetime | None
    required: bool


@dataclass(frozen=True)
class LadderView:
    """How far up an update got, what it needs and by when, and what comes next.

    `by` is when the time of the present step is over: then `step` climbs. It is None once it
    `got_there`, ended for another reason (`ended`), or is the manager's.
    """

    rungs: tuple[RungView, ...]
    required: Rung
    got_there: bool
    step: LadderStep
    by: datetime | None
    ended: LadderEnd | None
    late: bool


def ladder_views(
    ctx: Context, uow: UnitOfWork, updates: Sequence[Update]
) -> dict[UUID, LadderView]:
    """The ladders of those of some updates that messages carried."""
    sent = [one for one in updates if one.state == UpdateState.SENT and one.told_how is None]
    if not sent:
        return {}
    rows = store.of_updates(uow, [one.id for one in sent])
    found = reached(uow, [one.id for one in sent])
    return {
        one.id: _view(ctx, one, rows.get(one.id), [r for r in found if r.update_id == one.id])
        for one in sent
    }


def _view(ctx: Context, update: Update, row: Ladder | None, found: list[Reached]) -> LadderView:
    required = LADDER[Stage(update.stage)]
    first: dict[Rung, datetime] = {}
    for one in found:
        if one.version == update.version:
            first.setdefault(one.rung, one.at)
    there = is_reached(required, highest(found, update.version))
    by = row.look_at if row is not None else None
    if row is None and first and not there:
        # The worker begins it within minutes; its time counts from the hand-over all the same.
        by = time_of(required, LadderStep.SENT, min(first.values()), ctx.bank_holidays)
    step = LadderStep(row.step) if row is not None else LadderStep.SENT
    ended = LadderEnd(row.ended_why) if row is not None and row.ended_why else None
    return LadderView(
        rungs=tuple(
            RungView(rung, first.get(rung), rung is required.rung)
            for rung in sorted(Rung, key=height, reverse=True)
        ),
        required=required.rung,
        got_there=there,
        step=step,
        by=None if there or ended else by,
        ended=None if there else ended,
        late=not there and ended is None and step is not LadderStep.SENT,
    )
