"""Who has a case: taken from the queue by an officer, or given to one by a manager."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_manage_unit
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, User
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

TAKEN = "Somebody else took this case before you."


def take_case(ctx: Context, actor: Actor, reference: str) -> None:
    """An officer takes a case out of the unit's queue; ConflictError when it is gone."""
    if actor.role is not Role.OFFICER or actor.user_id is None:
        raise NotAllowedError
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            if case.officer_id == actor.user_id:
                return
            if case.queued_since is None:
                raise ConflictError(TAKEN)
            _give(ctx, uow, actor, case, actor.user_id)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(TAKEN) from None


def assign_case(ctx: Context, actor: Actor, reference: str, officer_id: UUID) -> None:
    """A manager gives a case of the unit to one of its active officers."""
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            officer = uow.get(User, officer_id)
            if not may_manage_unit(actor, case.unit_id):
                raise NotAllowedError
            fits = (
                officer is not None
                and officer.active
                and officer.unit_id == case.unit_id
                and officer.role == Role.OFFICER
            )
            if officer is None or not fits:
                raise InvalidError({"officer": "Choose an officer of this unit."})
            _give(ctx, uow, actor, case, officer.id)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(TAKEN) from None


def _give(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, officer_id: UUID) -> None:
    case.officer_id = officer_id
    case.officer_active = True
    case.queued_since = None
    case.queue_due_on = None
    uow.flush()
    for task in task_store.that_follow(uow, case.id):
        task.for_user_id = officer_id
        task.for_role = None
    audit.record(uow, actor, What.CASE_TAKEN, case.id, officer=str(officer_id))
    # Another officer's name and number stand in the words of what is still a draft.
    replan(ctx, uow, actor, case)
