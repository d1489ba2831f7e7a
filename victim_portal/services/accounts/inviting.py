"""An invitation made anew, for somebody who has not chosen a password yet."""

from uuid import UUID

from victim_portal.domain.access import Actor, may_manage_users
from victim_portal.domain.vocabulary import InvitationKind
from victim_portal.services.accounts.entering import never_came_in
from victim_portal.services.accounts.letting_in import (
    done_at_the_machine,
    needs_two,
    propose_entry,
)
from victim_portal.services.accounts.links import MadeLink, make_link
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotAllowedError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.store.models import User

HAS_A_PASSWORD = "They have chosen a password already. If they can't sign in, use recovery."  # noqa: S105 - a sentence
BY_THE_PROVIDER = "They sign in with your organisation's account and need no link."


def invite(ctx: Context, actor: Actor, user_id: UUID) -> MadeLink | None:
    """A link by which somebody chooses their first password; one made before ends.

    None for an administrator, whose wish for one waits for a second person: whoever has the
    link is in. Raises NotAllowedError, NeedsProofError, NotFoundError, and ConflictError for
    an account that has a password or is disabled, and while something about it waits.
    """
    if not may_manage_users(actor):
        raise NotAllowedError
    need_proof(ctx, actor)
    with ctx.store.writing() as uow:
        uow.only_one_for(user_id)
        user = uow.get(User, user_id)
        if user is None:
            raise NotFoundError
        if not user.active:
            raise ConflictError("The account is disabled. Enable it first.")
        if user.password_hash:
            raise ConflictError(HAS_A_PASSWORD)
        if needs_two(actor):
            if not never_came_in(user):
                raise ConflictError(BY_THE_PROVIDER)
            propose_entry(ctx, uow, actor, user)
            uow.commit()
            return None
        done_at_the_machine(ctx, uow, actor, user.id)
        made = make_link(ctx, uow, actor, user, InvitationKind.INVITATION)
        uow.commit()
        return made
