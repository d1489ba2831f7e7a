"""Getting at a case: the one place where "may this actor?" meets the database.

Another person's case and one that doesn't exist give the same answer.
"""

import re

from victim_portal.domain.access import Actor, CaseReach, Permission, is_allowed
from victim_portal.services.errors import NotAllowedError, NotFoundError
from victim_portal.store import cases as case_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

REFERENCE = re.compile(r"VC-[0-9A-HJKMNP-TV-Z]{8}")
_LOOK_ALIKES = str.maketrans("ILO", "110")


def normal_reference(text: str) -> str:
    """A case reference as it is stored: upper case, Crockford's look-alikes put right."""
    typed = text.strip().upper()
    if not typed.startswith("VC-"):
        return typed
    return "VC-" + typed[3:].translate(_LOOK_ALIKES)


def reach_of(uow: UnitOfWork, case: Case) -> CaseReach:
    """What decides who reaches a case."""
    named = frozenset({case.officer_id}) if case.officer_id else frozenset()
    return CaseReach(
        unit_id=case.unit_id,
        officer_id=case.officer_id,
        restricted_to=named if case.restricted else None,
        conflicted=conflict_store.staff_of(uow, case.offender_id),
    )


def case_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, permission: Permission = Permission.SEE_CASE
) -> Case:
    """The case of a reference, for an actor who has the permission; else NotFoundError."""
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None or not is_allowed(permission, actor, reach_of(uow, case)):
        raise NotFoundError
    return case


def need(permission: Permission, actor: Actor) -> None:
    """Refuse an actor who lacks a permission that isn't about one case."""
    if not is_allowed(permission, actor):
        raise NotAllowedError
