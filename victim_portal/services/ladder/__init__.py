"""The receipt ladder: how far up each update got, and its receipts.

Who climbs when it doesn't is `climbing`'s, which stands on the updates and is asked for by name.
"""

from victim_portal.services.ladder.receipts import note_on_portal, note_spoken, reopen_after
from victim_portal.services.ladder.showing import LadderView, RungView, ladder_views

__all__ = [
    "LadderView",
    "RungView",
    "ladder_views",
    "note_on_portal",
    "note_spoken",
    "reopen_after",
]
