"""The campaigns, and one of them: whom it concerns, who was told, who wasn't."""

from collections import Counter
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import (
    TO_BE_TOLD,
    TOLD,
    CampaignOutcome,
    CampaignReason,
    shown_number,
)
from victim_portal.domain.vocabulary import Decision
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.campaigns.standings import news_lines, one_each
from victim_portal.services.campaigns.values import (
    CampaignLine,
    CampaignView,
    TrancheLine,
    UnitLine,
)
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.reach import need
from victim_portal.store import campaigns as store
from victim_portal.store.models import Campaign, CampaignTranche, Proposal
from victim_portal.store.unit_of_work import UnitOfWork

NEWEST = 50


def list_campaigns(ctx: Context, actor: Actor) -> tuple[CampaignLine, ...]:
    """The newest campaigns; recorded. Raises NotAllowedError for who runs none."""
    need(Permission.RUN_CAMPAIGN, actor)
    with ctx.store.writing() as uow:
        rows = store.newest(uow, NEWEST)
        outcomes = store.offenders_by_outcome(uow, [one.id for one in rows])
        lines = tuple(_line(one, outcomes[one.id]) for one in rows)
        audit.record(uow, actor, What.CAMPAIGNS_LISTED, rows=len(lines))
        uow.commit()
    return lines


def campaign_view(ctx: Context, actor: Actor, campaign_id: UUID) -> CampaignView:
    """One campaign as a manager sees it: their own unit's cases, and numbers of the others.

    Raises NotFoundError, and NotAllowedError for who runs none.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    with ctx.store.writing() as uow:
        campaign = existing(uow, campaign_id)
        rows = store.moves_within_reach(uow, campaign_id, actor.user_id, actor.unit_id)
        lines = list(news_lines(ctx, uow, campaign_id, rows))
        news = one_each(lines)
        counts = Counter(line.standing for line in news)
        seen = CampaignView(
            line=line_of(uow, campaign),
            rows_read=campaign.rows_read,
            rows_refused=campaign.rows_refused,
            rows_unknown=campaign.rows_unknown,
            units=_units(uow, actor, campaign_id),
            counts=counts,
            told=sum(counts[one] for one in TOLD),
            to_be_told=sum(counts[one] for one in TO_BE_TOLD),
            knew=sum(line.told is not None for line in news),
            not_told=tuple(line for line in news if line.standing in TO_BE_TOLD),
            others=tuple(line for line in lines if line.standing not in TO_BE_TOLD),
            tranches=tuple(
                tranche_line(ctx, *row) for row in store.tranches(uow, campaign_id, actor.unit_id)
            ),
        )
        audit.record(uow, actor, What.CAMPAIGN_SHOWN, campaign=str(campaign_id), rows=len(lines))
        uow.commit()
        return seen


def campaign_units(ctx: Context, actor: Actor, campaign_id: UUID) -> tuple[UnitLine, ...]:
    """How many of each unit are concerned, as whoever brought the file in may know; recorded.

    At the command line no unit is the reader's own, so that a small number isn't said.
    """
    need(Permission.BRING_IN_CAMPAIGN, actor)
    with ctx.store.writing() as uow:
        existing(uow, campaign_id)
        units = _units(uow, actor, campaign_id)
        audit.record(uow, actor, What.CAMPAIGN_SHOWN, campaign=str(campaign_id), rows=0)
        uow.commit()
    return units


def existing(uow: UnitOfWork, campaign_id: UUID) -> Campaign:
    """A campaign; NotFoundError where there is none."""
    campaign = uow.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFoundError
    return campaign


def line_of(uow: UnitOfWork, campaign: Campaign) -> CampaignLine:
    """A campaign as a plain value, with how many offenders it moved."""
    return _line(campaign, store.offenders_by_outcome(uow, [campaign.id])[campaign.id])


def tranche_line(
    ctx: Context, tranche: CampaignTranche, proposal: Proposal, updates: int, approved: int
) -> TrancheLine:
    """A tranche as a plain value."""
    return TrancheLine(
        id=tranche.id,
        proposed_by=tranche.proposed_by,
        proposed_at=tranche.proposed_at,
        updates=updates,
        approved=approved,
        waits=proposal.decided_at is None and proposal.expires_at > ctx.now(),
        decision=Decision(proposal.decision) if proposal.decision else None,
    )


def _line(campaign: Campaign, outcomes: dict[str, int]) -> CampaignLine:
    return CampaignLine(
        id=campaign.id,
        name=campaign.name,
        reason=CampaignReason(campaign.reason),
        made_by=campaign.made_by,
        made_at=campaign.made_at,
        finished=campaign.finished_at is not None,
        moved=outcomes.get(CampaignOutcome.MOVED, 0),
        unchanged=outcomes.get(CampaignOutcome.UNCHANGED, 0),
    )


def _units(uow: UnitOfWork, actor: Actor, campaign_id: UUID) -> tuple[UnitLine, ...]:
    return tuple(
        UnitLine(
            name=one.name,
            own=one.unit_id == actor.unit_id,
            offenders=shown_number(one.offenders, one.unit_id == actor.unit_id),
            victims=shown_number(one.victims, one.unit_id == actor.unit_id),
        )
        for one in store.counts_by_unit(uow, campaign_id, actor.user_id)
    )
