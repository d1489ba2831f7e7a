"""What was promised to somebody: by when, and whether it was kept."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import london_date
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.store import contacts as contact_store
from victim_portal.store.models import Case, Promise
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST = 1000
LATEST = "promise_at_most"


@dataclass(frozen=True)
class PromiseView:
    """A promise that isn't kept yet."""

    id: UUID
    what: str = field(repr=False)
    due_on: date
    overdue: bool
    made_by: str
    made_on: date


def promise_problems(ctx: Context, what: str, due_on: date | None) -> dict[str, str]:
    """What is wrong with a promise and its date, under `promise` and `promise_on`.

    Both are given or neither is.
    """
    if not what.strip():
        return {"promise": "Enter what was promised."} if due_on is not None else {}
    if len(what.strip()) > LONGEST:
        return {"promise": f"The promise must be {LONGEST:,} characters or fewer."}
    if due_on is None:
        return {"promise_on": "Enter by when it was promised."}
    if due_on < ctx.today():
        return {"promise_on": "The date of the promise must be today or ahead."}
    latest = ctx.policy.review_period(LATEST, ctx.today()).applied_to(
        ctx.today(), ctx.bank_holidays
    )
    if due_on > latest:
        return {
            "promise_on": f"The date of the promise must be {latest.day} {latest:%B %Y} or before."
        }
    return {}


def make_promise(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    what: str,
    due_on: date,
    *,
    contact_id: UUID | None = None,
    note_id: UUID | None = None,
) -> Promise:
    """Keep a promise in the caller's transaction, with a task for whoever has the case."""
    promise = Promise(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        contact_id=contact_id,
        case_note_id=note_id,
        what=what.strip(),
        due_on=due_on,
        made_by=actor.name,
        made_at=ctx.now(),
    )
    uow.add(promise)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        tasks.PROMISE,
        "Keep what was promised to them",
        "A promise is kept, or they are told why not",
        due_on,
        key=str(promise.id),
        promise=str(promise.id),
    )
    audit.record(
        uow,
        actor,
        What.PROMISE_MADE,
        case.id,
        promise=str(promise.id),
        due_on=due_on.isoformat(),
    )
    return promise


def keep_promise(ctx: Context, actor: Actor, reference: str, promise_id: UUID) -> None:
    """Record that a promise of the case was kept, and settle its task; once is enough."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        promise = uow.get(Promise, promise_id)
        if promise is None or promise.case_id != case.id:
            raise NotFoundError
        if promise.kept_at is None:
            tasks.note_kept(uow, actor, promise)
            tasks.settle(uow, actor, tasks.PROMISE, case, key=str(promise.id))
        uow.commit()


def open_promises_of(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case
) -> tuple[PromiseView, ...]:
    """What was promised on a case and isn't kept yet, soonest first; `actor` may see it."""
    today = ctx.today()
    return tuple(
        PromiseView(
            id=one.id,
            what=one.what or "",
            due_on=one.due_on,
            overdue=one.due_on < today,
            made_by=one.made_by,
            made_on=london_date(one.made_at),
        )
        for one in contact_store.open_promises(uow, case.id)
    )
