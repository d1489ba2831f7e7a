"""The page of the day: what the actor has to do, for whom and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.today import Group, Part, arranged, due_in_words, last_day_to_wait
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name, shown_words
from victim_portal.services.reach import reach_of
from victim_portal.services.tasks import TaskView, views_of
from victim_portal.store import finding
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Message, Task
from victim_portal.store.unit_of_work import UnitOfWork

MOST = 1000
"""More than anybody can have open; beyond it the page says so."""
WITH_MESSAGE = ("held_message", "uncertain_message")


@dataclass(frozen=True)
class TodayLine:
    """One task. `why` is the reason of a held or failed message; `may_wait_until` is None for
    what can't be put off. `put_off_until`, `put_off_by` and `put_off_why` where it was."""

    task: TaskView
    person_name: str = field(repr=False)
    due: str
    why: str = field(repr=False)
    may_wait_until: date | None
    put_off_until: date | None = None
    put_off_by: str = ""
    put_off_why: str = field(default="", repr=False)


@dataclass(frozen=True)
class TodayPage:
    """The day: its parts, what was put off, and how many there are of all."""

    parts: Mapping[Part, tuple[Group[TodayLine], ...]]
    put_off: tuple[TodayLine, ...]
    count: int
    late: int
    capped: bool


def today_page(ctx: Context, actor: Actor) -> TodayPage:
    """Everything that waits for the actor, and for a manager's unit; the view is recorded."""
    lines, capped = _lines(ctx, actor)
    waiting = [one for one in lines if one.put_off_until is None]
    return TodayPage(
        parts=arranged([(one.task.kind, one.task.due_on, one) for one in waiting], ctx.today()),
        put_off=tuple(one for one in lines if one.put_off_until is not None),
        count=len(waiting),
        late=sum(one.task.overdue for one in waiting),
        capped=capped,
    )


def today_of_kind(ctx: Context, actor: Actor, kind: str) -> tuple[TodayLine, ...]:
    """Those of one kind, soonest first, without what was put off."""
    lines, _ = _lines(ctx, actor, kind)
    return tuple(one for one in lines if one.put_off_until is None)


def _lines(ctx: Context, actor: Actor, kind: str = "") -> tuple[list[TodayLine], bool]:
    today = ctx.today()
    with ctx.store.writing() as uow:
        rows = task_store.open_for(
            uow, actor.user_id, actor.role, actor.unit_id, MOST, (kind,) if kind else ()
        )
        shown = [
            (task, case)
            for task, case in rows
            if case is None or may_see_case(actor, reach_of(uow, case))
        ]
        views = views_of(uow, actor, shown, today)
        names = _names(uow, shown)
        whys = _whys(uow, views)
        lines = [
            _line(task, view, names, whys, today)
            for (task, _), view in zip(shown, views, strict=True)
        ]
        audit.record(uow, actor, What.TASKS_LISTED, rows=len(lines))
        uow.commit()
    return lines, len(rows) == MOST


def _line(
    task: Task,
    view: TaskView,
    names: Mapping[object, str],
    whys: Mapping[str, str],
    today: date,
) -> TodayLine:
    waits = task.put_off_until is not None and task.put_off_until > today
    # Words about putting it off are sealed under a person's key: without one there are none.
    last = last_day_to_wait(task.kind, task.due_on, today) if task.person_id else None
    return TodayLine(
        task=view,
        person_name=names.get(task.case_id, ""),
        due=due_in_words(task.due_on, today),
        why=whys.get(str(task.about.get("message", "")), ""),
        may_wait_until=last,
        put_off_until=task.put_off_until if waits else None,
        put_off_by=(task.put_off_by or "") if waits else "",
        put_off_why=shown_words(lambda: task.put_off_why) if waits else "",
    )


def _names(uow: UnitOfWork, rows: Sequence[tuple[Task, Case | None]]) -> dict[object, str]:
    """Whom the tasks are about, by case, in one query."""
    persons = finding.persons(uow, {case.person_id for _, case in rows if case is not None})
    return {
        case.id: shown_name(persons[case.person_id])
        for _, case in rows
        if case is not None and case.person_id in persons
    }


def _whys(uow: UnitOfWork, views: Sequence[TaskView]) -> dict[str, str]:
    """Why messages are held or in doubt, by their ids as the tasks name them."""
    ids = {UUID(str(one.about["message"])) for one in views if one.about.get("message")}
    found = uow.get_many(Message, ids)
    return {str(key): shown_words(partial(getattr, one, "why")) for key, one in found.items()}
