"""The plan: every update that a sentence will bring to one victim, when, and why.

Pure: the same facts on the same day give the same plan, and planning twice adds nothing,
because each update carries a stable key.
"""

from victim_portal.domain.plan.planning import (
    deadlines,
    month_told,
    news_for_manager,
    overtaken,
    plan,
)
from victim_portal.domain.plan.recorded import stages_by
from victim_portal.domain.plan.situation import at_liberty
from victim_portal.domain.plan.values import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    LeadTimes,
    PlanDeadline,
    PlanDeadlineKind,
    PlannedUpdate,
    PreferenceFacts,
    SentenceFacts,
    Settled,
)

__all__ = [
    "CaseFacts",
    "EventFacts",
    "KeyDateFacts",
    "LeadTimes",
    "PlanDeadline",
    "PlanDeadlineKind",
    "PlannedUpdate",
    "PreferenceFacts",
    "SentenceFacts",
    "Settled",
    "at_liberty",
    "deadlines",
    "month_told",
    "news_for_manager",
    "overtaken",
    "plan",
    "stages_by",
]
