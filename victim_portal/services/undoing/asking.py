"""A manager is asked to take back what was recorded of the offer or its answer."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

UNDO_ANSWER = "undo_answer"


def ask_to_undo(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, step_id: UUID) -> None:
    """Have the manager decide whether the newest offer or answer was recorded by mistake."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        UNDO_ANSWER,
        "An offer or answer may be recorded by mistake: read why in the notes, and take it back "
        "or leave it",
        "What they never said doesn't stand against them",
        working_day(ctx),
        key=str(step_id),
        manager=True,
        step=str(step_id),
    )
