"""What an officer reads of a plan: its order in time, what changed in it, how sure a date is.

Pure: nothing here plans anything. Months are as near to a date as these words come, so that
any of them could be said to a victim.
"""

from victim_portal.domain.timeline.differences import (
    Change,
    ChangeKind,
    Placed,
    asks_for_eyes,
    because,
    taken_together,
    what_changed,
)
from victim_portal.domain.timeline.doubt import Cause, Doubt, doubts
from victim_portal.domain.timeline.history import DateVersion, Spell, history_of
from victim_portal.domain.timeline.order import (
    EntryKind,
    Milestone,
    Part,
    Stretch,
    YearOfEntries,
    by_years,
    part_of,
    shown,
)
from victim_portal.domain.timeline.told import ToldMonth, situation_of, told_and_now

__all__ = [
    "Cause",
    "Change",
    "ChangeKind",
    "DateVersion",
    "Doubt",
    "EntryKind",
    "Milestone",
    "Part",
    "Placed",
    "Spell",
    "Stretch",
    "ToldMonth",
    "YearOfEntries",
    "asks_for_eyes",
    "because",
    "by_years",
    "doubts",
    "history_of",
    "part_of",
    "shown",
    "situation_of",
    "taken_together",
    "told_and_now",
    "what_changed",
]
