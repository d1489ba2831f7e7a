"""Getting at a case: the one place where "may this actor?" meets the database.

Another person's case and one that doesn't exist give the same answer, after the same queries.
"""

import re
from uuid import UUID

from victim_portal.domain.access import Actor, CaseReach, Permission, is_allowed
from victim_portal.services.errors import NeedsProofError, NotAllowedError, NotFoundError
from victim_portal.store import cases as case_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

REFERENCE = re.compile(r"VC-[0-9A-HJKMNP-TV-Z]{8}")
NOBODY = UUID(int=0)
"""Asked about where there is no case, so that its absence takes as long as a refusal."""
_LOOK_ALIKES = str.maketrans("ILO", "110")


def normal_reference(text: str) -> str:
    """A case reference as it is stored: upper case, Crockford's look-alikes put right."""
    typed = text.strip().upper()
    if not typed.startswith("VC-"):
        return typed
    return "VC-" + typed[3:].translate(_LOOK_ALIKES)


def reach_of(uow: UnitOfWork, case: Case) -> CaseReach:
    """What decides who reaches a case; its officer is always among the people named on it."""
    openings = wall_store.openings_of(uow, case.id)
    named = openings.named | ({case.officer_id} if case.officer_id else set())
    return CaseReach(
        unit_id=case.unit_id,
        officer_id=case.officer_id,
        restricted_to=named if case.restricted else None,
        conflicted=conflict_store.staff_of(uow, case.offender_id),
        glass_broken_by=openings.glass,
    )


def case_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, permission: Permission = Permission.SEE_CASE
) -> Case:
    """The case of a reference, for an actor who has the permission; else NotFoundError.

    NeedsProofError where the actor's reading stands out, and this case isn't open yet.
    """
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None:
        wall_store.openings_of(uow, NOBODY)
        conflict_store.staff_of(uow, NOBODY)
        raise NotFoundError
    if not is_allowed(permission, actor, reach_of(uow, case)):
        raise NotFoundError
    need_open(actor, case)
    return case


def need_open(actor: Actor, case: Case) -> None:
    """Ask whose reading stands out who they are, before a case that they haven't opened yet.

    Whoever calls knows that the case is within their reach. Raises NeedsProofError.
    """
    if actor.left_open is not None and case.id not in actor.left_open:
        raise NeedsProofError


def need(permission: Permission, actor: Actor) -> None:
    """Refuse an actor who lacks a permission that isn't about one case."""
    if not is_allowed(permission, actor):
        raise NotAllowedError
