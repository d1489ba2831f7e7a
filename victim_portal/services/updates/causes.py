"""What a message comes from: what a wrong one has in common with others, and a surge counts."""

from victim_portal.domain.stages import Stage
from victim_portal.store import campaigns as campaign_store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork

PLAN = "plan"
CAMPAIGN, EVENT = "campaign:", "event:"
"""Begin the causes that more than one case may share."""


def cause_of(uow: UnitOfWork, update: Update) -> str:
    """The campaign or the event behind an update that is approved by itself, or the plan."""
    event_id = update.said.get("event_id")
    if event_id:
        return f"{EVENT}{event_id}"
    if update.stage == Stage.DATE_CHANGED:
        campaign_id = campaign_store.that_planned(uow, update)
        if campaign_id is not None:
            return f"{CAMPAIGN}{campaign_id}"
    return PLAN
