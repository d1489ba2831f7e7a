"""The silent cases of a unit, or of an officer, with why each is and what is asked for."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.silence import COVERED_BY, Silence
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import full_name, shown_name
from victim_portal.services.reach import reach_of
from victim_portal.services.silence.watching import KINDS, SILENT_CASE
from victim_portal.store import silence as store
from victim_portal.store.models import CaseWatch, Task
from victim_portal.store.silence import SilentScope

PAGE = 25


@dataclass(frozen=True)
class SilentReason:
    """Why a case is silent, since when, and by when somebody acts; None where nobody is asked."""

    why: Silence
    since: date
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class SilentLine:
    """One silent case. `officer` is "" where it stands in its unit's queue."""

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    officer: str
    reasons: tuple[SilentReason, ...]


@dataclass(frozen=True)
class SilentPage:
    """A page of them, longest silent first; `after` is the next page's key, None at the end."""

    lines: tuple[SilentLine, ...]
    after: str | None
    count: int
    capped: bool


def list_silent(
    ctx: Context, actor: Actor, why: Silence | None = None, after: str = "", *, mine: bool = False
) -> SilentPage:
    """A page of the silent cases that the actor reaches; the view of their names is recorded.

    An officer sees their own, a manager those of the unit, or their own with `mine`. `after` is
    that of the page before; a key that can't be read starts again. NotAllowedError for others.
    """
    casework = actor.role in (Role.OFFICER, Role.MANAGER)
    if not casework or actor.user_id is None or actor.unit_id is None:
        raise NotAllowedError
    own = mine or actor.role is Role.OFFICER
    scope = SilentScope(actor.user_id, actor.unit_id, own, why)
    with ctx.store.writing() as uow:
        rows = store.page(uow, scope, _key(after), PAGE)
        shown = [row for row in rows[:PAGE] if may_see_case(actor, reach_of(uow, row[1]))]
        asked = store.open_tasks(uow, [case.id for _, case, _, _, _ in shown], KINDS)
        lines = tuple(
            SilentLine(
                reference=case.reference,
                person_name=shown_name(person),
                offender_name=shown_name(offender),
                officer=full_name(officer.first_name, officer.last_name) if officer else "",
                reasons=_reasons(watch, asked[case.id], ctx.today()),
            )
            for watch, case, person, offender, officer in shown
        )
        count = store.capped_count(uow, scope)
        audit.record(uow, actor, What.SILENT_CASES_LISTED, rows=len(lines))
        uow.commit()
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    key = f"{last.since.isoformat()}_{last.id}" if last is not None and last.since else None
    return SilentPage(lines, key, min(count, store.CAP), count > store.CAP)


def _reasons(watch: CaseWatch, asked: list[Task], today: date) -> tuple[SilentReason, ...]:
    found = []
    for one, column in store.COLUMNS.items():
        since: date | None = getattr(watch, column.key)
        if since is None:
            continue
        due = [task.due_on for task in asked if _is_about(task, one)]
        nearest = min(due, default=None)
        found.append(SilentReason(one, since, nearest, nearest is not None and nearest < today))
    return tuple(found)


def _is_about(task: Task, one: Silence) -> bool:
    if task.kind == SILENT_CASE:
        return task.about.get("why") == one.value
    return task.kind in COVERED_BY[one]


def _key(after: str) -> tuple[date, UUID] | None:
    day, _, row_id = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None
