"""Getting at a case's trail: by its exact reference, for an auditor."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.reach import need, need_open, normal_reference
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork


def find_case(ctx: Context, actor: Actor, reference: str) -> str | None:
    """The reference as it is stored, or None; NotAllowedError for anybody but an auditor."""
    need(Permission.READ_AUDIT, actor)
    with ctx.store.reading() as uow:
        case = case_store.by_reference(uow, normal_reference(reference))
        return case.reference if case else None


def case_of_trail(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    """The case of a reference; NotAllowedError for who is no auditor, NotFoundError for none.

    NeedsProofError where the auditor's reading stands out, and this case isn't open yet.
    """
    need(Permission.READ_AUDIT, actor)
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None:
        raise NotFoundError
    need_open(actor, case)
    return case
