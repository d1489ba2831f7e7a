"""A case closes: nothing goes out from it any more, and its retention begins to count."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.closing import ClosingReason, why_not
from victim_portal.domain.retention import SentenceEnd, sentence_over_on
from victim_portal.domain.vocabulary import (
    Enrolment,
    MessageState,
    RequestState,
    SentenceType,
    UpdateState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.keeping.retaining import start_clock
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.messages.moving import move
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import keeping as store
from victim_portal.store import representations as representation_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
CLOSED = "closed"
ALREADY = "This case is closed already."
MEANWHILE = "Somebody else changed this case in the same moment. Nothing was closed: look again."
# What stands even when the case is closed: it concerns what happened or was promised.
KEPT = frozenset(
    {
        *("incident", "against_plan", "reply_received", "uncertain_message", "stop_letter"),
        *("sent_while_changed", tasks.PROMISE),
    }
)


def close_case(
    ctx: Context,
    actor: Actor,
    reference: str,
    reason: ClosingReason,
    note: str,
    once: UUID | None = None,
) -> None:
    """Close a case, with a reason and a note; what waited to go out is cancelled.

    For the manager of its unit; NotFoundError for everybody else. InvalidError (`reason`,
    `note`) where the reason doesn't fit or somebody would be left in silence, ConflictError
    for a case that is closed or was changed in the same moment.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            if already_done(uow, once) is not None:
                return
            if case.closed_at is not None:
                raise ConflictError(ALREADY)
            _check(ctx, uow, case, reason, note.strip())
            _close(ctx, uow, actor, case, reason, note.strip())
            remember(uow, once, CLOSED)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def _check(ctx: Context, uow: UnitOfWork, case: Case, reason: ClosingReason, note: str) -> None:
    problems: dict[str, str] = {}
    waits = any(
        update.state in (UpdateState.DRAFT, UpdateState.APPROVED)
        for update in case_store.updates(uow, case.id)
    )
    asked = any(
        RequestState(request.state) in (RequestState.ASKED_FOR, RequestState.PUT_FORWARD)
        for request in representation_store.requests(uow, case.id)
    )
    refused = why_not(
        reason,
        Enrolment(case.enrolment),
        over_on(uow, case),
        ctx.today(),
        waits,
        request_waits=asked,
    )
    if refused:
        problems["reason"] = refused
    if not note or len(note) > LONGEST_REASON:
        problems["note"] = f"Say what was found out, in at most {LONGEST_REASON:,} characters."
    if problems:
        raise InvalidError(problems)


def over_on(uow: UnitOfWork, case: Case) -> date | None:
    """The day on which a case's sentence is over, where that is known."""
    sentence = store.sentences(uow, {case.sentence_id})[case.sentence_id]
    offender = {case.offender_id}
    return sentence_over_on(
        SentenceEnd(
            SentenceType(sentence.sentence_type),
            sentence.sentenced_on,
            None,
            store.expiries(uow, offender).get(case.offender_id),
            store.endings(uow, offender).get(case.offender_id),
        )
    )


def _close(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, reason: ClosingReason, note: str
) -> None:
    case.closed_at = ctx.now()
    case.closed_why = reason.value
    case.closed_note = note
    case.queued_since = None
    case.queue_due_on = None
    case.officer_active = None
    case.officer_id = None
    start_clock(ctx, case)
    replan(ctx, uow, actor, case)
    for code in allocation_store.live_verifications(uow, case.id):
        end_live_code(ctx, uow, actor, code.channel_id, CLOSED)
    for message in allocation_store.stoppable_messages(uow, case.id):
        move(uow, actor, message, MessageState.CANCELLED, CLOSED, "The case was closed.")
    for task in case_store.open_tasks(uow, case.id):
        if task.kind not in KEPT:
            tasks.finish(uow, actor, task)
            task.about = {**task.about, tasks.SETTLED_BY: CLOSED}
    uow.flush()
    retain_from = case.retain_from.isoformat() if case.retain_from else None
    audit.record(uow, actor, What.CASE_CLOSED, case.id, why=reason.value, retain_from=retain_from)
