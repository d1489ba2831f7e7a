"""What a second manager agrees to: each update of a tranche, as if they approved it alone."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.campaigns import Dropped
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.campaigns import drafts
from victim_portal.services.campaigns.values import Agreed
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.reach import reach_of
from victim_portal.services.two_people.values import Act
from victim_portal.services.updates.approving import approve_within
from victim_portal.services.updates.reading import words_digest
from victim_portal.store import campaigns as store
from victim_portal.store.models import (
    Campaign,
    CampaignTranche,
    Case,
    Proposal,
    TrancheUpdate,
    Update,
)
from victim_portal.store.surges import TRANCHE_CAUSE
from victim_portal.store.unit_of_work import UnitOfWork


def approve_all(ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal) -> Agreed:
    """Approve every update of a tranche that still stands as it was proposed.

    Each passes every check of a single approval. What has changed since, or may not be
    approved with others, stays a draft, with the reason beside it.
    """
    tranche = uow.get(CampaignTranche, _tranche_id(proposal))
    if tranche is None:
        raise LookupError("a proposal without its tranche")
    rows = store.updates_in(uow, tranche.id, lock=True)
    people = store.people_of(uow, {case.person_id for _, _, case in rows})
    approved = 0
    for item, update, case in rows:
        why = why_dropped(ctx, uow, actor, tranche, proposal, item, update, case)
        if why is None:
            why = _approve(ctx, uow, actor, case, update, f"{TRANCHE_CAUSE}{tranche.id}")
        item.approved = why is None
        approved += why is None
        if why is not None:
            item.dropped = why.value
            audit.record(
                uow,
                actor,
                What.TRANCHE_DROPPED,
                case.id,
                tranche=str(tranche.id),
                update=str(update.id),
                why=why.value,
            )
    del people
    return Agreed(approved, len(rows) - approved)


def why_dropped(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    tranche: CampaignTranche,
    proposal: Proposal,
    item: TrancheUpdate,
    update: Update,
    case: Case,
) -> Dropped | None:
    """Why an update no longer belongs to what was proposed, before its approval is tried."""
    if case.closed_at is not None:
        return Dropped.CASE_CLOSED
    if case.unit_id != tranche.unit_id:
        return Dropped.CASE_MOVED
    conflicted = reach_of(uow, case).conflicted
    # The first person's word counts no more once they have a conflict of interest.
    if not drafts.may_decide(uow, actor, case) or proposal.proposed_by_id in conflicted:
        return Dropped.NOT_REACHED
    if update.state != UpdateState.DRAFT:
        return Dropped.NOT_DRAFT
    if update.version != item.version or words_digest(update) != item.words_digest:
        return Dropped.CHANGED
    if drafts.alone(ctx, uow, case, update) is not None:
        return Dropped.ALONE
    return None


def _approve(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, cause: str
) -> Dropped | None:
    try:
        approve_within(ctx, uow, actor, case, update, cause)
    except NotAllowedError:
        return Dropped.NOT_REACHED
    except InvalidError:
        return Dropped.NOT_FIT
    return None


def _tranche_id(proposal: Proposal) -> UUID:
    return UUID(str(proposal.about["tranche"]))


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    campaign = uow.get(Campaign, UUID(str(proposal.about["campaign"])))
    name = campaign.name if campaign else ""
    return f"Approve {proposal.about['updates']} updates of the campaign “{name}” together"


def _may_be_second(_: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """Another manager of the unit: an administrator has no business with what victims read."""
    unit_id = proposal.unit_id
    return unit_id is not None and is_allowed(Permission.MANAGE_UNIT, actor, unit_id)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`tranches.agree_to_tranche` does it, where the words are read."""
    raise ConflictError("Agree to this on its own page, where its words stand.")


TRANCHE = Act(_what, _may_be_second, _apply, on_its_page=True)
