"""What a case's page says of its referral: sent back, moved, withdrawn, and what may be done."""

from dataclasses import dataclass, field

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.allocation.moving import MoveView, moves_of
from victim_portal.services.context import Context
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.known import DOUBLE
from victim_portal.services.referrals.returning import ReturnView, returns_of
from victim_portal.store.allocation import WITHDRAWN
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReferralOnCase:
    """The referral of one case; `withdrawn_why` is "" for a case that wasn't withdrawn."""

    reference: str
    returns: tuple[ReturnView, ...]
    moves: tuple[MoveView, ...]
    withdrawn_why: str = field(repr=False)
    may_send_back: bool
    may_move: bool
    may_withdraw: bool
    may_reopen: bool


def referral_on_case(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> ReferralOnCase:
    """For whoever was let at the case, in the transaction that records the view of it."""
    is_open = case.closed_at is None
    withdrawn = case.closed_why == WITHDRAWN
    manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
    return ReferralOnCase(
        reference=case.reference,
        returns=returns_of(ctx, uow, actor, case),
        moves=moves_of(ctx, uow, actor, case),
        withdrawn_why=(case.closed_note or "") if withdrawn else "",
        may_send_back=is_open,
        may_move=is_open and not case.restricted,
        may_withdraw=is_open and manager and Enrolment(case.enrolment) not in IN_SCHEME,
        may_reopen=not is_open and case.closed_why != DOUBLE and manager,
    )
