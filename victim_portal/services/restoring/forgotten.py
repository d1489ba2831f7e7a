"""The ledger replayed: who was forgotten since the backup goes again, who was shut stays shut."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.services import tasks
from victim_portal.services.allocation.queueing import queue_due_on
from victim_portal.services.context import Context
from victim_portal.store import forgetting, ledger
from victim_portal.store import keeping as keeping_store
from victim_portal.store import restoring as store
from victim_portal.store.forgetting import Subjects
from victim_portal.store.ledger import Entry, Line
from victim_portal.store.models import Tombstone
from victim_portal.store.unit_of_work import UnitOfWork

BY_LEDGER = "ledger"


def gone_ids(lines: Iterable[Line]) -> set[UUID]:
    """Every subject that was forgotten whole, ever: an id is never used again."""
    return {line.id for line in lines if line.entry is Entry.GONE}


def forget_again(ctx: Context, uow: UnitOfWork, lines: Collection[Line], made_at: datetime) -> int:
    """Delete what the ledger names, in the caller's transaction; how many subjects had rows.

    A stub that was made before the backup is in it already, and who it was may have come
    back since.
    """
    gone = gone_ids(lines)
    stubs = {line.id for line in lines if line.entry is Entry.STUB and line.at > made_at} - gone
    back = store.present(uow, gone | stubs)
    whole = frozenset(back & gone)
    cases = keeping_store.around(uow, store.persons_among(uow, back)).cases
    of_gone = [case for case in cases if case.person_id in whole]
    if whole:
        forgetting.forget(
            uow,
            Subjects(
                persons=whole,
                cases=frozenset(case.id for case in of_gone),
                references=frozenset(case.reference for case in of_gone),
                offenders=whole,
            ),
        )
    reduced = frozenset(back & stubs)
    if reduced:
        of_stub = [case for case in cases if case.person_id in reduced]
        forgetting.reduce_to_stub(
            uow,
            Subjects(
                persons=reduced,
                cases=frozenset(case.id for case in of_stub),
                references=frozenset(case.reference for case in of_stub),
            ),
        )
    _raise_stones(uow, [line for line in lines if line.id in gone | stubs])
    uow.flush()
    return len(whole) + len(reduced)


def _raise_stones(uow: UnitOfWork, lines: Collection[Line]) -> None:
    for line in ledger.latest(lines).values():
        stone = keeping_store.tombstone_of(uow, line.id)
        if stone is None:
            stone = Tombstone(id=uow.tokens.uuid(), gone_id=line.id, kind=line.kind)
            uow.add(stone)
            stone.purged_by = BY_LEDGER
        stone.rule, stone.purged_at = line.rule, line.at
        uow.flush()


def shut_again(ctx: Context, uow: UnitOfWork, actor: Actor, lines: Collection[Line]) -> int:
    """Shut the accounts whose last line says so; how many. Their cases go to the queue."""
    last = ledger.latest(line for line in lines if line.kind == "staff")
    shut = {user_id for user_id, line in last.items() if line.entry is Entry.SHUT}
    users = store.active_among(uow, shut)
    for user in users:
        for case in store.open_cases_of(uow, user.id):
            case.officer_id = None
            case.officer_active = None
            case.queued_since = ctx.now()
            case.queue_due_on = queue_due_on(ctx)
            uow.flush()
            for task in store.open_tasks_for(uow, case.id, user.id):
                task.for_user_id, task.for_role = None, "manager"
            tasks.raise_for_case(
                uow,
                actor,
                case,
                "allocate_case",
                "Its officer's account is shut: give the case to another officer",
                "Each case has an officer, or a date by which it gets one",
                case.queue_due_on,
                manager=True,
            )
        user.active = False
    uow.flush()
    return len(users)
