"""The way back in for a colleague who lost their password, telephone or passkey.

Somebody who knows them (`domain.access.may_recover`) makes sure that it is them and hands
over a single-use link. Nothing changes before the link is used; then every session and
second factor of the account ends. It takes two: one asks, and a second one, who makes sure
as well (`domain.access.may_agree_to_account`), gets the link. The command line is enough.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.access import Actor, may_agree_to_account, may_recover
from victim_portal.domain.vocabulary import Decision, InvitationKind, Role, TwoPersonAct
from victim_portal.services.accounts.agreeing import NOBODY_ASKS, first_of
from victim_portal.services.accounts.letting_in import manager_to_ask, needs_two
from victim_portal.services.accounts.links import MadeLink, make_link
from victim_portal.services.accounts.telling import tell_of_help
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.store import proposals as proposal_store
from victim_portal.store.models import Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork

PROPOSAL_LASTS = timedelta(hours=24)
SAME_PERSON = "You asked for this yourself. A second person must agree."


class HowChecked(StrEnum):
    """How the helper made sure who asks."""

    IN_PERSON = "in_person"
    BY_VIDEO = "by_video"
    BY_KNOWN_NUMBER = "by_known_number"
    COMMAND_LINE = "command_line"


def recover(ctx: Context, actor: Actor, user_id: UUID, how: HowChecked) -> MadeLink | None:
    """A link for a colleague who can't sign in; None when a second person must agree first.

    Raises NotFoundError for an account that isn't there or isn't the actor's to recover,
    ConflictError for a disabled one and for who would be their own second person, and
    NeedsProofError.
    """
    with ctx.store.writing() as uow:
        uow.only_one_for(user_id)
        user = _to_recover(ctx, uow, actor, user_id)
        need_proof(ctx, actor)
        if not user.active:
            raise ConflictError("The account is disabled. An administrator must enable it first.")
        if not _agreed(ctx, uow, actor, user, how):
            uow.commit()
            return None
        made = make_link(ctx, uow, actor, user, InvitationKind.RECOVERY, how.value)
        tell_of_help(ctx, uow, actor, user)
        uow.commit()
        return made


def waits_since(ctx: Context, uow: UnitOfWork, user_id: UUID) -> datetime | None:
    """Since when a recovery waits for a second person, or None."""
    proposal = _open(ctx, uow, user_id)
    return proposal.proposed_at if proposal else None


def may_help(ctx: Context, uow: UnitOfWork, actor: Actor, user: User) -> bool:
    """Whether the actor may ask to help somebody back in, or agree where another one asked."""
    who = (actor, user.id, Role(user.role), user.unit_id)
    waits = _open(ctx, uow, user.id) is not None
    return may_recover(*who) or (waits and may_agree_to_account(*who))


def _open(ctx: Context, uow: UnitOfWork, user_id: UUID) -> Proposal | None:
    found = proposal_store.open_with_key(uow, TwoPersonAct.RECOVER_ACCOUNT, str(user_id))
    return found if found is not None and found.expires_at > ctx.now() else None


def _to_recover(ctx: Context, uow: UnitOfWork, actor: Actor, user_id: UUID) -> User:
    user = uow.get(User, user_id)
    if user is None or not may_help(ctx, uow, actor, user):
        raise NotFoundError
    return user


def _agreed(ctx: Context, uow: UnitOfWork, actor: Actor, user: User, how: HowChecked) -> bool:
    """Whether this is the second person's word, or the command line's; the first one's is kept."""
    before = _open(ctx, uow, user.id)
    if before is not None:
        if before.proposed_by_id == actor.user_id:
            raise ConflictError(SAME_PERSON)
        first = first_of(uow, before)
        if not may_recover(first, user.id, Role(user.role), user.unit_id):
            raise ConflictError(NOBODY_ASKS)
        settle(ctx, uow, actor, before, Decision.AGREED)
        return True
    if not needs_two(actor):
        return True
    propose(
        ctx,
        uow,
        actor,
        TwoPersonAct.RECOVER_ACCOUNT,
        str(user.id),
        "",
        {"user": str(user.id), "how": how.value},
        unit_id=manager_to_ask(uow, actor, user, Role(user.role), user.unit_id),
        lasts=PROPOSAL_LASTS,
    )
    return False
