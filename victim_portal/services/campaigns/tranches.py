"""The second person's part of a tranche: its words as they stand, and agreeing to them."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import Dropped
from victim_portal.domain.vocabulary import Decision
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.campaigns import drafts
from victim_portal.services.campaigns.agreeing import approve_all, why_dropped
from victim_portal.services.campaigns.showing import existing, line_of, tranche_line
from victim_portal.services.campaigns.values import Agreed, TrancheView
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.settling import settle
from victim_portal.store import campaigns as store
from victim_portal.store import proposals as proposal_store
from victim_portal.store.models import CampaignTranche, Proposal
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

OVER = (
    "This tranche isn't waiting any more: somebody decided it, took it back, or its time ran out."
)
OWN = "You proposed this tranche yourself: another manager has to agree."
MEANWHILE = "Somebody else changed one of these updates in the same moment. Nothing was approved."


def tranche_view(ctx: Context, actor: Actor, tranche_id: UUID) -> TrancheView:
    """A tranche of the actor's own unit with its words; recorded on each case.

    Raises NotFoundError, and NotAllowedError for who runs no campaign.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    with ctx.store.writing() as uow:
        tranche = _own_units(uow, actor, tranche_id)
        proposal = uow.get(Proposal, tranche.proposal_id)
        if proposal is None:
            raise NotFoundError
        rows = store.updates_in(uow, tranche_id)
        people = store.people_of(uow, {case.person_id for _, _, case in rows})
        within = [row for row in rows if drafts.may_decide(uow, actor, row[2])]
        approved = sum(bool(item.approved) for item, _, _ in rows)
        line = tranche_line(ctx, tranche, proposal, len(rows), approved)
        stand = [
            (update, case)
            for item, update, case in within
            if line.waits
            and why_dropped(ctx, uow, actor, tranche, proposal, item, update, case) is None
        ]
        del people
        seen = TrancheView(
            line=line_of(uow, existing(uow, tranche.campaign_id)),
            tranche=line,
            proposal_id=proposal.id,
            own=proposal.proposed_by_id == actor.user_id,
            drafts=tuple(drafts.shown(uow, actor, case, update) for update, case in stand),
            changed=len(rows) - len(stand) if line.waits else 0,
            dropped=tuple(
                (case.reference, update.id, Dropped(item.dropped))
                for item, update, case in within
                if item.dropped
            ),
        )
        audit.record(
            uow,
            actor,
            What.TRANCHE_SHOWN,
            campaign=str(tranche.campaign_id),
            updates=len(rows),
        )
        uow.commit()
        return seen


def agree_to_tranche(ctx: Context, actor: Actor, tranche_id: UUID) -> Agreed:
    """Agree, and approve in the same transaction all that still stands as it was proposed.

    Raises ConflictError for the one who proposed it, when it no longer waits, and when
    somebody was at one of its updates in the same moment; NotFoundError, NotAllowedError,
    NeedsProofError.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    try:
        with ctx.store.writing() as uow:
            tranche = _own_units(uow, actor, tranche_id)
            proposal = proposal_store.locked(uow, tranche.proposal_id)
            if proposal is None or proposal.decided_at or proposal.expires_at <= ctx.now():
                raise ConflictError(OVER)
            if proposal.proposed_by_id == actor.user_id:
                raise ConflictError(OWN)
            need_proof(ctx, actor)
            settle(ctx, uow, actor, proposal, Decision.AGREED)
            done = approve_all(ctx, uow, actor, proposal)
            uow.commit()
            return done
    except (LostUpdateError, ConstraintError):
        raise ConflictError(MEANWHILE) from None


def _own_units(uow: UnitOfWork, actor: Actor, tranche_id: UUID) -> CampaignTranche:
    tranche = uow.get(CampaignTranche, tranche_id)
    if tranche is None or tranche.unit_id != actor.unit_id:
        raise NotFoundError
    return tranche
