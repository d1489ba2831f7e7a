"""The surge breaker: parking what an hour has far too much of, and what becomes of it."""

from victim_portal.services.surges.deciding import let_surge_go, propose_letting_go, stop_surge
from victim_portal.services.surges.looking import SurgeLine, SurgeView, list_surges
from victim_portal.services.surges.parking import park_a_surge

__all__ = [
    "SurgeLine",
    "SurgeView",
    "let_surge_go",
    "list_surges",
    "park_a_surge",
    "propose_letting_go",
    "stop_surge",
]
