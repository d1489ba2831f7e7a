"""What a second person agrees to when a restriction is lifted."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.names import full_name
from victim_portal.services.two_people.values import Act
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import walls as store
from victim_portal.store.models import Case, Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork

GONE = "This restriction has ended already."


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    case = uow.get(Case, proposal.case_id)
    reference = case.reference if case else ""
    return f"Lift the restriction of case {reference}: its whole unit can see it then"


def _may_be_second(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """Another manager of the case's unit, named on it or not, or an administrator."""
    case = uow.get(Case, proposal.case_id)
    if case is None or actor.user_id in conflict_store.staff_of(uow, case.offender_id):
        return False
    named = actor.user_id in store.openings_of(uow, case.id).named
    manager = actor.role is Role.MANAGER and (actor.unit_id == case.unit_id or named)
    return manager or actor.role is Role.ADMINISTRATOR


def _apply(ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal) -> None:
    case = uow.get(Case, proposal.case_id)
    restriction = store.live_restriction(uow, case.id) if case else None
    if case is None or restriction is None or not case.restricted:
        raise ConflictError(GONE)
    if str(restriction.id) != proposal.about.get("restriction"):
        # It was restricted anew since, for another reason.
        raise ConflictError(GONE)
    first = uow.get(User, proposal.proposed_by_id)
    names = [full_name(first.first_name, first.last_name)] if first else []
    restriction.ended_at = ctx.now()
    restriction.ended_by = " and ".join([*names, actor.name])[:250]
    for reader, _, _ in store.readers(uow, case.id):
        reader.ended_at, reader.ended_by = ctx.now(), actor.name
    case.restricted = False
    store.forget(uow, case.id)
    audit.record(
        uow,
        actor,
        What.RESTRICTION_LIFTED,
        case.id,
        restriction=str(restriction.id),
        proposal=str(proposal.id),
    )


LIFTING = Act(_what, _may_be_second, _apply)
