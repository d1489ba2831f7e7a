"""A proposal that ends before anybody decided it, because what it was about has ended.

It stands beside the package of the two people and not in it: planning ends questions too, and
what two people decide rests on planning.
"""

from collections.abc import Mapping
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import Decision, TwoPersonAct
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.store import proposals as store
from victim_portal.store.models import Proposal, Update
from victim_portal.store.unit_of_work import UnitOfWork


def overtake(uow: UnitOfWork, actor: Actor, proposal: Proposal, why: OvertakenBy) -> None:
    """End a proposal in nobody's name, and the task of whoever was to decide it.

    `actor` did what ended it, which is no word of theirs about the proposal.
    """
    proposal.decision, proposal.overtaken_by = Decision.OVERTAKEN.value, why.value
    proposal.decided_at = uow.clock.now()
    tasks.settle_without_case(uow, actor, tasks.SECOND_PERSON, str(proposal.id))
    audit.record(
        uow,
        actor,
        What.PROPOSAL_OVERTAKEN,
        proposal.case_id,
        proposal=str(proposal.id),
        act=proposal.act,
        why=why.value,
        proposed_by=str(proposal.proposed_by_id),
    )
    # Its key is free again before the next one is asked.
    uow.flush()


def end_exact_dates(uow: UnitOfWork, actor: Actor, ended: Mapping[UUID, OvertakenBy]) -> None:
    """The same for many updates, by their ids, asked for in one query."""
    keys = {str(update_id): why for update_id, why in ended.items()}
    for key, waiting in store.open_with_keys(uow, TwoPersonAct.TELL_EXACT_DATE, keys).items():
        overtake(uow, actor, waiting, keys[key])


def end_exact_date(uow: UnitOfWork, actor: Actor, update: Update, why: OvertakenBy) -> None:
    """End the question, if one waits, whether an update may tell the day that its words name."""
    waiting = store.open_with_key(uow, TwoPersonAct.TELL_EXACT_DATE, str(update.id))
    if waiting is not None:
        overtake(uow, actor, waiting, why)
