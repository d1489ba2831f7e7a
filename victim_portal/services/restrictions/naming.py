"""Who is named on a restricted case: never nobody, and always a manager."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import queue_due_on
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.names import full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, need, normal_reference
from victim_portal.store import cases as case_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import walls as store
from victim_portal.store.models import Case, CaseReader, User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

CHOOSE = "Choose somebody who may have cases and has no conflict of interest."
NOT_RESTRICTED = "This case isn't restricted."
LAST_MANAGER = "Name another manager first: each case has one who may decide on it."
MEANWHILE = "Somebody else changed who is named in the same moment. Look at it again."
NO_SUCH_CASE = "No restricted case without a manager has this reference."


def name_reader(ctx: Context, actor: Actor, reference: str, user_id: UUID) -> None:
    """A manager names one more person on a restricted case.

    Raises InvalidError (`user`) for whoever can't be named, ConflictError for a case that
    isn't restricted, NotFoundError out of reach, NeedsProofError. Somebody who is named
    already stays so.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            need_proof(ctx, actor)
            if not case.restricted:
                raise ConflictError(NOT_RESTRICTED)
            if user_id not in able(uow, case):
                raise InvalidError({"user": CHOOSE})
            add_reader(uow, actor, case, user_id)
            uow.commit()
    except ConstraintError:
        raise ConflictError(MEANWHILE) from None


def end_reader(ctx: Context, actor: Actor, reference: str, user_id: UUID) -> None:
    """A manager takes a name off; what that person had to do goes to the case's officer.

    Raises ConflictError for the last manager and for a case that isn't restricted,
    NotFoundError out of reach and for whoever isn't named.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        if not case.restricted:
            raise ConflictError(NOT_RESTRICTED)
        found = [
            reader for reader, _, _ in store.readers(uow, case.id) if reader.user_id == user_id
        ]
        if not found:
            raise NotFoundError
        if [one.id for one in store.able_managers(uow, case)] == [user_id]:
            raise ConflictError(LAST_MANAGER)
        found[0].ended_at, found[0].ended_by = ctx.now(), actor.name
        store.forget(uow, case.id)
        hand_over_tasks(uow, case, keep=named_ids(uow, case))
        audit.record(uow, actor, What.READER_ENDED, case.id, user=str(user_id))
        uow.commit()


def restricted_asked(ctx: Context, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """The managers whom an administrator may name on a case that has none left."""
    need(Permission.MANAGE_USERS, actor)
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError
    with ctx.store.reading() as uow:
        return tuple(
            (user.id, f"{full_name(user.first_name, user.last_name)}, {unit.name}")
            for user, unit in store.people_of_cases(uow)
            if user.role == Role.MANAGER
        )


def name_manager(ctx: Context, actor: Actor, reference: str, user_id: UUID) -> None:
    """An administrator names a manager on a restricted case that no manager may see any more.

    The administrator sees nothing of the case. Raises InvalidError: (`reference`) with one
    sentence for a case that doesn't exist, isn't restricted or has its manager; (`user`) for
    whoever can't be named. NeedsProofError.
    """
    need(Permission.MANAGE_USERS, actor)
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowedError
    need_proof(ctx, actor)
    try:
        with ctx.store.writing() as uow:
            case = case_store.by_reference(uow, normal_reference(reference))
            if case is None or not case.restricted or store.able_managers(uow, case):
                raise InvalidError({"reference": NO_SUCH_CASE})
            user = uow.get(User, user_id)
            if user is None or user.role != Role.MANAGER or user_id not in able(uow, case):
                raise InvalidError({"user": CHOOSE})
            add_reader(uow, actor, case, user_id)
            tasks.settle_without_case(uow, actor, tasks.NAME_SOMEBODY, f"{case.id}")
            uow.commit()
    except ConstraintError:
        raise ConflictError(MEANWHILE) from None


def see_to_named(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """After somebody left, changed role or got a conflict: no restricted case stays without.

    Works in the caller's transaction. Where no manager is left who may see a case, the
    administrators are asked to name one.
    """
    uow.flush()
    for case in store.restricted_named(uow, user_id):
        tasks.ask_for_manager(uow, actor, case, queue_due_on(ctx))


def able(uow: UnitOfWork, case: Case) -> dict[UUID, str]:
    """Who may be named on a case now, with name and unit: no conflict, and not named yet."""
    shut = conflict_store.staff_of(uow, case.offender_id) | named_ids(uow, case)
    return {
        user.id: f"{full_name(user.first_name, user.last_name)}, {unit.name}"
        for user, unit in store.people_of_cases(uow)
        if user.id not in shut
    }


def named_ids(uow: UnitOfWork, case: Case) -> frozenset[UUID]:
    """Everybody who is named, the case's officer with them."""
    officer = {case.officer_id} if case.officer_id else set()
    return store.openings_of(uow, case.id).named | officer


def add_reader(uow: UnitOfWork, actor: Actor, case: Case, user_id: UUID) -> None:
    """Name somebody who isn't yet, in the caller's transaction."""
    uow.add(
        CaseReader(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            user_id=user_id,
            named_by=actor.name,
            named_at=uow.clock.now(),
        )
    )
    store.forget(uow, case.id)
    audit.record(uow, actor, What.READER_NAMED, case.id, user=str(user_id))


def hand_over_tasks(uow: UnitOfWork, case: Case, keep: frozenset[UUID]) -> None:
    """What people who aren't named had to do on a case goes to its officer."""
    for task in case_store.open_tasks(uow, case.id):
        if task.for_user_id is not None and task.for_user_id not in keep:
            task.for_user_id = case.officer_id
            task.for_role = None if case.officer_id else Role.MANAGER.value
