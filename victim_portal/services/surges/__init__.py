"""What the surge breaker parked: looking at it, letting it go, stopping it."""

from victim_portal.services.surges.deciding import let_surge_go, propose_letting_go, stop_surge
from victim_portal.services.surges.looking import SurgeLine, SurgeView, list_surges

__all__ = [
    "SurgeLine",
    "SurgeView",
    "let_surge_go",
    "list_surges",
    "propose_letting_go",
    "stop_surge",
]
