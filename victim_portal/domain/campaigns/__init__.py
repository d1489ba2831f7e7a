"""Date-change campaigns: one file moves many dates, and many victims are to be told.

Pure: what a file says, which months moved, where the telling of each stands, which of it may
be approved together.
"""

from victim_portal.domain.campaigns.counting import FEWEST, shown_number
from victim_portal.domain.campaigns.moves import Move, direction_of, moves
from victim_portal.domain.campaigns.reading import (
    COLUMNS,
    Changes,
    DateChange,
    RefusedChange,
    read_changes,
)
from victim_portal.domain.campaigns.slices import MOST, Alone, Slice, why_alone
from victim_portal.domain.campaigns.standing import (
    TO_BE_TOLD,
    TOLD,
    NewsFacts,
    NewsStanding,
    standing,
)
from victim_portal.domain.campaigns.telling import Nothing, told_by, why_nothing
from victim_portal.domain.campaigns.vocabulary import (
    CampaignOutcome,
    CampaignReason,
    Direction,
    Dropped,
)

__all__ = [
    "COLUMNS",
    "FEWEST",
    "MOST",
    "TOLD",
    "TO_BE_TOLD",
    "Alone",
    "CampaignOutcome",
    "CampaignReason",
    "Changes",
    "DateChange",
    "Direction",
    "Dropped",
    "Move",
    "NewsFacts",
    "NewsStanding",
    "Nothing",
    "RefusedChange",
    "Slice",
    "direction_of",
    "moves",
    "read_changes",
    "shown_number",
    "standing",
    "told_by",
    "why_alone",
    "why_nothing",
]
