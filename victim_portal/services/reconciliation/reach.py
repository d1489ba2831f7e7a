"""Who sees a listed sentence: the managers of its unit, and its owner.

Nobody with a conflict of interest over its offender does, whatever they are.
"""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.vocabulary import Role
from victim_portal.services.errors import NotFoundError
from victim_portal.store import conflicts as conflict_store
from victim_portal.store.models import ListedSentence
from victim_portal.store.unit_of_work import UnitOfWork

CASEWORK = frozenset({Role.OFFICER, Role.MANAGER})


def manages(actor: Actor, one: ListedSentence) -> bool:
    """Whether the actor decides about it as a manager of its unit."""
    return is_allowed(Permission.MANAGE_UNIT, actor, one.unit_id)


def within_reach(
    uow: UnitOfWork, actor: Actor, listed_id: UUID, *, as_manager: bool = False
) -> ListedSentence:
    """A listed sentence for who may see it, or decide about it; else NotFoundError."""
    one = uow.get(ListedSentence, listed_id)
    if one is None or actor.role not in CASEWORK or actor.user_id is None:
        raise NotFoundError
    mine = one.owner_id == actor.user_id and not as_manager
    if not (mine or manages(actor, one)):
        raise NotFoundError
    if one.offender_id and actor.user_id in conflict_store.staff_of(uow, one.offender_id):
        raise NotFoundError
    return one
