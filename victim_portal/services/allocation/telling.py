"""Another officer looks after a case: whoever knows the one before hears of it."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.enrolment import IN_SCHEME, SAID_NO
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import allocation as allocation_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

# Who knows an officer by name, and may ring them at any time.
IN_TOUCH = IN_SCHEME | {Enrolment.OFFERED, Enrolment.DEFERRED, Enrolment.NO_RESPONSE}


def ask_to_tell(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    rule: str,
    due_on: date,
    *,
    told: bool = False,
) -> None:
    """Have them told who looks after their case now, and letters that name another made again.

    Works within the caller's transaction. Whoever said no isn't told anything; `told` says that
    somebody was asked to tell them before.
    """
    letters = allocation_store.letters_of_case(uow, case.id)
    state = Enrolment(case.enrolment)
    posted = any(one.posted_on and not one.returned_on for one in letters)
    known = state in IN_TOUCH or case.first_contact_on is not None or posted
    if known and not told and state not in SAID_NO:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "tell_new_officer",
            "Tell them who looks after their case now, and how to ring",
            rule,
            due_on,
        )
    if any(one.posted_on is None for one in letters):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "letter_names_another",
            "A letter that isn't posted names the officer before: discard it and make it again",
            "Nothing stale goes out",
            ctx.today(),
        )
