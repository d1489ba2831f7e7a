"""What a manager agrees to when an exact day is to be told."""

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.reach import reach_of
from victim_portal.services.two_people.values import Act
from victim_portal.store.models import Case, Proposal
from victim_portal.store.unit_of_work import UnitOfWork


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    case = uow.get(Case, proposal.case_id)
    return f"Tell the victim of case {case.reference if case else ''} an exact day"


def _may_be_second(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """A manager who decides on the case: an administrator may not read the words."""
    case = uow.get(Case, proposal.case_id)
    return case is not None and is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`exact_dates.agree_exact_date` does it, where the words stand that are agreed to."""
    raise ConflictError("Agree to this on the page of the update, where its words are.")


EXACT_DATE = Act(_what, _may_be_second, _apply, on_its_page=True)
