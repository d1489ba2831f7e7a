"""Leaving a task, and settling it because what it asked for has happened."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.contact_tasks import ASKED_DESPITE_NO, ASKS_FOR_CONTACT
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import Scalar, What
from victim_portal.services.tasks.kinds import AFTER_NO, BY_ACT_ALONE, LONGEST, NAME_SOMEBODY
from victim_portal.store import tasks as task_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Case, Task
from victim_portal.store.unit_of_work import UnitOfWork


def raise_for_case(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str = "",
    manager: bool = False,
    new_case: bool = False,
    **about: Scalar,
) -> None:
    """Leave a task for a case's officer, or for the unit's manager when nobody has it.

    `manager` asks for the manager in any case. Where the person said no, whatever asks for
    contact with them is the manager's to decide. An open task with the same key is left
    as it is, but for a nearer date; a `new_case` can't have one, so none is looked for.
    On a restricted case the manager is one who is named; where there is none left, the
    administrators are asked to name one.
    """
    asks = kind in ASKS_FOR_CONTACT and kind not in ASKED_DESPITE_NO
    if not manager and asks and case.enrolment in SAID_NO:
        manager, what = True, f"{AFTER_NO}{what}"[:LONGEST]
    if manager and case.restricted:
        ask_for_manager(uow, actor, case, due_on)
    task_key = f"{kind}:{case.id}:{key}"
    known = None if new_case else task_store.open_of(uow, case.id, task_key)
    if known is not None:
        known.due_on = min(known.due_on, due_on)
        if known.put_off_until is not None and known.put_off_until > known.due_on:
            # It is nearer than whoever put it off knew.
            known.put_off_until = None
        return
    for_user = None if manager else case.officer_id
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=kind,
        what=what,
        rule=rule,
        case_id=case.id,
        person_id=case.person_id,
        unit_id=case.unit_id,
        for_user_id=for_user,
        for_role=None if for_user else Role.MANAGER.value,
        managers_own=manager,
        due_on=due_on,
        about=dict(about),
        made_at=uow.clock.now(),
    )
    if new_case:
        uow.add(task)
    else:
        task_store.add_to_case(uow, case.id, task)
    audit.record(
        uow,
        actor,
        What.TASK_RAISED,
        case.id,
        task=str(task.id),
        kind=kind,
        due_on=due_on.isoformat(),
    )


def ask_for_manager(uow: UnitOfWork, actor: Actor, case: Case, due_on: date) -> bool:
    """Have the administrators name a manager on a restricted case that has none; whether so."""
    if wall_store.able_managers(uow, case):
        return False
    raise_for_administrators(
        uow,
        actor,
        NAME_SOMEBODY,
        f"Case {case.reference} is restricted, and no manager is left who may see it: name one",
        "Each case has a manager who may decide on it",
        due_on,
        key=f"{case.id}",
    )
    return True


def raise_for_administrators(
    uow: UnitOfWork, actor: Actor, kind: str, what: str, rule: str, due_on: date, key: str
) -> None:
    """Leave a task that no case owns, such as a unit without a manager."""
    _raise_without_case(uow, actor, Role.ADMINISTRATOR, None, kind, what, rule, due_on, key, {})


def raise_for_managers(
    uow: UnitOfWork,
    actor: Actor,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    **about: Scalar,
) -> None:
    """Leave a task that no case and no unit owns yet: the managers of all units see it."""
    _raise_without_case(uow, actor, Role.MANAGER, None, kind, what, rule, due_on, key, about)


def raise_for_unit(
    uow: UnitOfWork,
    actor: Actor,
    unit_id: UUID,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    **about: Scalar,
) -> None:
    """Leave a task for a unit's managers that shows no case: not all of them may see it."""
    _raise_without_case(uow, actor, Role.MANAGER, unit_id, kind, what, rule, due_on, key, about)


def raise_for_colleague(
    uow: UnitOfWork,
    actor: Actor,
    user_id: UUID,
    unit_id: UUID,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    **about: Scalar,
) -> None:
    """Leave a task that no case owns for one member of staff; an open one moves to them."""
    known = task_store.open_with_key(uow, f"{kind}:{key}")
    if known is None:
        _raise_without_case(
            uow, actor, None, unit_id, kind, what, rule, due_on, key, about, user_id
        )
    else:
        known.for_user_id, known.for_role = user_id, None
        known.what, known.due_on = what, due_on


def settle_without_case(uow: UnitOfWork, actor: Actor, kind: str, key: str) -> None:
    """Mark a task done that no case owns, because what it asked for has happened."""
    task = task_store.open_with_key(uow, f"{kind}:{key}")
    if task is not None:
        finish(uow, actor, task)


def _raise_without_case(
    uow: UnitOfWork,
    actor: Actor,
    role: Role | None,
    unit_id: UUID | None,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    key: str,
    about: dict[str, Scalar],
    user_id: UUID | None = None,
) -> None:
    task_key = f"{kind}:{key}"
    if task_store.open_with_key(uow, task_key) is not None:
        return
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=kind,
        what=what,
        rule=rule,
        unit_id=unit_id,
        for_user_id=user_id,
        for_role=role.value if role else None,
        # Done by what it asks for, and never by a tick: nobody would have read the words.
        managers_own=kind in BY_ACT_ALONE,
        due_on=due_on,
        about=dict(about),
        made_at=uow.clock.now(),
    )
    uow.add(task)
    uow.flush()
    audit.record(
        uow, actor, What.TASK_RAISED, task=str(task.id), kind=kind, due_on=due_on.isoformat()
    )


def settle(uow: UnitOfWork, actor: Actor, kind: str, case: Case, key: str = "") -> None:
    """Mark a task done because what it asked for has happened."""
    task = task_store.open_of(uow, case.id, f"{kind}:{case.id}:{key}")
    if task is not None:
        finish(uow, actor, task)


def is_open(uow: UnitOfWork, kind: str, case: Case, key: str = "") -> bool:
    """Whether a task still stands."""
    return task_store.open_of(uow, case.id, f"{kind}:{case.id}:{key}") is not None


def finish(uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Mark a task done, in the caller's transaction."""
    task.done_at = uow.clock.now()
    task.done_by = actor.name
    audit.record(uow, actor, What.TASK_DONE, task.case_id, task=str(task.id), kind=task.kind)
