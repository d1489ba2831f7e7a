"""An officer leaves: planned ahead, every case handed over, and the access ended on the moment."""

from victim_portal.services.leaving.handing import HandedOver, hand_over_due, hand_over_now
from victim_portal.services.leaving.planning import call_off, choose_successors, plan_leaving
from victim_portal.services.leaving.reading import (
    LeavingPage,
    LeavingView,
    leaving_view,
    list_leavings,
)
from victim_portal.services.leaving.sheet import Sheet, handover_sheet

__all__ = [
    "HandedOver",
    "LeavingPage",
    "LeavingView",
    "Sheet",
    "call_off",
    "choose_successors",
    "hand_over_due",
    "hand_over_now",
    "handover_sheet",
    "leaving_view",
    "list_leavings",
    "plan_leaving",
]
