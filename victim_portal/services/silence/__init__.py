"""Silent cases: who hears nothing or can't be heard, found by the worker and shown to staff."""

from victim_portal.services.silence.listing import (
    SilentLine,
    SilentPage,
    SilentReason,
    list_silent,
)
from victim_portal.services.silence.watching import Watcher, watch_all

__all__ = [
    "SilentLine",
    "SilentPage",
    "SilentReason",
    "Watcher",
    "list_silent",
    "watch_all",
]
