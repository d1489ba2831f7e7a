"""Date-change campaigns: a file that moves many dates, and the telling of it in tranches."""

from victim_portal.services.campaigns.importing import (
    DateChangesReport,
    import_date_changes,
    rejected_csv,
)
from victim_portal.services.campaigns.proposing import propose_tranche, slice_view
from victim_portal.services.campaigns.showing import campaign_units, campaign_view, list_campaigns
from victim_portal.services.campaigns.tranches import agree_to_tranche, tranche_view
from victim_portal.services.campaigns.untold import ask_about_untold
from victim_portal.services.campaigns.values import (
    CampaignView,
    Draft,
    NewsLine,
    SliceView,
    TrancheView,
    UnitLine,
)

__all__ = [
    "CampaignView",
    "DateChangesReport",
    "Draft",
    "NewsLine",
    "SliceView",
    "TrancheView",
    "UnitLine",
    "agree_to_tranche",
    "ask_about_untold",
    "campaign_units",
    "campaign_view",
    "import_date_changes",
    "list_campaigns",
    "propose_tranche",
    "rejected_csv",
    "slice_view",
    "tranche_view",
]
