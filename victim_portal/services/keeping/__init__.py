"""Keeping and forgetting: how long somebody is kept, legal holds, purges by two people."""

from victim_portal.services.keeping.closing import close_case
from victim_portal.services.keeping.due import DueLine, due_lines, list_due
from victim_portal.services.keeping.holds import lift_hold, set_hold
from victim_portal.services.keeping.purging import propose_purge
from victim_portal.services.keeping.retaining import move_retention
from victim_portal.services.keeping.showing import HoldView, KeepingView, hold_of, keeping_view

__all__ = [
    "DueLine",
    "HoldView",
    "KeepingView",
    "close_case",
    "due_lines",
    "hold_of",
    "keeping_view",
    "lift_hold",
    "list_due",
    "move_retention",
    "propose_purge",
    "set_hold",
]
