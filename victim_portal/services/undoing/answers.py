"""The newest offer or answer was recorded by mistake: a manager takes it back, nothing is lost.

Consent, level and plan follow what stands without it; what an erroneous no had ended is to be
done again, so that nobody goes without an offer because of somebody else's answer.
"""

from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment, Level, MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.enrolment.after_no import keep_the_no, take_up_again
from victim_portal.services.enrolment.asking import last_answer
from victim_portal.services.enrolment.level import set_level
from victim_portal.services.enrolment.values import LastAnswer
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.messages.asks import working_day
from victim_portal.services.messages.moving import move
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.reviews import follow_answer
from victim_portal.services.undoing.asking import UNDO_ANSWER, ask_to_undo
from victim_portal.services.undoing.contacts import MEANWHILE, check_reason, recompute, take_back
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import contacts as contact_store
from victim_portal.store.models import Case, CaseNote, EnrolmentStep
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

DOUBLE = "This case is closed: it is a double. Look at the case that stays in its place."
NOT_THE_NEWEST = (
    "This isn't the newest answer any more. Nothing was changed: look at the case as it stands now."
)
UNDONE = "answer_undone"
WHY = "The answer that it rested on was recorded by mistake."


@dataclass(frozen=True)
class AnswerToUndo:
    """The newest answer, and where the case would stand without it.

    `may_undo` is whether the reader is the manager who decides; others ask for it.
    """

    step_id: UUID
    answer: LastAnswer
    before: Enrolment
    may_undo: bool


def answer_to_undo(ctx: Context, actor: Actor, reference: str) -> AnswerToUndo:
    """What the page of a mistaken answer shows; the view is recorded.

    Raises NotFoundError out of reach, and where nothing was recorded yet.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        steps = case_store.steps(uow, case.id)
        if not steps:
            raise NotFoundError
        shown = AnswerToUndo(
            steps[-1].id,
            last_answer(steps[-1]),
            _stands_without(steps),
            is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def ask_to_undo_answer(ctx: Context, actor: Actor, reference: str, step_id: UUID, why: str) -> None:
    """Ask the manager to take the newest answer back; the reason stays as a note on the case.

    Raises InvalidError (`why`), ConflictError where it isn't the newest, NotFoundError.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        step = _newest(uow, case, step_id)
        check_reason(why)
        if tasks.is_open(uow, UNDO_ANSWER, case, key=str(step.id)):
            return
        note = CaseNote(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            text=f"The newest answer was recorded by mistake: {why.strip()}",
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(note)
        audit.record(uow, actor, What.NOTE_RECORDED, case.id, note=str(note.id))
        ask_to_undo(ctx, uow, actor, case, step.id)
        uow.commit()


def undo_answer(
    ctx: Context,
    actor: Actor,
    reference: str,
    step_id: UUID,
    why: str,
    with_contact: bool = False,
) -> None:
    """A manager records that the newest answer was a mistake; a second time does nothing.

    `with_contact`: the contact that it came by was recorded by mistake, too. Raises
    InvalidError (`why`, or "" on a double), ConflictError where it isn't the newest or
    somebody changed the case in the same moment, NotFoundError out of reach and for anybody
    but the manager of the case.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            known = uow.get(EnrolmentStep, step_id)
            if known is not None and known.case_id == case.id and known.undone_at is not None:
                return
            step = _newest(uow, case, step_id)
            if case.merged_into_id is not None:
                raise InvalidError({"": DOUBLE})
            check_reason(why)
            _undo(ctx, uow, actor, case, step, why, with_contact)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def _undo(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    step: EnrolmentStep,
    why: str,
    with_contact: bool,
) -> None:
    step.undone_at = ctx.now()
    step.undone_by = actor.name
    step.undone_why = why.strip()
    uow.flush()
    steps = case_store.steps(uow, case.id)
    was, last = case.enrolment, steps[-1] if steps else None
    case.enrolment = last.moved_to if last else Enrolment.NOT_OFFERED.value
    case.enrolment_version += 1
    case.deferred_until = last.deferred_until if last else None
    audit.record(
        uow,
        actor,
        What.ENROLMENT_UNDONE,
        case.id,
        step=str(step.id),
        moved_from=was,
        moved_to=case.enrolment,
    )
    tasks.settle(uow, actor, UNDO_ANSWER, case, key=str(step.id))
    _level_follows(ctx, uow, actor, case, steps)
    if with_contact:
        for entry in contact_store.contacts(uow, case.id):
            same = (entry.on, entry.method, entry.recorded_by)
            if same == (step.on, step.how, step.recorded_by):
                take_back(ctx, uow, actor, case, entry, why)
    take_up_again(uow, actor, case, step)
    # What stands without it may be a no as well.
    keep_the_no(ctx, uow, actor, case)
    if Enrolment(case.enrolment) not in IN_SCHEME:
        _nothing_goes_out(ctx, uow, actor, case, step)
    follow_answer(ctx, uow, actor, case)
    recompute(ctx, uow, actor, case)


def _level_follows(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, steps: list[EnrolmentStep]
) -> None:
    """How much they hear is what they said when they joined last, if they ever did."""
    levels = [step.level for step in steps if step.level is not None]
    known = case_store.preference(uow, case.id)
    if levels:
        if known is None or known.level != levels[-1]:
            set_level(ctx, uow, actor, case, Level(levels[-1]))
    elif known is not None:
        uow.session.delete(known)
        uow.flush()


def _nothing_goes_out(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, step: EnrolmentStep
) -> None:
    """What waits because of the answer is cancelled; what went by it is looked at."""
    for message in allocation_store.stoppable_messages(uow, case.id):
        if message.update_id is not None:
            move(uow, actor, message, MessageState.CANCELLED, UNDONE, WHY)
    for task in case_store.open_tasks(uow, case.id):
        if task.kind in tasks.TELLING and not task.managers_own:
            tasks.finish(uow, actor, task)
    gone = [
        one
        for one in allocation_store.messages_of_case(uow, case.id)
        if one.update_id is not None
        and one.handed_over_at is not None
        and one.handed_over_at >= step.recorded_at
    ]
    if gone and step.moved_to in IN_SCHEME:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "sent_before_correction",
            "Something was sent before this was put right: check what they got",
            "Nothing wrong that went out stays uncorrected",
            working_day(ctx),
        )


def _stands_without(steps: list[EnrolmentStep]) -> Enrolment:
    return Enrolment(steps[-2].moved_to) if len(steps) > 1 else Enrolment.NOT_OFFERED


def _newest(uow: UnitOfWork, case: Case, step_id: UUID) -> EnrolmentStep:
    steps = case_store.steps(uow, case.id)
    if not steps or steps[-1].id != step_id:
        raise ConflictError(NOT_THE_NEWEST)
    return steps[-1]
