"""What an act of two people is, and a proposal as its page shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.store.models import Proposal
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Act:
    """One thing that needs two people.

    `what` says in words what a proposal would do, without a victim's name. `may_be_second`
    is whether somebody (who isn't the first) may decide it; `apply` does it within the
    transaction of the decision, and raises ConflictError where it can't be done any more;
    `after` is what follows the commit. `on_its_page` is for what the second person agrees to
    by doing their part on a page of its own: here they can only refuse. `refusal_says_why` asks
    for the reason of a refusal, and is for what concerns no person: the reason isn't sealed.
    """

    what: Callable[[Context, UnitOfWork, Proposal], str]
    may_be_second: Callable[[UnitOfWork, Actor, Proposal], bool]
    apply: Callable[[Context, UnitOfWork, Actor, Proposal], None]
    after: Callable[[Context], None] = lambda _: None
    on_its_page: bool = False
    refusal_says_why: bool = False


@dataclass(frozen=True)
class ProposalView:
    """A proposal that waits: `own` can only be taken back, the others are to be decided.

    `concerns` is the id of what it is about, `reference` that of its case, if it has one. One
    `on_its_page` is agreed to there.
    """

    id: UUID
    act: TwoPersonAct
    concerns: str
    reference: str
    on_its_page: bool
    refusal_says_why: bool
    what: str
    why: str = field(repr=False)
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    own: bool
