"""How long a case's person is kept, for the pages that say so."""

from dataclasses import dataclass, field
from datetime import date, datetime

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.policy import RetentionRule
from victim_portal.domain.retention import Kept, RetentionKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.keeping.records import standing_of
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import keeping as store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HoldView:
    """A legal hold that stands."""

    why: str = field(repr=False)
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class KeepingView:
    """From when a case counts and when its person is due; or why not yet.

    `elsewhere` is whether another case of theirs decides it. `line` is the schedule's own
    line, for its months and its source.
    """

    reference: str
    closed: bool
    retain_from: date | None
    retain_from_why: str = field(repr=False)
    due_on: date | None
    details_on: date | None
    kept: Kept | None
    elsewhere: bool
    line: RetentionRule | None
    hold: HoldView | None
    version: int
    may_hold: bool
    may_close: bool


def hold_of(uow: UnitOfWork, case: Case) -> HoldView | None:
    """The legal hold that stands over a case, for its page."""
    hold = store.live_hold(uow, case.id)
    return HoldView(hold.why or "", hold.set_by, hold.set_at) if hold else None


def keeping_view(ctx: Context, actor: Actor, reference: str) -> KeepingView:
    """How long the person of a case is kept; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference)
        standing = standing_of(ctx, uow, case.person_id)
        manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
        view = KeepingView(
            reference=case.reference,
            closed=case.closed_at is not None,
            retain_from=case.retain_from,
            retain_from_why=case.retain_from_why or "",
            due_on=standing.whole.on,
            details_on=None if standing.stub else standing.details.on,
            kept=standing.whole.kept,
            elsewhere=len(standing.cases) > 1,
            line=_line(ctx, standing.whole.rule),
            hold=hold_of(uow, case),
            version=case.row_version,
            may_hold=manager,
            may_close=manager and case.closed_at is None,
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return view


def _line(ctx: Context, rule: RetentionKind | None) -> RetentionRule | None:
    schedule = {line.kind: line for line in ctx.policy.schedule(ctx.today())}
    return schedule[rule] if rule else None
