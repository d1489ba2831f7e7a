"""Reading that stands out: looked for once a day, for the manager to ask about."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from victim_portal.domain.access import WORKER, Actor, may_see_case
from victim_portal.domain.unusual import (
    LONDON,
    StandsOut,
    Unusual,
    needs_usual,
    stands_out,
    usual_busiest_hour,
)
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, once
from victim_portal.services.audit import Scalar, What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import full_name
from victim_portal.services.reach import reach_of
from victim_portal.services.unusual.looks import looks_between
from victim_portal.store import tasks as task_store
from victim_portal.store import trail as trail_store
from victim_portal.store.models import Task, User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

KIND = "unusual_reading"
RULE = "Reading that stands out is asked about"
DAYS_BACK = 7
"""How many days a round goes back, should no worker have run for some."""
USUAL_OVER = timedelta(days=28)
SHOWN_FOR = timedelta(days=92)
# One name for each day that was gone through, so that no two workers raise the same.
DAY_DONE = UUID("7a0f7a1e-6b53-4a51-9a39-6d9c2f1b0c11")


@dataclass(frozen=True)
class UnusualLine:
    """What stood out in one person's reading on one day; `asked` once the task was done."""

    who: str
    unit_name: str
    day: date
    found: tuple[StandsOut, ...]
    references: tuple[str, ...]
    asked: bool


def ask_about_unusual(ctx: Context) -> int:
    """Leave a task for each person and day whose reading stands out; returns how many.

    Days that are over in London are gone through once each, whichever worker does it.
    """
    asked = 0
    today = ctx.today()
    for back in range(DAYS_BACK, 0, -1):
        asked += _go_through(ctx, today - timedelta(days=back))
    return asked


def list_unusual(ctx: Context, actor: Actor) -> list[UnusualLine]:
    """What stood out in the last three months: of a manager's own unit, or all for an auditor.

    Raises NotAllowedError for anybody else. The list is recorded.
    """
    if actor.role not in (Role.MANAGER, Role.AUDITOR) or actor.user_id is None:
        raise NotAllowedError
    unit_id = actor.unit_id if actor.role is Role.MANAGER else None
    if actor.role is Role.MANAGER and unit_id is None:
        raise NotAllowedError
    with ctx.store.writing() as uow:
        tasks = trail_store.tasks_of_kind(uow, KIND, ctx.now() - SHOWN_FOR, unit_id)
        staff = trail_store.staff_with(uow, {UUID(str(one.about["reader"])) for one in tasks})
        found = {task.id: found_in(task) for task in tasks}
        named = {one.case_id for many in found.values() for one in many if one.case_id}
        cases = trail_store.cases_with(uow, named)
        shown = {
            case.id: case.reference
            for case in cases.values()
            if actor.role is Role.AUDITOR or may_see_case(actor, reach_of(uow, case))
        }
        lines = [_line(task, staff, found[task.id], shown) for task in tasks]
        audit.record(uow, actor, What.UNUSUAL_LISTED, rows=len(lines))
        uow.commit()
    return lines


def found_in(task: Task) -> tuple[StandsOut, ...]:
    """What a task says stood out, as it was counted then."""
    found = []
    for name in Unusual:
        number = 0
        while f"{name}.{number}" in task.about:
            count, limit, usual, case_id = str(task.about[f"{name}.{number}"]).split("|")
            found.append(
                StandsOut(
                    name,
                    int(count),
                    int(limit),
                    int(usual) if usual else None,
                    UUID(case_id) if case_id else None,
                )
            )
            number += 1
    return tuple(found)


def _line(
    task: Task,
    staff: dict[UUID, tuple[User, str]],
    found: tuple[StandsOut, ...],
    shown: dict[UUID, str],
) -> UnusualLine:
    user, unit_name = staff[UUID(str(task.about["reader"]))]
    return UnusualLine(
        who=full_name(user.first_name, user.last_name),
        unit_name=unit_name,
        day=date.fromisoformat(str(task.about["day"])),
        found=found,
        references=tuple(
            dict.fromkeys(shown[one.case_id] for one in found if one.case_id in shown)
        ),
        asked=task.done_at is not None,
    )


def _go_through(ctx: Context, day: date) -> int:
    rules = ctx.policy.unusual(day)
    token = uuid5(DAY_DONE, day.isoformat())
    since, until = _bounds(day)
    asked = 0
    try:
        with ctx.store.writing() as uow:
            if once.already_done(uow, token) is not None:
                return 0
            looks = looks_between(uow, since, until)
            staff = trail_store.staff_with(uow, looks)
            for user_id, theirs in looks.items():
                user, _ = staff[user_id]
                usual = 0
                if needs_usual(theirs, rules):
                    earlier = looks_between(uow, since - USUAL_OVER, since, user_id)
                    usual = usual_busiest_hour(earlier.get(user_id, []))
                found = stands_out(theirs, usual, rules)
                if found and _raise_task(ctx, uow, user, day, found):
                    asked += 1
            once.remember(uow, token, str(asked))
            uow.commit()
    except ConstraintError:
        # Another worker went through the same day in the same moment.
        return 0
    return asked


def _bounds(day: date) -> tuple[datetime, datetime]:
    """A day in London, from midnight to midnight."""
    midnight = datetime.combine(day, time(), LONDON)
    return midnight, datetime.combine(day + timedelta(days=1), time(), LONDON)


def _raise_task(
    ctx: Context, uow: UnitOfWork, user: User, day: date, found: tuple[StandsOut, ...]
) -> bool:
    """A task for the manager of the reader's unit; a manager's or auditor's own for auditors."""
    task_key = f"{KIND}:{user.id}:{day.isoformat()}"
    if task_store.was_ever_raised(uow, task_key):
        return False
    for_manager = user.role == Role.OFFICER and user.unit_id is not None
    about: dict[str, Scalar] = {"reader": str(user.id), "day": day.isoformat()}
    numbers: dict[Unusual, int] = defaultdict(int)
    for one in found:
        usual = "" if one.usual is None else one.usual
        about[f"{one.rule}.{numbers[one.rule]}"] = (
            f"{one.count}|{one.limit}|{usual}|{one.case_id or ''}"
        )
        numbers[one.rule] += 1
    task = Task(
        id=uow.tokens.uuid(),
        task_key=task_key,
        kind=KIND,
        what=f"Ask {full_name(user.first_name, user.last_name)} about reading that stands out",
        rule=RULE,
        unit_id=user.unit_id,
        for_role=Role.MANAGER.value if for_manager else Role.AUDITOR.value,
        managers_own=False,
        due_on=ctx.today() + timedelta(days=2),
        about=about,
        made_at=ctx.now(),
    )
    if not for_manager:
        task.unit_id = None
    uow.add(task)
    uow.flush()
    due_on = task.due_on.isoformat()
    audit.record(uow, WORKER, What.TASK_RAISED, task=str(task.id), kind=KIND, due_on=due_on)
    return True
