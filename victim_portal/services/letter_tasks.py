"""The tasks of a letter that lies printed: to be posted, or kept from going out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.services import tasks
from victim_portal.services.audit import Scalar
from victim_portal.services.context import Context
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

STOP_LETTER = "stop_letter"
POST = "post_letter"
"""The task that keeps a letter from lying about; it ends when it is posted or discarded."""


@dataclass(frozen=True)
class WhyStop:
    """Why a printed letter mustn't go, in words for a task, and the rule that says so."""

    because: str
    rule: str


THEY_SAID_NO = WhyStop("They said no", "Nothing is posted against a no")
WAS_WRONG = WhyStop("What a letter tells was found to be wrong", "Nothing wrong goes out")


def ask_to_stop(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    letter_id: UUID,
    raised_by: dict[str, Scalar],
    why: WhyStop = THEY_SAID_NO,
) -> None:
    """Have a printed letter kept from going out, or find out whether it went."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        STOP_LETTER,
        f"{why.because}, and a printed letter isn't recorded as posted: stop it and discard it, "
        "or find out whether it went",
        why.rule,
        ctx.today(),
        key=str(letter_id),
        letter=str(letter_id),
        **raised_by,  # type: ignore[arg-type]  # ids by their names, none of them a parameter
    )


def ask_to_post(uow: UnitOfWork, actor: Actor, case: Case, letter_id: UUID, due_on: date) -> None:
    """Have a printed letter posted: one that lies about reaches nobody."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        POST,
        "A letter was made: print it, post it, and say when it was posted",
        "A letter that lies about reaches nobody",
        due_on,
        key=str(letter_id),
        letter=str(letter_id),
    )
