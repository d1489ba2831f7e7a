"""Telling others that somebody now reads a unit's cases, or was helped back into an account.

What two people did is seen by others the same hour: the managers of the unit, and where
there is no other one, the other administrators.
"""

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.domain.vocabulary import Role
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.names import full_name
from victim_portal.services.staff_notices import tell
from victim_portal.store import staff as staff_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import UnitOfWork

READS_CASES = frozenset({Role.OFFICER.value, Role.MANAGER.value})
RULE = "Who reads a unit's cases is known to its managers"


def tell_of_reader(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """Somebody was let at a unit's cases: its managers get a notice and a task.

    There is no task where one of them agreed to it. The command line is at the machine itself,
    and sets the portal up: nobody is told of it.
    """
    if actor.kind is not ActorKind.STAFF or user.role not in READS_CASES or user.unit_id is None:
        return
    uow.flush()
    _tell_others(ctx, uow, actor, user, NoticeKind.COLLEAGUE_JOINED)
    if actor.role is Role.MANAGER and actor.unit_id == user.unit_id:
        return
    name = full_name(user.first_name, user.last_name)
    what = f"{actor.name} let {name} at the cases of your unit: make sure that this is right"
    key = f"{user.id}:{user.unit_id}"
    tasks.raise_for_unit(uow, actor, user.unit_id, "reader_joined", what, RULE, ctx.today(), key)


def tell_of_help(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """A link was made to let somebody in again: others than the maker and its person know."""
    _tell_others(ctx, uow, actor, user, NoticeKind.COLLEAGUE_HELPED)


def _tell_others(ctx: Context, uow: UnitOfWork, actor: Actor, user: User, kind: NoticeKind) -> None:
    told_anyway = {actor.user_id, user.id}
    managers = wall_store.managers_of(uow, user.unit_id) if user.unit_id else []
    others = [one for one in managers if one.id not in told_anyway] or [
        one for one in staff_store.administrators(uow) if one.id not in told_anyway
    ]
    for one in others:
        tell(ctx, uow, one.id, kind)
