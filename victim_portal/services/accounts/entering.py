"""What becomes of an account that is let in or moved, within somebody else's transaction.

Who may, and that a second person agreed, was checked by whoever calls.
"""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.domain.vocabulary import Decision, Role, TwoPersonAct
from victim_portal.services import audit, ending_releases, restrictions
from victim_portal.services.accounts.telling import tell_of_reader
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.sign_in.values import is_linked
from victim_portal.services.staff_notices import tell
from victim_portal.services.two_people.settling import settle
from victim_portal.store import proposals as proposal_store
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import Unit, User
from victim_portal.store.unit_of_work import UnitOfWork

LAST_ADMINISTRATOR = (
    "This is the only administrator. Add another one first, or nobody could manage accounts."
)


def never_came_in(user: User) -> bool:
    """Whether somebody has neither chosen a password nor linked their account."""
    return not user.password_hash and not is_linked(user)


def let_in(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """Open an account that is shut: a new one, or one that was disabled."""
    user.active = True
    # Whoever left and comes back isn't kept out by the moment at which they had left.
    user.access_ends_at = None
    uow.flush()
    give_unit_its_manager(staff_store.unit_of(uow, user), user)
    audit.record(uow, actor, What.USER_ENABLED, user=str(user.id))
    if not never_came_in(user):
        tell(ctx, uow, user.id, NoticeKind.ENABLED)
    tell_of_reader(ctx, uow, actor, user)


def move(
    ctx: Context, uow: UnitOfWork, actor: Actor, user: User, role: Role, unit_id: UUID | None
) -> None:
    """Give somebody another role or unit; their sessions, links and releases end.

    Raises ConflictError while something would be left with nobody.
    """
    check_can_leave(uow, user)
    risen = role is Role.ADMINISTRATOR and user.role != Role.ADMINISTRATOR.value
    user.role, user.unit_id = role.value, unit_id
    uow.flush()
    if user.active:
        give_unit_its_manager(staff_store.unit_of(uow, user), user)
    sign_in_store.end_sessions(uow, user.id, ctx.now(), "role_changed")
    # A link was made for what they were, by somebody who may not be allowed to let in
    # what they are.
    sign_in_store.end_links(uow, user.id, ctx.now())
    if risen:
        # Their password may be shorter than an administrator's must be.
        user.password_hash, user.password_changed_at = "", None
    refuse_waiting(ctx, uow, actor, user.id)
    restrictions.see_to_named(ctx, uow, actor, user.id)
    ending_releases.end_to(uow, actor, user.id)
    audit.record(
        uow,
        actor,
        What.ROLE_CHANGED,
        user=str(user.id),
        role=user.role,
        unit=str(unit_id) if unit_id else None,
    )
    tell(ctx, uow, user.id, NoticeKind.ROLE)
    if user.active:
        tell_of_reader(ctx, uow, actor, user)


def refuse_waiting(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """What waits to let somebody in, or back in, is refused: they are shut out, or moved."""
    for act in (TwoPersonAct.LET_IN, TwoPersonAct.RECOVER_ACCOUNT):
        proposal = proposal_store.open_with_key(uow, act, str(user_id))
        if proposal is not None:
            own = proposal.proposed_by_id == actor.user_id
            settle(ctx, uow, actor, proposal, Decision.TAKEN_BACK if own else Decision.REFUSED)


def give_unit_its_manager(unit: Unit | None, user: User) -> None:
    """A unit's first manager owns its queue, and makes it active."""
    if unit and user.role == Role.MANAGER.value and unit.manager_id is None:
        unit.manager_id = user.id
        unit.active = True


def check_can_leave(uow: UnitOfWork, user: User) -> None:
    """Refuse, by ConflictError, while something would be left with nobody."""
    cases = staff_store.open_cases_of(uow, user.id)
    if cases:
        noun = "case" if cases == 1 else "cases"
        raise ConflictError(
            f"They have {cases} open {noun}. Their manager must give them to a colleague or back "
            "to the queue first."
        )
    managed = staff_store.unit_managed_by(uow, user.id)
    if managed is not None:
        raise ConflictError(
            f"They own the queue of {managed.name}. Make another manager its owner first."
        )
    one_of_them = user.role == Role.ADMINISTRATOR.value and user.active
    if one_of_them and staff_store.active_administrators(uow) < 2:
        raise ConflictError(LAST_ADMINISTRATOR)
