"""Two people before an account is let in: one proposes it, a second one agrees.

Letting in is adding an account, enabling one, giving one another role or unit, and making a
new invitation link. Until the second person agrees, a new account is shut and an old one
stays what it is. The command line sets the portal up alone, and agrees where nobody else
could: whoever is there has the machine.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind, may_manage_users
from victim_portal.domain.vocabulary import Decision, InvitationKind, Role, TwoPersonAct
from victim_portal.services import audit
from victim_portal.services.accounts.agreeing import (
    NOBODY_ASKS,
    entry_in_words,
    first_of,
    may_agree_to_entry,
    place_of,
)
from victim_portal.services.accounts.entering import let_in, move, never_came_in
from victim_portal.services.accounts.links import MadeLink, make_link
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.store import proposals as proposal_store
from victim_portal.store import staff as staff_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Proposal, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork

SAME_PERSON = "You proposed this yourself: somebody else has to agree to it."
OTHERWISE_NOW = (
    "The account isn't what it was when this was proposed. Nothing was done: propose it anew."
)


@dataclass(frozen=True)
class EntryProposed:
    """What waits for a second person about an account.

    `own` is whether the reader proposed it, `may_agree` whether they are the second person.
    `anybody` is whether there is somebody in the portal who could agree: where there isn't,
    the command line has to. `role` and `unit_name` are what they get.
    """

    user_id: UUID
    full_name: str
    email: str
    what: str
    role: Role
    unit_name: str
    makes_link: bool
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    own: bool
    may_agree: bool
    anybody: bool


def needs_two(actor: Actor) -> bool:
    """Whether an actor lets nobody in alone: everybody but the command line."""
    return actor.kind is not ActorKind.COMMAND_LINE


def propose_entry(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> None:
    """Propose to open an account as it is, or to make a new link for one nobody used yet.

    Raises ConflictError while something about the account waits already.
    """
    _propose(ctx, uow, actor, user, Role(user.role), user.unit_id, moves=False)


def propose_move(
    ctx: Context, uow: UnitOfWork, actor: Actor, user: User, role: Role, unit_id: UUID | None
) -> None:
    """Propose another role or unit; ConflictError while something waits already."""
    _propose(ctx, uow, actor, user, role, unit_id, moves=True)


def agree_to_account(ctx: Context, actor: Actor, user_id: UUID) -> MadeLink | None:
    """Agree, as the second person, to what waits about an account, and have it done.

    Gives the link to hand over where its person has no way to sign in yet, else None. Raises
    NotFoundError where nothing waits that the actor may know of, ConflictError for who
    proposed it and where it can't be done any more, and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        proposal, user = _waiting(ctx, uow, actor, user_id)
        need_proof(ctx, actor)
        if proposal.proposed_by_id == actor.user_id:
            raise ConflictError(SAME_PERSON)
        if not may_manage_users(first_of(uow, proposal)):
            raise ConflictError(NOBODY_ASKS)
        settle(ctx, uow, actor, proposal, Decision.AGREED)
        if proposal.about["moves"]:
            move(ctx, uow, actor, user, *place_of(proposal))
        elif not _is_as_proposed(user, proposal):
            raise ConflictError(OTHERWISE_NOW)
        elif not user.active:
            let_in(ctx, uow, actor, user)
        made = None
        if user.active and never_came_in(user):
            made = make_link(ctx, uow, actor, user, InvitationKind.INVITATION)
        uow.commit()
        return made


def proposed_account(ctx: Context, actor: Actor, user_id: UUID) -> EntryProposed:
    """What waits about an account, for who proposed it or may agree; NotFoundError else."""
    with ctx.store.writing() as uow:
        proposal, user = _waiting(ctx, uow, actor, user_id)
        view = _view(ctx, uow, actor, proposal, user)
        audit.record(uow, actor, What.ACCOUNT_VIEWED, user=str(user.id))
        uow.commit()
        return view


def entry_waiting(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> EntryProposed | None:
    """What waits about an account, for its own page."""
    proposal = _open(ctx, uow, user.id)
    return _view(ctx, uow, actor, proposal, user) if proposal else None


def done_at_the_machine(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """The command line did what was proposed: nobody has to agree any more."""
    proposal = _open(ctx, uow, user_id)
    if proposal is not None and not proposal.about["moves"]:
        settle(ctx, uow, actor, proposal, Decision.AGREED)


def manager_to_ask(
    uow: UnitOfWork, actor: Actor, user: User, role: Role, unit_id: UUID | None
) -> UUID | None:
    """The unit whose managers have the task, where one of them is neither actor nor person."""
    if role not in (Role.OFFICER, Role.MANAGER) or unit_id is None:
        return None
    managers = wall_store.managers_of(uow, unit_id)
    return unit_id if any(one.id not in (actor.user_id, user.id) for one in managers) else None


def anybody_else(
    uow: UnitOfWork, by: UUID, user_id: UUID, role: Role, unit_id: UUID | None
) -> bool:
    """Whether somebody but who proposed and the person could agree."""
    able = list(staff_store.administrators(uow))
    if role in (Role.OFFICER, Role.MANAGER) and unit_id is not None:
        able += wall_store.managers_of(uow, unit_id)
    return any(one.id not in (by, user_id) for one in able)


def _propose(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    user: User,
    role: Role,
    unit_id: UUID | None,
    *,
    moves: bool,
) -> None:
    about = {
        "user": str(user.id),
        "role": role.value,
        "unit": str(unit_id) if unit_id else None,
        "active": user.active,
        "moves": moves,
    }
    unit = manager_to_ask(uow, actor, user, role, unit_id)
    propose(ctx, uow, actor, TwoPersonAct.LET_IN, str(user.id), "", about, unit_id=unit)


def _open(ctx: Context, uow: UnitOfWork, user_id: UUID) -> Proposal | None:
    found = proposal_store.open_with_key(uow, TwoPersonAct.LET_IN, str(user_id))
    return found if found is not None and found.expires_at > ctx.now() else None


def _waiting(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> tuple[Proposal, User]:
    uow.only_one_for(user_id)
    proposal, user = _open(ctx, uow, user_id), uow.get(User, user_id)
    if proposal is None or user is None:
        raise NotFoundError
    own = proposal.proposed_by_id == actor.user_id
    if not own and not may_agree_to_entry(uow, actor, proposal):
        raise NotFoundError
    return proposal, user


def _is_as_proposed(user: User, proposal: Proposal) -> bool:
    there = (Role(user.role), user.unit_id) == place_of(proposal)
    waits = not user.active or never_came_in(user)
    return there and waits and user.active == proposal.about["active"]


def _view(
    ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal, user: User
) -> EntryProposed:
    role, unit_id = place_of(proposal)
    unit, first = uow.get(Unit, unit_id), uow.get(User, proposal.proposed_by_id)
    own = proposal.proposed_by_id == actor.user_id
    return EntryProposed(
        user_id=user.id,
        full_name=full_name(user.first_name, user.last_name),
        email=user.email,
        what=entry_in_words(ctx, uow, proposal),
        role=role,
        unit_name=unit.name if unit else "",
        makes_link=never_came_in(user),
        proposed_by=full_name(first.first_name, first.last_name) if first else "",
        proposed_at=proposal.proposed_at,
        expires_at=proposal.expires_at,
        own=own,
        may_agree=not own and may_agree_to_entry(uow, actor, proposal),
        anybody=anybody_else(uow, proposal.proposed_by_id, user.id, role, unit_id),
    )
