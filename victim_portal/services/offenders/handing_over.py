"""What follows from a conflict of interest: nothing of the offender's stays with that person."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import tasks
from victim_portal.services.allocation.queueing import put_in_queue, queue_due_on
from victim_portal.services.allocation.telling import ask_to_tell
from victim_portal.services.context import Context
from victim_portal.services.planning import replan
from victim_portal.store import allocation as allocation_store
from victim_portal.store import conflicts as store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Case, Offender, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def hand_over(
    ctx: Context, uow: UnitOfWork, actor: Actor, offender: Offender, user: User
) -> tuple[int, bool]:
    """Take an offender's open cases and their tasks from somebody, in the caller's transaction.

    Returns how many cases went to their unit's queue, and whether in some unit no manager is
    left who may see them.
    """
    cases = store.cases_held(uow, offender.id)
    for case in cases:
        wall_store.forget(uow, case.id)
        if case.restricted:
            tasks.ask_for_manager(uow, actor, case, queue_due_on(ctx))
    queued = sum(_take_away(ctx, uow, actor, case, user) for case in cases)
    _hand_over_tasks(uow, offender, user)
    return queued, _ask_for_managers(ctx, uow, actor, offender, cases)


def _take_away(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, user: User) -> bool:
    """Put a case of theirs into its queue; whether it went there."""
    if case.officer_id != user.id:
        return False
    if case.restricted:
        # Only the people named on it may see it, and in a queue that would be nobody.
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "give_restricted",
            "The officer of a restricted case has a conflict of interest: give it to another one",
            "Each case has somebody who works on it",
            queue_due_on(ctx),
            manager=True,
        )
        return False
    put_in_queue(
        ctx,
        uow,
        actor,
        case,
        "A case has nobody, because of a conflict of interest: give it to another officer",
        why="conflict",
    )
    rule = "They know the officer before"
    ask_to_tell(ctx, uow, actor, case, rule, queue_due_on(ctx))
    # Their name and number stand in the words of what is a draft, or was approved.
    replan(ctx, uow, actor, case)
    return True


def _hand_over_tasks(uow: UnitOfWork, offender: Offender, user: User) -> None:
    """What they still had to do on other people's cases goes to those people, or the manager."""
    for task, case in store.tasks_over(uow, offender.id, user.id):
        # The officer of a restricted case keeps it until a manager who is named gives it on.
        stays = case.officer_id if case.officer_id != user.id else None
        task.for_user_id = stays
        task.for_role = None if stays else Role.MANAGER.value
        task.unit_id = case.unit_id


def _ask_for_managers(
    ctx: Context, uow: UnitOfWork, actor: Actor, offender: Offender, cases: list[Case]
) -> bool:
    """Leave the administrators a task for each unit whose managers may not see its cases."""
    found = False
    for unit_id in dict.fromkeys(case.unit_id for case in cases):
        unit = uow.get(Unit, unit_id)
        if unit is None or allocation_store.has_manager_for(uow, unit_id, offender.id):
            continue
        found = True
        tasks.raise_for_administrators(
            uow,
            actor,
            "manager_conflict",
            f"No manager of the unit “{unit.name}” may see some of its cases, because of a "
            "conflict of interest: name another manager for them",
            "Each case has a manager who may decide on it",
            queue_due_on(ctx),
            key=f"{unit_id}:{offender.id}",
        )
    return found
