"""Whose turn it is with each request of a case, and until when what was granted holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.representations import GRANTED
from victim_portal.domain.stages import Stage, governing_licence_end
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.context import Context
from victim_portal.services.names import full_name
from victim_portal.services.representations.moving import LIFE_TASKS
from victim_portal.services.representations.values import Ending, Turn
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case, ConditionRequest, Task, User
from victim_portal.store.unit_of_work import UnitOfWork

MANAGER = "The unit's manager"


@dataclass(frozen=True)
class Life:
    """Whose turn it is by number of the request; when the licence ends, and who tells of it."""

    turns: Mapping[int, Turn] = field(default_factory=dict)
    licence_ends_on: date | None = None
    ending: Ending | None = None


def life_of(
    ctx: Context, uow: UnitOfWork, case: Case, requests: Sequence[ConditionRequest]
) -> Life:
    """The life of a case's requests, read in as many queries for thirty as for one."""
    if not requests:
        return Life()
    turns = {
        int(task.task_key.rpartition(":")[2]): _turn(ctx, uow, task)
        for task in case_store.open_tasks(uow, case.id)
        if task.kind in LIFE_TASKS
    }
    if not any(row.state in GRANTED for row in requests):
        return Life(turns)
    return Life(turns, licence_end(uow, case), _ending(uow, case))


def licence_end(uow: UnitOfWork, case: Case) -> date | None:
    """The day on which the licence ends as the newest key dates say; None where it has no end."""
    newest = offender_store.newest_key_dates(uow, case.offender_id)
    if newest is None:
        return None
    dates = offender_store.dates_of(uow, [newest])[newest.id]
    found = governing_licence_end({one.code: one.falls_on for one in dates})
    return found[1] if found else None


def _ending(uow: UnitOfWork, case: Case) -> Ending | None:
    """The update by which they are told that the conditions end, where it is planned."""
    for update in case_store.updates(uow, case.id):
        if update.stage == Stage.LICENCE_ENDED and update.state != UpdateState.CANCELLED:
            state = UpdateState(update.state)
            return Ending(update.id, update.window_opens, update.window_closes, state)
    return None


def _turn(ctx: Context, uow: UnitOfWork, task: Task) -> Turn:
    user = uow.get(User, task.for_user_id) if task.for_user_id else None
    return Turn(
        who=full_name(user.first_name, user.last_name) if user else MANAGER,
        what=task.what,
        due_on=task.due_on,
        overdue=task.due_on < ctx.today(),
    )
