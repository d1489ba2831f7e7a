"""A closed case is opened again: back into its unit's queue, with what was to be done."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import put_in_queue
from victim_portal.services.audit import What
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.context import Context
from victim_portal.services.enrolment.after_no import keep_the_no
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.keeping.closing import CLOSED
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reconciliation.following import follow_sentence
from victim_portal.services.referrals.followup import CAME_AGAIN, soon
from victim_portal.services.referrals.known import DOUBLE
from victim_portal.services.referrals.withdrawing import (
    LONGEST_REASON,
    SETTLED_BY,
    STOP_LETTER,
    TELL,
    was_contacted,
)
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import tasks as task_store
from victim_portal.store.allocation import WITHDRAWN
from victim_portal.store.models import Case, CaseNote
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

NOT_CLOSED = "Only a closed case can be opened again, and a double stays closed."
MEANWHILE = "Somebody else opened this case again in the same moment. Look at it as it stands now."
# What its being withdrawn asked for, and the opening answers.
ANSWERED = frozenset({TELL, STOP_LETTER, CAME_AGAIN})
# What asked about one message or one text: those were cancelled, and planning asks anew.
GONE = frozenset({"message", "update", "verification"})


def check_reopening(ctx: Context, actor: Actor, reference: str) -> None:
    """Whether a case can be opened again: NotFoundError out of reach, ConflictError if not."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        if case.closed_at is None or case.closed_why == DOUBLE:
            raise ConflictError(NOT_CLOSED)


def reopen_case(
    ctx: Context, actor: Actor, reference: str, why: str, once: UUID | None = None
) -> None:
    """Put a closed case back into its unit's queue, with a fresh date there.

    The day from which its retention counts stays as it is.

    The clock of first contact counts on from the referral. Both reasons stay as a note on the
    case. For the manager of its unit; NotFoundError for everybody else, InvalidError without
    a reason, ConflictError for a case that is open or a double.
    """
    try:
        _reopen(ctx, actor, reference, why.strip(), once)
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def _reopen(ctx: Context, actor: Actor, reference: str, why: str, once: UUID | None) -> None:
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        said = saying("reopen", reference, why)
        if already_done(uow, once, said) is not None:
            return
        if case.closed_at is None or case.closed_why == DOUBLE:
            raise ConflictError(NOT_CLOSED)
        if not why or len(why) > LONGEST_REASON:
            raise InvalidError({"why": f"Give the reason, in at most {LONGEST_REASON} characters."})
        _keep_reasons(ctx, uow, actor, case, why)
        for task in case_store.open_tasks(uow, case.id):
            if task.kind in ANSWERED:
                tasks.finish(uow, actor, task)
        case.closed_at = None
        case.closed_why = None
        case.closed_note = None
        what = "A closed case was opened again: give it to an officer"
        put_in_queue(ctx, uow, actor, case, what, "reopened")
        _take_up_tasks(uow, actor, case)
        _ask_for_contact(ctx, uow, actor, case)
        # They may have said no while it was closed.
        keep_the_no(ctx, uow, actor, case)
        audit.record(uow, actor, What.CASE_REOPENED, case.id)
        # Urgent news that came while it was closed is a manager's to decide now.
        replan(ctx, uow, actor, case)
        follow_sentence(ctx, uow, actor, case.sentence_id)
        remember(uow, once, case.reference, said)
        uow.commit()


def _keep_reasons(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, why: str) -> None:
    closed_on = f"{london_date(case.closed_at):%d %B %Y}" if case.closed_at else ""
    said = "Withdrawn" if case.closed_why == WITHDRAWN else "Closed"
    note = CaseNote(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        text=f"{said} on {closed_on.lstrip('0')}: {case.closed_note}\nOpened again: {why}",
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(note)
    audit.record(uow, actor, What.NOTE_RECORDED, case.id, note=str(note.id))


def _take_up_tasks(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """What was to be done when it was withdrawn is to be done again, by the same day."""
    for task in allocation_store.done_tasks(uow, case.id):
        if task.about.get(SETTLED_BY) not in (WITHDRAWN, CLOSED):
            continue
        task.about = {key: value for key, value in task.about.items() if key != SETTLED_BY}
        if GONE & task.about.keys() or task_store.open_with_key(uow, task.task_key) is not None:
            continue
        task.done_at = None
        task.done_by = None
        task.unit_id = case.unit_id
        task.for_user_id = None
        task.for_role = Role.MANAGER.value
        uow.flush()
        audit.record(
            uow,
            actor,
            What.TASK_RAISED,
            case.id,
            task=str(task.id),
            kind=task.kind,
            due_on=task.due_on.isoformat(),
        )


def _ask_for_contact(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    leave_owed(ctx, uow, actor, case)
    if was_contacted(uow, case):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "tell_of_reopening",
            "The case is open again: tell them, since they may have heard that it was a mistake",
            "Never silence: whoever was contacted hears how it goes on",
            soon(ctx),
        )
