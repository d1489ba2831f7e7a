"""Finding what was wrong, whom it reached, and what is frozen meanwhile."""

from victim_portal.store.wrong_news.batches import (
    Found,
    corrections_of,
    items_of_corrections,
    messages_of,
    to_look_at,
    to_release,
)
from victim_portal.store.wrong_news.finding import (
    frozen,
    frozen_stages,
    held_by_freeze,
    live_of_stage,
    live_of_update,
    live_with_key,
    locked,
    named_wrong,
    newest,
    unfinished,
)
from victim_portal.store.wrong_news.showing import (
    ever_named,
    not_looked_at_yet,
    told_corrections,
)
from victim_portal.store.wrong_news.siblings import (
    Which,
    looked_at,
    matching,
    units_of,
    within_reach,
)
from victim_portal.store.wrong_news.standings import (
    calls_of,
    count_corrections,
    left_to_look_at,
    numbers,
    take_away,
    to_ring,
)

__all__ = [
    "Found",
    "Which",
    "calls_of",
    "corrections_of",
    "count_corrections",
    "ever_named",
    "frozen",
    "frozen_stages",
    "held_by_freeze",
    "items_of_corrections",
    "left_to_look_at",
    "live_of_stage",
    "live_of_update",
    "live_with_key",
    "locked",
    "looked_at",
    "matching",
    "messages_of",
    "named_wrong",
    "newest",
    "not_looked_at_yet",
    "numbers",
    "take_away",
    "to_look_at",
    "to_release",
    "to_ring",
    "told_corrections",
    "unfinished",
    "units_of",
    "within_reach",
]
