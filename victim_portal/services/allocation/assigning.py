"""Who gets a case: taken from the queue by an officer, or given by a manager, one or many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import normalize
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import ALLOCATE, queue_due_on
from victim_portal.services.allocation.telling import ask_to_tell
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.names import full_name
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach, normal_reference, reach_of
from victim_portal.services.staff_standing import has_left
from victim_portal.store import cases as case_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import staff as staff_store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

TRIES = 3
MOST_AT_ONCE = 100
CLOSED = "This case is closed: nobody can take it or be given it."
CHOOSE = "Choose an officer of this unit."
CONFLICT = "A conflict of interest is on record: choose another officer."
AT_ONCE = "Others are changing these cases at this moment. Nothing was given: try again."

_T = TypeVar("_T")


@dataclass(frozen=True)
class LeftAlone:
    """A case that a manager's batch didn't touch, because something was done meanwhile.

    `taken_by` is who has it now; "" where it is no longer in the manager's queue at all.
    """

    reference: str
    taken_by: str = ""


@dataclass(frozen=True)
class Given:
    """What became of a batch: how many cases each officer got, and what was left alone."""

    to: Mapping[str, int]
    left: tuple[LeftAlone, ...]


def take_case(ctx: Context, actor: Actor, reference: str) -> None:
    """An officer takes a case out of the unit's queue.

    ConflictError, naming who has it, when it is gone; NotFoundError out of reach, such as
    with a conflict of interest.
    """
    if actor.role is not Role.OFFICER or actor.user_id is None:
        raise NotAllowedError
    officer_id = actor.user_id

    def take() -> None:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            if case.officer_id == officer_id:
                return
            if case.closed_at is not None:
                raise ConflictError(CLOSED)
            if case.queued_since is None:
                raise ConflictError(f"{holder(uow, case)} took this case before you.")
            give(ctx, uow, actor, case, officer_id)
            uow.commit()

    _again(take, "Somebody else changed this case in the same moment. Look at it again.")


def assign_case(
    ctx: Context, actor: Actor, reference: str, officer_id: UUID, seen_holder: str | None = None
) -> None:
    """A manager gives a case of the unit to one of its active officers.

    `seen_holder` is who had it on the page, "" for nobody: when that has changed, nothing is
    done (ConflictError). Raises InvalidError for whoever can't have it.
    """

    def assign() -> None:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            if case.officer_id == officer_id:
                return
            if case.closed_at is not None:
                raise ConflictError(CLOSED)
            if seen_holder is not None and not _same(holder(uow, case), seen_holder):
                raise ConflictError(
                    f"{holder(uow, case) or 'Nobody'} has this case by now. Look at it again "
                    "before you give it to somebody else."
                )
            problem = problem_with(uow, case, uow.get(User, officer_id))
            if problem:
                raise InvalidError({"officer": problem})
            give(ctx, uow, actor, case, officer_id)
            uow.commit()

    _again(assign, "Somebody else changed this case in the same moment. Look at it again.")


def assign_many(ctx: Context, actor: Actor, wanted: Mapping[str, UUID | None]) -> Given:
    """A manager gives cases of the unit's queue to officers, all in one transaction.

    `wanted` is the officer for each reference. A case that somebody took meanwhile is left
    alone and named; the others go through. Where an officer can't have a case, nothing is
    given: InvalidError with a sentence under ``officer-`` and the reference.
    """
    if actor.role is not Role.MANAGER or actor.unit_id is None:
        raise NotAllowedError
    if not wanted:
        raise InvalidError({"case": "Tick the cases that you want to give."})
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidError({"case": f"Tick at most {MOST_AT_ONCE} cases at once."})
    return _again(lambda: _give_many(ctx, actor, wanted), AT_ONCE)


def _give_many(ctx: Context, actor: Actor, wanted: Mapping[str, UUID | None]) -> Given:
    to: dict[str, int] = {}
    left: list[LeftAlone] = []
    problems: dict[str, str] = {}
    with ctx.store.writing() as uow:
        for reference, officer_id in wanted.items():
            case = case_store.by_reference(uow, normal_reference(reference))
            officer = uow.get(User, officer_id)
            if (
                case is None
                or case.closed_at is not None
                or not is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
            ):
                # The same words for a case that is elsewhere by now and for none at all.
                left.append(LeftAlone(reference))
                continue
            if case.queued_since is None:
                if officer is None or case.officer_id != officer.id:
                    left.append(LeftAlone(case.reference, holder(uow, case)))
                    continue
            else:
                problem = problem_with(uow, case, officer)
                if problem or officer is None:
                    problems[f"officer-{case.reference}"] = f"{case.reference}: {problem}"
                    continue
                give(ctx, uow, actor, case, officer.id)
            name = full_name(officer.first_name, officer.last_name)
            to[name] = to.get(name, 0) + 1
        if problems:
            raise InvalidError(problems)
        uow.commit()
    return Given(to, tuple(left))


def officers_for(uow: UnitOfWork, case: Case) -> list[User]:
    """Who may be given a case: the active officers of its unit who have no conflict."""
    return [
        user
        for user in staff_store.people_of_unit(uow, case.unit_id)
        if not problem_with(uow, case, user)
    ]


def problem_with(uow: UnitOfWork, case: Case, officer: User | None) -> str:
    """Why somebody can't have a case, as a sentence; "" when they can."""
    fits = (
        officer is not None
        and officer.active
        and not has_left(officer, uow.clock.now())
        and officer.unit_id == case.unit_id
        and officer.role == Role.OFFICER
    )
    if officer is None or not fits:
        return CHOOSE
    return CONFLICT if officer.id in conflict_store.staff_of(uow, case.offender_id) else ""


def holder(uow: UnitOfWork, case: Case) -> str:
    """The name of the officer who has a case, or ""."""
    officer = uow.get(User, case.officer_id)
    return full_name(officer.first_name, officer.last_name) if officer else ""


def _same(name: str, seen: str) -> bool:
    """Whether two names are one, however their accents and spaces came through a form."""
    return normalize("NFC", name).split() == normalize("NFC", seen).split()


def give(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, officer_id: UUID) -> None:
    """Give a case to an officer with what is to be done on it, in the caller's transaction."""
    hand_to(ctx, uow, actor, case, officer_id)
    # Another officer's name and number stand in the words of what is still a draft.
    replan(ctx, uow, actor, case)


def hand_to(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    officer_id: UUID,
    *,
    told: bool = False,
) -> None:
    """The same without planning again, which the caller does.

    `told`: somebody was asked to tell them before.
    """
    another = case.officer_id is not None and case.officer_id != officer_id
    case.officer_id = officer_id
    case.officer_active = True
    case.queued_since = None
    case.queue_due_on = None
    uow.flush()
    tasks.settle(uow, actor, ALLOCATE, case)
    for task in task_store.that_follow(uow, case.id):
        task.for_user_id = officer_id
        task.for_role = None
    audit.record(uow, actor, What.CASE_TAKEN, case.id, officer=str(officer_id))
    if another:
        rule = "They know the officer before"
        ask_to_tell(ctx, uow, actor, case, rule, queue_due_on(ctx), told=told)


def _again(work: Callable[[], _T], sentence: str) -> _T:
    """Do the work anew when somebody was faster: the next try sees what they did."""
    for _ in range(TRIES):
        try:
            return work()
        except (LostUpdateError, ConstraintError):
            continue
    raise ConflictError(sentence)
