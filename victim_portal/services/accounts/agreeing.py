"""What a second person agrees to before an account is let in, or helped back in."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from victim_portal.domain.access import Actor, may_agree_to_account
from victim_portal.domain.vocabulary import Role
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.names import full_name
from victim_portal.services.sign_in.values import actor_of
from victim_portal.services.two_people.values import Act
from victim_portal.store.models import Proposal, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork

NOBODY_ASKS = (
    "Whoever proposed this may not any more. Nothing was done: refuse it, and have it "
    "proposed anew."
)
AS: Mapping[Role, str] = MappingProxyType(
    {
        Role.OFFICER: "a victim liaison officer",
        Role.MANAGER: "a manager",
        Role.ADMINISTRATOR: "an administrator",
        Role.AUDITOR: "an auditor",
        Role.PAROLE_CASE_MANAGER: "a parole case manager",
    }
)


def user_of(uow: UnitOfWork, proposal: Proposal) -> User | None:
    """Whose account a proposal is about."""
    return uow.get(User, UUID(str(proposal.about["user"])))


def place_of(proposal: Proposal) -> tuple[Role, UUID | None]:
    """The role and unit that a proposal to let somebody in gives them."""
    unit = proposal.about["unit"]
    return Role(proposal.about["role"]), UUID(str(unit)) if unit else None


def first_of(uow: UnitOfWork, proposal: Proposal) -> Actor:
    """Who proposed something, as the account that they have now.

    Raises ConflictError for one that was shut since: whoever took it over proposed it, or
    nobody answers for it any more.
    """
    user = uow.get(User, proposal.proposed_by_id)
    if user is None or not user.active:
        raise ConflictError(NOBODY_ASKS)
    return actor_of(user, "this machine")


def may_agree_to_entry(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """Whether somebody may agree to let an account in: judged by what it is to be."""
    user = user_of(uow, proposal)
    return user is not None and may_agree_to_account(actor, user.id, *place_of(proposal))


def may_agree_to_recovery(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """Whether somebody may agree to help an account back in: judged by what it is."""
    user = user_of(uow, proposal)
    return user is not None and may_agree_to_account(actor, user.id, Role(user.role), user.unit_id)


def entry_in_words(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    """What a proposal to let somebody in would do."""
    role, unit_id = place_of(proposal)
    unit = uow.get(Unit, unit_id)
    place = f"{AS[role]} of {unit.name}" if unit else AS[role]
    name = _name(user_of(uow, proposal))
    if proposal.about["moves"]:
        return f"Make {name} {place}"
    if proposal.about["active"]:
        return f"Make a new invitation link for {name}, {place}"
    return f"Let {name} in as {place}"


def _recovery_in_words(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    user = user_of(uow, proposal)
    what = f", {AS[Role(user.role)]}" if user else ""
    return f"Help {_name(user)} back into their account{what}"


def _name(user: User | None) -> str:
    return full_name(user.first_name, user.last_name) if user else "somebody"


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """The link is shown once to the second person, so that both are agreed to on a page."""
    raise ConflictError("Agree to this on the page of the account.")


# The second one says how they made sure who asks, and hands the link over.
RECOVERY = Act(_recovery_in_words, may_agree_to_recovery, _apply, on_its_page=True)
LETTING_IN = Act(entry_in_words, may_agree_to_entry, _apply, on_its_page=True)
