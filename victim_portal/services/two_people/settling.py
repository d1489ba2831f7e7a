"""What becomes of a proposal, within the transaction of whoever decides it."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Decision
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store.models import Proposal
from victim_portal.store.unit_of_work import UnitOfWork


def settle(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    proposal: Proposal,
    decision: Decision,
    refused_why: str | None = None,
) -> None:
    """Write down what was decided and by whom; nobody has to decide it any more.

    Whoever calls has checked that the actor may, and that it still waits.
    """
    proposal.decision, proposal.refused_why = decision.value, refused_why
    proposal.decided_at, proposal.decided_by_id = ctx.now(), actor.user_id
    tasks.settle_without_case(uow, actor, tasks.SECOND_PERSON, str(proposal.id))
    audit.record(
        uow,
        actor,
        What.PROPOSAL_DECIDED,
        proposal.case_id,
        proposal=str(proposal.id),
        act=proposal.act,
        decision=decision.value,
        proposed_by=str(proposal.proposed_by_id),
    )
