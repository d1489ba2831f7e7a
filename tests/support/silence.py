"""What stands after a look for silence."""

from sqlalchemy import func, select

from tests.support.portal import Portal
from victim_portal.domain.silence import silences, to_ask
from victim_portal.services.silence.facts import gather
from victim_portal.services.silence.watching import KINDS, SILENT_CASE, limits_on
from victim_portal.store import silence as store
from victim_portal.store.models import Case, Message, Task


def open_silences(portal: Portal) -> list[Task]:
    """The open tasks of silent cases."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.kind == SILENT_CASE, Task.done_at.is_(None))
        return list(uow.session.scalars(query.order_by(Task.task_key)))


def whys(portal: Portal) -> list[object]:
    """Why, of each of them."""
    return [task.about["why"] for task in open_silences(portal)]


def ever_raised(portal: Portal) -> int:
    """How many were ever left."""
    with portal.ctx.store.reading() as uow:
        query = select(func.count()).select_from(Task).where(Task.kind == SILENT_CASE)
        return uow.session.scalar(query) or 0


def messages(portal: Portal) -> int:
    """How many messages there are."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(Message)) or 0


def nobody_is_forgotten(portal: Portal) -> None:
    """After a look each silence of each case has a task that is open, and nothing else has."""
    with portal.ctx.store.reading() as uow:
        cases = list(uow.session.scalars(select(Case)))
        today = portal.ctx.today()
        facts = gather(uow, cases, today)
        tasks = store.open_tasks(uow, [case.id for case in cases], KINDS)
        for case in cases:
            found = silences(facts[case.id], today, limits_on(portal.ctx, today))
            others = {task.kind for task in tasks[case.id] if task.kind != SILENT_CASE}
            own = {task.about["why"] for task in tasks[case.id] if task.kind == SILENT_CASE}
            assert own == {one.value for one in to_ask(found, others)}
