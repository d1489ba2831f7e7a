"""Changing an account: its name, role and unit; disabling and enabling it.

What an account may do changes with its role, so every session of it ends with the old one.
"""

from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor, may_manage_users
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, ending_releases, restrictions
from victim_portal.services.accounts.adding import name_problems, unit_for
from victim_portal.services.accounts.entering import check_can_leave, let_in, move, refuse_waiting
from victim_portal.services.accounts.letting_in import (
    done_at_the_machine,
    needs_two,
    propose_entry,
    propose_move,
)
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.planning import replanned
from victim_portal.services.proof import need_proof
from victim_portal.services.staff_details import CHANGED_MEANWHILE
from victim_portal.services.staff_notices import tell
from victim_portal.store import cases as case_store
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

NOT_YOURSELF = "You can't change this on your own account. Ask another administrator."


@dataclass(frozen=True)
class Place:
    """What somebody is and where."""

    role: Role
    unit_name: str


def change_name(ctx: Context, actor: Actor, user_id: UUID, first_name: str, last_name: str) -> bool:
    """Put a colleague's name right; what names them is planned again. Whether it was new.

    Raises InvalidError (`first_name`, `last_name`), NotFoundError, NotAllowedError and
    NeedsProofError.
    """
    with ctx.store.writing() as uow:
        user = _to_change(ctx, uow, actor, user_id)
        problems = name_problems(first_name, last_name)
        if problems:
            raise InvalidError(problems)
        wanted = (" ".join(first_name.split()), " ".join(last_name.split()))
        if wanted == (user.first_name, user.last_name):
            return False
        user.first_name, user.last_name = wanted
        audit.record(uow, actor, What.USER_CHANGED, user=str(user.id))
        uow.flush()
        _plan_again(ctx, uow, actor, user)
        return True


def change_role(ctx: Context, actor: Actor, user_id: UUID, place: Place) -> bool:
    """Give a colleague another role or unit, or propose it; whether it was new.

    An administrator proposes it, and it is done once a second person agrees (`letting_in`).
    Then their sessions, links and what was released to them end. Whoever becomes an
    administrator needs a link to choose a new password with. Raises InvalidError (`unit`),
    ConflictError while they have open cases or own a unit's queue, or something about the
    account waits already, NotFoundError, NotAllowedError and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        user = _to_change(ctx, uow, actor, user_id)
        if user.id == actor.user_id:
            raise ConflictError(NOT_YOURSELF)
        unit = unit_for(ctx, uow, place.role, place.unit_name)
        unit_id = unit.id if unit else None
        if (user.role, user.unit_id) == (place.role.value, unit_id):
            return False
        check_can_leave(uow, user)
        if needs_two(actor):
            propose_move(ctx, uow, actor, user, place.role, unit_id)
        else:
            move(ctx, uow, actor, user, place.role, unit_id)
        uow.commit()
        return True


def give_unit(ctx: Context, actor: Actor, user_id: UUID) -> None:
    """Make a manager the owner of their unit's queue in place of whoever was.

    Raises ConflictError for who isn't an active manager of a unit, NotFoundError,
    NotAllowedError and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        user = _to_change(ctx, uow, actor, user_id)
        unit = staff_store.unit_of(uow, user)
        if unit is None or user.role != Role.MANAGER.value or not user.active:
            raise ConflictError("Only an active manager of a unit can own its queue.")
        if unit.manager_id == user.id:
            return
        unit.manager_id, unit.active = user.id, True
        audit.record(uow, actor, What.USER_CHANGED, user=str(user.id))
        uow.flush()
        _plan_again(ctx, uow, actor, user)


def disable(ctx: Context, actor: Actor, user_id: UUID) -> None:
    """Shut an account out at once; links that were made for it and what was released to it end too.

    Raises ConflictError while they have open cases, own a unit's queue, or are the only
    administrator; NotFoundError, NotAllowedError and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        user = _to_change(ctx, uow, actor, user_id)
        if user.id == actor.user_id:
            raise ConflictError(NOT_YOURSELF)
        if not user.active:
            return
        check_can_leave(uow, user)
        shut(ctx, uow, actor, user)
        uow.commit()


def shut(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """The same in the caller's transaction, which has looked up that they can leave."""
    user.active = False
    sign_in_store.end_sessions(uow, user.id, ctx.now(), "disabled")
    sign_in_store.end_links(uow, user.id, ctx.now())
    restrictions.see_to_named(ctx, uow, actor, user.id)
    ending_releases.end_to(uow, actor, user.id)
    refuse_waiting(ctx, uow, actor, user.id)
    audit.record(uow, actor, What.USER_DISABLED, user=str(user.id))
    tell(ctx, uow, user.id, NoticeKind.DISABLED)


def enable(ctx: Context, actor: Actor, user_id: UUID) -> None:
    """Let an account in again, with the password and factors that it had, or propose it.

    An administrator proposes it, and it is done once a second person agrees (`letting_in`).
    Raises ConflictError while something about the account waits already, NotFoundError,
    NotAllowedError and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        user = _to_change(ctx, uow, actor, user_id)
        if user.active:
            return
        if needs_two(actor):
            propose_entry(ctx, uow, actor, user)
        else:
            done_at_the_machine(ctx, uow, actor, user.id)
            let_in(ctx, uow, actor, user)
        uow.commit()


def _to_change(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> User:
    if not may_manage_users(actor):
        raise NotAllowedError
    need_proof(ctx, actor)
    uow.only_one_for(user_id)
    user = uow.get(User, user_id)
    if user is None:
        raise NotFoundError
    return user


def _plan_again(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """Write again what names somebody, and commit; ConflictError when a case changed meanwhile."""
    try:
        replanned(ctx, uow, actor, case_store.open_naming(uow, user.id))
        uow.commit()
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
