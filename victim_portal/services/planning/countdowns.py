"""Fixed-term recalls that are running: under eight weeks, so they stand above everything else."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.plan import PlanDeadlineKind
from victim_portal.domain.stages import RECALL_DAYS
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.services.planning.facts import deadlines_of, gather_many
from victim_portal.services.reach import reach_of
from victim_portal.store import cases as case_store
from victim_portal.store.cases import CaseScope

LONGEST = timedelta(days=2 * max(RECALL_DAYS.values()))
"""How long a recall is looked for: its term, and as long again for one that ends late."""


@dataclass(frozen=True)
class RecallCountdown:
    """One running recall: `release_on` is reckoned from the recall unless it is `official`.

    `days_left` is negative once the day has gone by and nobody recorded the release.
    """

    reference: str
    person_name: str = field(repr=False)
    release_on: date
    days_left: int
    official: bool


def recall_countdowns(ctx: Context, actor: Actor) -> tuple[RecallCountdown, ...]:
    """The running recalls of an officer's own cases or a manager's unit, nearest first.

    Nobody else has any. The view is recorded when there is something to see.
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER) or not actor.user_id or not actor.unit_id:
        return ()
    today = ctx.today()
    scope = CaseScope(
        reader_id=actor.user_id,
        reader_unit_id=actor.unit_id,
        unit_id=actor.unit_id if actor.role is Role.MANAGER else None,
        officer_id=None if actor.role is Role.MANAGER else actor.user_id,
    )
    with ctx.store.writing() as uow:
        rows = [
            row
            for row in case_store.recalled_since(uow, scope, today - LONGEST)
            if may_see_case(actor, reach_of(uow, row[0]))
        ]
        facts = gather_many(uow, [case for case, _ in rows], {})
        shown = tuple(
            RecallCountdown(
                reference=case.reference,
                person_name=shown_name(person),
                release_on=one.release_on,
                days_left=(one.release_on - today).days,
                official=one.official,
            )
            for case, person in rows
            for one in deadlines_of(ctx, facts[case.id])
            if one.kind is PlanDeadlineKind.RECALL_RELEASE and one.release_on is not None
        )
        if shown:
            audit.record(uow, actor, What.CASES_LISTED, rows=len(shown), filter="recalls")
            uow.commit()
    return tuple(sorted(shown, key=lambda one: (one.release_on, one.reference)))
