"""From which day a case's retention counts: set by its first closing, moved with a reason."""

from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.calendar import london_date
from victim_portal.domain.retention import brings_forward, retain_from_at_closing
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import LostUpdateError

LONGEST_REASON = 1000
FOR_A_MANAGER = (
    "Only a manager may have a case forgotten sooner. Ask yours to move the day to an earlier one."
)
STILL_OPEN = "The period counts only once a case is closed."
MEANWHILE = "Somebody else changed this case in the same moment. Look at it, then move the day."


def start_clock(ctx: Context, case: Case) -> None:
    """A case closes, in the caller's transaction: its first closing starts the clock."""
    case.retain_from = retain_from_at_closing(case.retain_from, ctx.today())


def move_retention(
    ctx: Context, actor: Actor, reference: str, to: date, why: str, seen_version: int
) -> None:
    """Let a closed case's period count from another day, with a reason; earlier by a manager alone.

    `seen_version` is the case that was shown. NotFoundError out of reach, InvalidError
    (`to`, `why`) for a day that can't be or isn't theirs to choose, or no reason,
    ConflictError for an open case and one that was changed in between.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            if case.closed_at is None:
                raise ConflictError(STILL_OPEN)
            if case.row_version != seen_version:
                raise ConflictError(MEANWHILE)
            manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
            _check(ctx, case, to, why.strip(), manager)
            before = case.retain_from
            case.retain_from = to
            case.retain_from_why = why.strip()
            audit.record(
                uow,
                actor,
                What.RETENTION_MOVED,
                case.id,
                moved_from=before.isoformat() if before else None,
                moved_to=to.isoformat(),
            )
            uow.commit()
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def _check(ctx: Context, case: Case, to: date, why: str, manager: bool) -> None:
    problems: dict[str, str] = {}
    if to > ctx.today():
        problems["to"] = "The day must be today or in the past."
    elif to < london_date(case.opened_on):
        problems["to"] = "The day must not be before the case was opened."
    elif not manager and _sooner(case, to):
        problems["to"] = FOR_A_MANAGER
    if not why or len(why) > LONGEST_REASON:
        problems["why"] = f"Give the reason, in at most {LONGEST_REASON:,} characters."
    if problems:
        raise InvalidError(problems)


def _sooner(case: Case, to: date) -> bool:
    closed_on = london_date(case.closed_at) if case.closed_at else to
    return brings_forward(case.retain_from, closed_on, to)
