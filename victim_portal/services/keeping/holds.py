"""A legal hold: as long as it stands, nothing of a case's person is forgotten."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.store import keeping as store
from victim_portal.store.models import LegalHold
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

LONGEST_REASON = 1000
STANDS = "A legal hold stands over this case already."
NONE_STANDS = "No legal hold stands over this case."


def set_hold(ctx: Context, actor: Actor, reference: str, why: str) -> None:
    """Put a legal hold on a case, with a reason.

    For the manager of its unit; NotFoundError for everybody else, InvalidError without a
    reason, ConflictError when one stands.
    """
    why = _checked(why)
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            if store.live_hold(uow, case.id) is not None:
                raise ConflictError(STANDS)
            hold = LegalHold(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                why=why,
                set_by=actor.name,
                set_at=ctx.now(),
            )
            uow.add(hold)
            audit.record(uow, actor, What.HOLD_SET, case.id, hold=str(hold.id))
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(STANDS) from None


def lift_hold(ctx: Context, actor: Actor, reference: str, why: str) -> None:
    """Lift the legal hold of a case, with a reason; refusals as with `set_hold`."""
    why = _checked(why)
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        hold = store.live_hold(uow, case.id)
        if hold is None:
            raise ConflictError(NONE_STANDS)
        hold.ended_why = why
        hold.ended_by = actor.name
        hold.ended_at = ctx.now()
        audit.record(uow, actor, What.HOLD_LIFTED, case.id, hold=str(hold.id))
        uow.commit()


def _checked(why: str) -> str:
    if not why.strip() or len(why.strip()) > LONGEST_REASON:
        raise InvalidError({"why": f"Give the reason, in at most {LONGEST_REASON:,} characters."})
    return why.strip()
