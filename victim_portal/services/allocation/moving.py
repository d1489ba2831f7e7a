"""A case goes to another unit's queue: its people there know of it, and nothing stale goes out."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.last_look import HoldReason
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import put_in_queue, queue_due_on
from victim_portal.services.allocation.telling import ask_to_tell
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages import hold
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.planning.taking_back import back_to_draft
from victim_portal.services.reach import case_within_reach
from victim_portal.store import allocation as allocation_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import staff as staff_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, CaseMove, Unit
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
CHOOSE = "Choose another unit."
CANT_TAKE = "Nobody there can take this case on. Choose another unit, or talk to its manager."
CLOSED = "This case is closed, so it can't move."
RESTRICTED = "This case is restricted to its officer, so it can't wait in another unit's queue."
MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing was moved: look at it again."
)
OTHER_OFFICER = "The case moved to another unit: the officer whom the words name has left it."


@dataclass(frozen=True)
class MoveChoice:
    """The active units but for the case's own; `refused` says why it can't move at all, or ""."""

    reference: str
    unit_name: str
    units: tuple[tuple[UUID, str], ...]
    refused: str


@dataclass(frozen=True)
class MoveView:
    """One move of a case, for its history."""

    from_unit: str
    to_unit: str
    moved_by: str
    moved_at: datetime
    why: str = field(repr=False)


def move_choice(ctx: Context, actor: Actor, reference: str) -> MoveChoice:
    """Where a case within reach may move."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        units = staff_store.units(uow)
        return MoveChoice(
            reference=case.reference,
            unit_name=next(unit.name for unit in units if unit.id == case.unit_id),
            units=tuple((u.id, u.name) for u in units if u.active and u.id != case.unit_id),
            refused=_refusal(case),
        )


def move_case(
    ctx: Context, actor: Actor, reference: str, unit_id: UUID, why: str, once: UUID | None = None
) -> str:
    """Move a case into another unit's queue, with a fresh date there; returns the unit's name.

    What is to be done on it goes to that unit's manager, approved updates fall back to draft,
    and the clock of first contact runs on. Raises InvalidError with a sentence for each field,
    NotFoundError out of reach, ConflictError when somebody changed the case in the same moment.
    """
    try:
        return _move(ctx, actor, reference, unit_id, why.strip(), once)
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def moved_before(ctx: Context, once: UUID) -> str:
    """The unit's name where the same form moved a case before, or ""."""
    with ctx.store.reading() as uow:
        return already_done(uow, once) or ""


def moves_of(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> tuple[MoveView, ...]:
    """The moves of a case, newest first, for whoever was let at the case."""
    names = {unit.id: unit.name for unit in staff_store.units(uow)}
    return tuple(
        MoveView(
            from_unit=names[one.from_unit_id],
            to_unit=names[one.to_unit_id],
            moved_by=one.moved_by,
            moved_at=one.moved_at,
            why=one.why or "",
        )
        for one in allocation_store.moves_of(uow, case.id)
    )


def _move(
    ctx: Context, actor: Actor, reference: str, unit_id: UUID, why: str, once: UUID | None
) -> str:
    with ctx.store.writing() as uow:
        # The case is out of the sender's reach once it has moved, so this comes first.
        said = saying("move", reference, unit_id, why)
        done = already_done(uow, once, said)
        if done is not None:
            return done
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if _refusal(case):
            raise InvalidError({"": _refusal(case)})
        unit = _checked(uow, case, unit_id, why)
        move = CaseMove(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            from_unit_id=case.unit_id,
            to_unit_id=unit.id,
            why=why,
            moved_by=actor.name,
            moved_at=ctx.now(),
        )
        uow.add(move)
        case.unit_id = unit.id
        what = "A case came from another unit: give it to an officer"
        put_in_queue(ctx, uow, actor, case, what, "moved")
        audit.record(uow, actor, What.CASE_MOVED, case.id, move=str(move.id), unit=str(unit.id))
        _take_back_words(ctx, uow, actor, case)
        _leave_tasks(ctx, uow, actor, case, unit)
        replan(ctx, uow, actor, case)
        remember(uow, once, unit.name, said)
        uow.commit()
        return unit.name


def _refusal(case: Case) -> str:
    if case.closed_at is not None:
        return CLOSED
    return RESTRICTED if case.restricted else ""


def _checked(uow: UnitOfWork, case: Case, unit_id: UUID, why: str) -> Unit:
    unit = uow.get(Unit, unit_id)
    problems = {}
    if unit is None or not unit.active or unit.id == case.unit_id:
        problems["unit"] = CHOOSE
    elif not allocation_store.has_manager_for(uow, unit.id, case.offender_id):
        # Said without naming anybody: a conflict of interest there isn't the sender's to know.
        problems["unit"] = CANT_TAKE
    if not why or len(why) > LONGEST_REASON:
        problems["why"] = f"Say why it moves, in at most {LONGEST_REASON} characters."
    if problems or unit is None:
        raise InvalidError(problems)
    return unit


def _take_back_words(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Nothing goes out that tells somebody to ring an officer who no longer has their case."""
    for update in update_store.of_case(uow, case.id):
        if update.state == UpdateState.APPROVED:
            back_to_draft(uow, actor, update, OTHER_OFFICER)
    for message in allocation_store.stoppable_messages(uow, case.id):
        # Of an update that went another way already; the codes that verify name nobody.
        if message.update_id is not None and message.state != MessageState.HELD:
            hold(ctx, uow, actor, message, HoldReason.FACTS_CHANGED.value, OTHER_OFFICER)


def _leave_tasks(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, unit: Unit) -> None:
    rule = "They know the officer of another unit"
    ask_to_tell(ctx, uow, actor, case, rule, queue_due_on(ctx))
    for flag in duplicate_store.undecided_of_case(uow, case.id):
        other_id = flag.other_case_id if flag.case_id == case.id else flag.case_id
        other = uow.get(Case, other_id)
        if other is not None and other.unit_id != unit.id:
            # Nobody sees both sides of the pair any more: the two units have to talk.
            tasks.raise_for_case(
                uow,
                actor,
                other,
                "duplicate_elsewhere",
                f"A case that moved to the unit “{unit.name}” may be of the same person: "
                "talk to its manager",
                "Likely duplicates are decided by a person",
                queue_due_on(ctx),
                key=str(case.id),
            )
