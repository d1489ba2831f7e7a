"""What a planning changed, noted while it is made and kept for the officer.

What has to be looked at waits, with one task for the case however often it changes; where
nothing is to decide (an officer's own new updates), it is kept as seen.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.plan import PlannedUpdate
from victim_portal.domain.stages import Road, Stage, YearMonth, road_of
from victim_portal.domain.timeline import (
    Change,
    ChangeKind,
    Placed,
    ToldMonth,
    asks_for_eyes,
    because,
    situation_of,
    told_and_now,
    what_changed,
)
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.planning.facts import PlanFacts
from victim_portal.services.planning.known import Numbers
from victim_portal.store.models import Case, PlanDifference, Update
from victim_portal.store.unit_of_work import UnitOfWork

OVERTAKEN = "overtaken"
"""Stands among the reasons of what later news overtook."""


def placed_of(update: Update) -> Placed:
    """Where an update stands now."""
    before = update.said.get("previous_month")
    return Placed(
        update.window_opens,
        update.window_closes,
        YearMonth.parse(update.anchor_month) if update.anchor_month else None,
        YearMonth.parse(before) if before else None,
    )


def placed_in_plan(planned: PlannedUpdate) -> Placed:
    """Where the plan puts an update."""
    closes = max(planned.window_closes, planned.window_opens)
    return Placed(planned.window_opens, closes, planned.anchor_month, planned.previous_month)


def change_of(
    update: Update,
    before: Placed | None,
    rested_on: Mapping[str, Any],
    planned: PlannedUpdate,
    was_approved: bool,
    today: date,
) -> Change | None:
    """What planning did to one update that the plan holds; None where nothing can be seen.

    `before` is None for one that is new; `rested_on` what it rested on before.
    """
    after = placed_in_plan(planned)
    kind = what_changed(before, after, was_approved, today)
    if kind is None:
        return None
    return Change(
        kind,
        planned.stage,
        planned.plan_key,
        str(update.id),
        before,
        after,
        planned.anchor_code,
        because(rested_on, planned.facts),
    )


def withdrawal_of(update: Update, facts: PlanFacts, *, overtaken: bool) -> Change:
    """What the withdrawal of an update is, with the facts that moved under it."""
    now = _versions(facts)
    moved = because(update.facts, {name: now.get(name) for name in update.facts})
    return Change(
        ChangeKind.WITHDRAWN,
        Stage(update.stage),
        update.plan_key,
        str(update.id),
        placed_of(update),
        None,
        update.anchor_code,
        (*moved, OVERTAKEN) if overtaken else moved,
    )


def keep_difference(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    facts: PlanFacts,
    changes: Sequence[Change],
    numbers: Numbers,
) -> None:
    """Keep what a planning changed, in the caller's transaction; nothing changed keeps nothing."""
    if not changes:
        return
    own = actor.user_id is not None and case.officer_id in (None, actor.user_id)
    by_time = actor.kind is ActorKind.WORKER
    # Nobody is told anything on a closed case: there is nothing left to decide.
    waits = case.closed_at is None and asks_for_eyes(changes, own_hand=own or by_time)
    now = ctx.now()
    uow.add(
        PlanDifference(
            id=uow.tokens.uuid(),
            case_id=case.id,
            number=numbers.next_of(case.id),
            changes=[change.as_stored() for change in changes],
            told=[_told(one) for one in _told_of(ctx, facts, changes)],
            made_at=now,
            made_by=actor.name,
            seen_at=None if waits else now,
            seen_by=None if waits else actor.name,
        )
    )
    if waits:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            tasks.PLAN_CHANGED,
            "The plan of this case changed: look at what is different, and decide about it",
            "Never silence: what changed is looked at by a person",
            ctx.today(),
        )


def _told_of(ctx: Context, facts: PlanFacts, changes: Sequence[Change]) -> list[ToldMonth]:
    """What they know of the roads that the changes touch, and what stands."""
    roads = {road_of(change.code) for change in changes}
    if not roads - {None}:
        return []
    now = situation_of(
        facts.case, facts.key_dates, facts.events, ctx.policy, ctx.bank_holidays, ctx.today()
    )
    return [one for one in told_and_now(now) if one.road in roads]


def _told(one: ToldMonth) -> list[str | None]:
    return [one.road.value, str(one.told), str(one.now) if one.now else None, one.by_update]


def told_from_stored(kept: Sequence[str | None]) -> ToldMonth:
    """What was kept of a month that they were told of."""
    road, told, now, by_update = kept
    return ToldMonth(
        Road(road or ""),
        YearMonth.parse(told or ""),
        YearMonth.parse(now) if now else None,
        by_update or "",
    )


def _versions(facts: PlanFacts) -> dict[str, int]:
    """The version of every fact that an update of this case can rest on, as it stands."""
    found = {"enrolment": facts.case.enrolment_version}
    if facts.preference is not None:
        found["preference"] = facts.preference.version
    if facts.key_dates is not None:
        dates = facts.key_dates
        found |= {
            f"key_date:{code}": dates.changed_in.get(code, dates.version) for code in dates.dates
        }
    return found | {f"event:{event.id}": event.version for event in facts.events}
