"""What waits for a second manager: the release of a correction, or the thaw of its texts."""

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.store import proposals as proposal_store
from victim_portal.store.models import Proposal, WrongNews
from victim_portal.store.unit_of_work import UnitOfWork

RELEASE, THAW = "wrong:", "thaw:"
"""Begin the keys of the two proposals, which are one kind of act."""


def key_of(what: str, wrong: WrongNews) -> str:
    """The key under which one proposal of it waits at a time."""
    return f"{what}{wrong.id}"


def waiting_for(ctx: Context, uow: UnitOfWork, what: str, wrong: WrongNews) -> Proposal | None:
    """What waits for a second manager, locked; None where nothing does any more."""
    found = proposal_store.open_with_key(uow, TwoPersonAct.CORRECT_MANY, key_of(what, wrong))
    return None if found is None or found.expires_at <= ctx.now() else found
