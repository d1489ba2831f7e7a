"""The plan: every update that a sentence will bring to one victim, when, and why.

Pure: the same facts on the same day give the same plan, and planning twice adds nothing,
because each update carries a stable key.
"""

from victim_portal.domain.plan.planning import news_for_manager, plan
from victim_portal.domain.plan.values import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    LeadTimes,
    PlannedUpdate,
    PreferenceFacts,
    Settled,
)

__all__ = [
    "CaseFacts",
    "EventFacts",
    "KeyDateFacts",
    "LeadTimes",
    "PlannedUpdate",
    "PreferenceFacts",
    "Settled",
    "news_for_manager",
    "plan",
]
