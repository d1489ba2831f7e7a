"""The proposal to let a surge go, while it waits for a second manager."""

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.store import proposals as proposal_store
from victim_portal.store.models import Proposal, Surge
from victim_portal.store.unit_of_work import UnitOfWork

PREFIX = "surge:"
"""Tells the key of such a proposal from that of a tranche, which is the same act."""


def key_of(surge: Surge) -> str:
    """The key under which one proposal of a surge waits at a time."""
    return f"{PREFIX}{surge.id}"


def waiting_for(ctx: Context, uow: UnitOfWork, surge: Surge) -> Proposal | None:
    """What waits for a second manager, locked; None where nothing does any more."""
    found = proposal_store.open_with_key(uow, TwoPersonAct.RELEASE_SENDS, key_of(surge))
    return None if found is None or found.expires_at <= ctx.now() else found
