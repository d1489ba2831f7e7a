"""The second person before an account is let in, or helped back in."""

from uuid import UUID

from sqlalchemy import select

from tests.support.portal import CLI, PASSWORD, UNIT, Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import HowChecked, MadeLink, NewUser
from victim_portal.store.models import Proposal, User

ANA = "ana@example.org"
SECOND = "zoe.second@example.org"
LONG = f"{PASSWORD} staple"


def second(portal: Portal) -> Actor:
    """An administrator who proposed nothing, made when first asked for."""
    with portal.ctx.store.reading() as uow:
        known = uow.session.scalar(select(User.id).where(User.email == SECOND))
    new = NewUser(SECOND, "Zoe", "Lund", Role.ADMINISTRATOR, "", LONG)
    return accounts.actor_for(portal.ctx, known or accounts.add_user(portal.ctx, CLI, new))


def agreed(portal: Portal, user_id: UUID, by: Actor | None = None) -> MadeLink | None:
    """What waits about an account is agreed to, by a second administrator unless said."""
    return accounts.agree_to_account(portal.ctx, by or second(portal), user_id)


def helped(portal: Portal, first: Actor, user_id: UUID, by: Actor | None = None) -> MadeLink:
    """The link by which two people help somebody back in."""
    how = HowChecked.IN_PERSON
    assert accounts.recover(portal.ctx, first, user_id, how) is None
    made = accounts.recover(portal.ctx, by or second(portal), user_id, how)
    assert made is not None
    return made


def added(portal: Portal, by: Actor, role: Role = Role.OFFICER, unit: str = UNIT) -> UUID:
    """A colleague, Ana, whom somebody added or proposed to add."""
    unit = unit if role in (Role.OFFICER, Role.MANAGER) else ""
    return accounts.add_user(portal.ctx, by, NewUser(ANA, "Ana", "Cole", role, unit))


def account(portal: Portal, user_id: UUID) -> User:
    """An account as it is kept now."""
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, user_id)
        assert user is not None
        return user


def decisions(portal: Portal) -> list[str | None]:
    """What became of each proposal, first to last; None of one that waits."""
    with portal.ctx.store.reading() as uow:
        query = select(Proposal.decision).order_by(Proposal.proposed_at, Proposal.act)
        return list(uow.session.scalars(query))
