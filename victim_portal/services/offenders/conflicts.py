"""Conflicts of interest: who knows an offender or works with them sees none of their cases.

The scheme stands apart from those who manage the offender, and a victim must be able to
trust that nobody who hears them is close to him.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, ending_releases
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.names import full_name, shown_name
from victim_portal.services.offenders.handing_over import hand_over
from victim_portal.services.offenders.reading import offender_within_reach
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.proof import need_proof
from victim_portal.store import conflicts as store
from victim_portal.store import releases as release_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import ConflictOfInterest, Offender, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
TRIES = 3
CHOOSE = "Choose one of your unit's people, or a parole case manager."
ROLE_OF_READER = ", parole case manager"
MEANWHILE = (
    "Others are changing these cases at this moment. Nothing was recorded: send it once more."
)
ENDED = "This conflict of interest has ended already."

_T = TypeVar("_T")


@dataclass(frozen=True)
class ConflictInput:
    """Whose conflict it is (None for the actor's own), and what it is."""

    user_id: UUID | None = None
    why: str = field(default="", repr=False)


@dataclass(frozen=True)
class Declared:
    """What a declaration did: whether it was the actor's own, and what went to the queue.

    `no_manager` says that in some unit no manager is left who may see the cases.
    """

    own: bool
    queued: int
    no_manager: bool


@dataclass(frozen=True)
class DeclarePage:
    """The offender whom a declaration is about."""

    offender_id: UUID
    offender_name: str = field(repr=False)


def conflicted(uow: UnitOfWork, offender_id: UUID) -> frozenset[UUID]:
    """The staff who may not have a case of an offender, nor see one."""
    return store.staff_of(uow, offender_id)


def people_of_unit(ctx: Context, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """For whom the actor may declare a conflict beside themselves.

    A manager's own people, and the parole case managers, who reach no page to declare it on.
    """
    if actor.role is not Role.MANAGER or actor.unit_id is None:
        return ()
    with ctx.store.reading() as uow:
        people = staff_store.people_of_unit(uow, actor.unit_id)
        own = [one for one in people if _may_have_cases(one)]
        readers = [(one, ROLE_OF_READER) for one in release_store.parole_case_managers(uow)]
        return tuple(
            (one.id, f"{full_name(one.first_name, one.last_name)}{role}")
            for one, role in [*((one, "") for one in own), *readers]
        )


def declare_page(ctx: Context, actor: Actor, offender_id: UUID) -> DeclarePage:
    """The offender for the form; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        offender, cases = offender_within_reach(uow, actor, offender_id)
        audit.record(uow, actor, What.OFFENDER_VIEWED, offender=str(offender.id), cases=len(cases))
        uow.commit()
        return DeclarePage(offender.id, shown_name(offender))


def declare_conflict(
    ctx: Context,
    actor: Actor,
    offender_id: UUID,
    given: ConflictInput,
    once: UUID | None = None,
) -> Declared:
    """Record a conflict of interest, and take the offender's cases from whoever has it.

    Each of their open cases goes to its unit's queue with a fresh date, what is to be done on
    it to the manager; approved updates that name them fall back to draft. Where no manager
    without a conflict is left in a unit, the administrators get a task. The same form sent
    twice is recorded once. Raises InvalidError with a sentence for each field, NotFoundError
    out of reach, ConflictError when others were at the same cases.
    """
    return _again(lambda: _declare(ctx, actor, offender_id, given, once))


def end_conflict(ctx: Context, actor: Actor, offender_id: UUID, conflict_id: UUID) -> None:
    """A manager ends a conflict of one of the unit's people or of a parole case manager.

    Never one of their own; no case comes back by itself. NotFoundError for everybody else and
    out of reach, ConflictError where it has ended already, NeedsProofError.
    """
    try:
        with ctx.store.writing() as uow:
            # Whoever has a conflict themselves reaches nothing of the offender.
            offender, _ = offender_within_reach(uow, actor, offender_id)
            conflict = uow.get(ConflictOfInterest, conflict_id)
            user = uow.get(User, conflict.user_id) if conflict else None
            if conflict is None or user is None or conflict.offender_id != offender.id:
                raise NotFoundError
            if user.id == actor.user_id or not _is_managers_to_say(actor, user):
                raise NotFoundError
            of_unit = store.of_unit(uow, offender.id, actor.unit_id)
            if conflict.ended_at is None and conflict not in [one for one, _ in of_unit]:
                raise NotFoundError
            need_proof(ctx, actor)
            if conflict.ended_at is not None:
                raise ConflictError(ENDED)
            conflict.ended_at = ctx.now()
            conflict.ended_by = actor.name
            store.forget(uow, offender.id)
            _record(uow, actor, What.CONFLICT_ENDED, conflict)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(ENDED) from None


def _declare(
    ctx: Context, actor: Actor, offender_id: UUID, given: ConflictInput, once: UUID | None
) -> Declared:
    with ctx.store.writing() as uow:
        said = saying("declare", offender_id, given)
        done = already_done(uow, once, said)
        if done is not None:
            return _from_result(done)
        offender, _ = offender_within_reach(uow, actor, offender_id)
        user = _checked(uow, actor, offender, given)
        if store.open_one(uow, offender.id, user.id) is not None:
            # Another unit said so of a parole case manager: that it has a case is its own.
            return Declared(False, 0, no_manager=False)
        conflict = ConflictOfInterest(
            id=uow.tokens.uuid(),
            offender_id=offender.id,
            user_id=user.id,
            why=given.why.strip(),
            declared_by=actor.name,
            declared_at=ctx.now(),
        )
        uow.add(conflict)
        store.forget(uow, offender.id)
        _record(uow, actor, What.CONFLICT_DECLARED, conflict)
        ending_releases.end_to(uow, actor, user.id, offender.id)
        queued, no_manager = hand_over(ctx, uow, actor, offender, user)
        declared = Declared(user.id == actor.user_id, queued, no_manager)
        remember(uow, once, f"{declared.own:d}:{queued}:{no_manager:d}", said)
        uow.commit()
        return declared


def _from_result(done: str) -> Declared:
    own, queued, no_manager = done.split(":")
    return Declared(own == "1", int(queued), no_manager == "1")


def _checked(uow: UnitOfWork, actor: Actor, offender: Offender, given: ConflictInput) -> User:
    problems: dict[str, str] = {}
    reason = given.why.strip()
    if not reason or len(reason) > LONGEST_REASON:
        problems["why"] = f"Say what it is, in at most {LONGEST_REASON:,} characters."
    user = uow.get(User, given.user_id or actor.user_id)
    if user is None or not (user.id == actor.user_id or _is_managers_to_say(actor, user)):
        problems["user"] = CHOOSE
    elif store.open_one(uow, offender.id, user.id) is not None and _may_have_cases(user):
        problems["user"] = "This is recorded already."
    if problems or user is None:
        raise InvalidError(problems)
    return user


def _is_managers_to_say(actor: Actor, user: User) -> bool:
    if actor.role is not Role.MANAGER or actor.unit_id is None or not user.active:
        return False
    own = user.unit_id == actor.unit_id and _may_have_cases(user)
    return own or user.role == Role.PAROLE_CASE_MANAGER


def _may_have_cases(user: User) -> bool:
    return user.role in (Role.OFFICER, Role.MANAGER)


def _record(uow: UnitOfWork, actor: Actor, what: What, conflict: ConflictOfInterest) -> None:
    audit.record(
        uow,
        actor,
        what,
        conflict=str(conflict.id),
        offender=str(conflict.offender_id),
        user=str(conflict.user_id),
    )


def _again(work: Callable[[], _T]) -> _T:
    """Do the work anew when somebody was faster: the next try sees what they did."""
    for _ in range(TRIES):
        try:
            return work()
        except (LostUpdateError, ConstraintError):
            continue
    raise ConflictError(MEANWHILE)
