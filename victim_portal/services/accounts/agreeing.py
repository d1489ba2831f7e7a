"""What a second administrator agrees to when another one's account is to be recovered."""

from uuid import UUID

from victim_portal.domain.access import Actor, may_recover
from victim_portal.domain.vocabulary import Role
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.names import full_name
from victim_portal.services.two_people.values import Act
from victim_portal.store.models import Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork


def _user(uow: UnitOfWork, proposal: Proposal) -> User | None:
    return uow.get(User, UUID(str(proposal.about["user"])))


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    user = _user(uow, proposal)
    name = full_name(user.first_name, user.last_name) if user else "somebody"
    return f"Help {name} back into their account, an administrator's"


def _may_be_second(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    user = _user(uow, proposal)
    return user is not None and may_recover(actor, user.id, Role(user.role), user.unit_id)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`recovery.recover` makes the link, which is shown once to the second administrator."""
    raise ConflictError("Agree to this on the page of the account.")


# The second one says how they made sure who asks, and hands the link over.
RECOVERY = Act(_what, _may_be_second, _apply, on_its_page=True)
