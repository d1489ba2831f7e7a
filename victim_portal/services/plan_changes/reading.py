"""The changes of a plan that wait to be looked at, and those that were."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.stages import Stage
from victim_portal.domain.timeline import (
    Change,
    ToldMonth,
    situation_of,
    taken_together,
    told_and_now,
)
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import OwnNames
from victim_portal.services.plan_changes.decisions import Decisions
from victim_portal.services.plan_changes.values import (
    ChangeView,
    DecisionView,
    DifferenceView,
    Fact,
    PlanChangesView,
)
from victim_portal.services.planning import gather, told_from_stored
from victim_portal.services.reach import case_within_reach
from victim_portal.store import offenders as offender_store
from victim_portal.store import plan_differences as store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, PlanDifference, Update
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 20


def plan_changes(
    ctx: Context, actor: Actor, reference: str, before: int | None = None
) -> PlanChangesView:
    """What changed in the plan of a case within reach; the view is recorded.

    `before` is the `older` of the page before. Who changed something is named only to
    colleagues of theirs: key dates are shared with units that have another victim.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        updates = update_store.of_case(uow, case.id)
        waiting = store.unseen(uow, case.id)
        earlier, more = store.seen(uow, case.id, before, PAGE)
        shown = [*waiting, *earlier]
        rows = store.from_number(uow, case.id, min(one.number for one in shown)) if shown else []
        words = _Words(uow, actor, case, updates, rows)
        facts = gather(uow, case, updates)
        now = situation_of(
            facts.case, facts.key_dates, facts.events, ctx.policy, ctx.bank_holidays, ctx.today()
        )
        together = taken_together([changes_of(row) for row in waiting], ctx.today())
        view = PlanChangesView(
            reference=case.reference,
            waiting=tuple(words.difference(row) for row in waiting),
            together=tuple(words.together(one) for one in together),
            told=told_and_now(now),
            ignores_months=facts.preference.ignore_moves_up_to_months if facts.preference else 0,
            earlier=tuple(words.difference(row) for row in earlier),
            older=earlier[-1].number if more else None,
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return view


def changes_of(row: PlanDifference) -> tuple[Change, ...]:
    """What was kept of one planning."""
    return tuple(Change.from_stored(kept) for kept in row.changes)


class _Words:
    """What is needed to show changes, read once."""

    def __init__(
        self,
        uow: UnitOfWork,
        actor: Actor,
        case: Case,
        updates: list[Update],
        rows: list[PlanDifference],
    ) -> None:
        self._own = OwnNames(uow, actor)
        uow.vault.fetch([case.person_id])
        self._decisions = Decisions(uow, self._own, updates, rows)
        self._states = {update.id: UpdateState(update.state) for update in updates}
        self._stages = {
            str(event.id): event.stage for event in offender_store.events(uow, case.offender_id)
        }

    def difference(self, row: PlanDifference) -> DifferenceView:
        told: tuple[ToldMonth, ...] = tuple(told_from_stored(kept) for kept in row.told)
        return DifferenceView(
            id=row.id,
            number=row.number,
            made_at=row.made_at,
            made_by=self._own.shown(row.made_by),
            seen_at=row.seen_at,
            seen_by=self._own.shown(row.seen_by) if row.seen_by else "",
            changes=tuple(self._after(row, one) for one in changes_of(row)),
            told=told,
        )

    def together(self, one: Change) -> ChangeView:
        """One of the changes taken together, with what was decided since the newest of them."""
        return self._change(one, self._decisions.standing(UUID(one.update_id)))

    def _after(self, row: PlanDifference, one: Change) -> ChangeView:
        return self._change(one, self._decisions.after(UUID(one.update_id), row.made_at))

    def _change(self, one: Change, decided: DecisionView | None) -> ChangeView:
        update_id = UUID(one.update_id)
        return ChangeView(
            kind=one.kind,
            stage=Stage(one.stage),
            before=one.before,
            after=one.after,
            because=tuple(self._fact(name) for name in one.because),
            update_id=update_id,
            state=self._states.get(update_id),
            decided=decided,
        )

    def _fact(self, name: str) -> Fact:
        kind, _, key = name.partition(":")
        return Fact(kind, self._stages.get(key, "") if kind == "event" else key)
