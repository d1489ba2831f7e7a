"""A double closes: nothing goes out from it any more, and nothing that was promised is lost."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import MessageState, Role
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import ALLOCATE
from victim_portal.services.audit import What
from victim_portal.services.channels.reviews import REVIEW_TASK
from victim_portal.services.channels.verifying import CONFIRM, LOCKED
from victim_portal.services.contacts.owed import OWED
from victim_portal.services.context import Context
from victim_portal.services.keeping.retaining import start_clock
from victim_portal.services.letter_tasks import POST
from victim_portal.services.letters.making import MAKE_AGAIN
from victim_portal.services.messages.asks import CODE_FAILED
from victim_portal.services.messages.codes import end_code
from victim_portal.services.messages.moving import move
from victim_portal.services.planning import replan
from victim_portal.services.referrals.followup import DECIDE, soon
from victim_portal.services.referrals.known import DOUBLE
from victim_portal.store import cases as case_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import merging as store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, DuplicateFlag, Task
from victim_portal.store.unit_of_work import UnitOfWork

# A question that another decision answered: its case was closed as a double.
SUPERSEDED = "superseded"
WHY = "The case was closed as a double."
# What was to be done only because the case was open: the one that stays has its own.
ENDS_WITH_IT = frozenset(
    {
        *OWED,
        "decide_duplicate",
        "decide_route",
        "make_plan",
        "words_missing",
        "approve_as_manager",
        CONFIRM,
        LOCKED,
        REVIEW_TASK,
        CODE_FAILED,
        MAKE_AGAIN,
        POST,
        tasks.READ_AGAIN,
        tasks.HELD_MESSAGE,
        ALLOCATE,
    }
)


def close_double(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    closes: Case,
    stays: Case,
    decided: DuplicateFlag,
) -> None:
    """Close a case as a double of another one, in the caller's transaction.

    What waited to go out is cancelled. Promises, answers that are awaited and every task that
    isn't moot go over to the case that stays, and so do the questions about third cases.
    """
    closes.closed_at = ctx.now()
    start_clock(ctx, closes)
    closes.closed_why = DOUBLE
    closes.merged_into_id = stays.id
    closes.queued_since = None
    closes.queue_due_on = None
    closes.officer_active = None
    closes.officer_id = None
    replan(ctx, uow, actor, closes)
    _stop_all(ctx, uow, actor, closes, stays)
    for promise in store.open_promises(uow, closes.id):
        promise.case_id = stays.id
    for sent_back in store.open_returns(uow, closes.id):
        sent_back.case_id = stays.id
    uow.flush()
    for task in case_store.open_tasks(uow, closes.id):
        if task.kind in ENDS_WITH_IT:
            tasks.finish(uow, actor, task)
        else:
            _move(uow, actor, task, closes, stays)
    _pass_on_questions(ctx, uow, actor, closes, stays, decided)


def _stop_all(ctx: Context, uow: UnitOfWork, actor: Actor, closes: Case, stays: Case) -> None:
    for code in store.live_codes(uow, closes.id):
        end_code(ctx, code, "case_merged")
    for message in store.waiting_messages(uow, closes.id):
        move(uow, actor, message, MessageState.CANCELLED, "case_merged", WHY)
    for letter in store.letters_to_post(uow, closes.id):
        letter.discarded_at = ctx.now()
        audit.record(uow, actor, What.LETTER_DISCARDED, closes.id, letter=str(letter.id))
        tasks.raise_for_case(
            uow,
            actor,
            stays,
            "stop_letter",
            "A printed letter of a double isn't recorded as posted: stop it, or find out whether "
            "it went",
            "Nothing goes out twice, and nothing from a case that is closed",
            ctx.today(),
            key=str(letter.id),
        )


def _move(uow: UnitOfWork, actor: Actor, task: Task, closes: Case, stays: Case) -> None:
    """The task of the case that stays, for whoever has that; two of one thing become one."""
    key = task.task_key.replace(f":{closes.id}:", f":{stays.id}:", 1)
    known = task_store.open_with_key(uow, key)
    if known is not None:
        known.due_on = min(known.due_on, task.due_on)
        tasks.finish(uow, actor, task)
        return
    task.task_key = key
    task.case_id = stays.id
    task.person_id = stays.person_id
    task.unit_id = stays.unit_id
    task.for_user_id = None if task.managers_own else stays.officer_id
    task.for_role = None if task.for_user_id else Role.MANAGER.value
    uow.flush()
    audit.record(
        uow,
        actor,
        What.TASK_RAISED,
        stays.id,
        task=str(task.id),
        kind=task.kind,
        due_on=task.due_on.isoformat(),
    )


def _pass_on_questions(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    closes: Case,
    stays: Case,
    decided: DuplicateFlag,
) -> None:
    """Whether a third case is like the double is asked of the case that stays, once."""
    concerned = [stays]
    for flag in duplicate_store.undecided_of_case(uow, closes.id):
        if flag is decided:
            continue
        flag.decision, flag.decided_by, flag.decided_at = SUPERSEDED, actor.name, ctx.now()
        third_id = flag.other_case_id if flag.case_id == closes.id else flag.case_id
        third = uow.get(Case, third_id)
        if third is None or third.id == stays.id:
            continue
        concerned.append(third)
        asked = duplicate_store.ever_flagged_with(uow, stays.id)
        if third.id not in asked and third.person_id != stays.person_id:
            _ask_about(ctx, uow, stays, third, flag.reason)
    uow.flush()
    for case in concerned:
        settle_question(ctx, uow, actor, case, decided)


def _ask_about(ctx: Context, uow: UnitOfWork, stays: Case, third: Case, reason: str) -> None:
    new, known = (stays, third) if stays.opened_on > third.opened_on else (third, stays)
    uow.add(
        DuplicateFlag(
            id=uow.tokens.uuid(),
            case_id=new.id,
            person_id=new.person_id,
            other_case_id=known.id,
            reason=reason,
            flagged_at=ctx.now(),
        )
    )
    uow.flush()


def settle_question(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, decided: DuplicateFlag
) -> None:
    """The task of a case stands as long as a pair of which it is the newer one is open."""
    left = [
        flag
        for flag in duplicate_store.undecided_of_case(uow, case.id)
        if flag.case_id == case.id and flag is not decided
    ]
    if not left:
        tasks.settle(uow, actor, "decide_duplicate", case)
        return
    if case.closed_at is None and any(_of_one_unit(uow, flag) for flag in left):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "decide_duplicate",
            DECIDE,
            "Likely duplicates are decided by a person",
            soon(ctx),
        )


def _of_one_unit(uow: UnitOfWork, flag: DuplicateFlag) -> bool:
    """Whether the unit of the newer case may hear of the other one."""
    new, known = uow.get(Case, flag.case_id), uow.get(Case, flag.other_case_id)
    return (
        new is not None
        and known is not None
        and new.unit_id == known.unit_id
        and not known.restricted
    )
