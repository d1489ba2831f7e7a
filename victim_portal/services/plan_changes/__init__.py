"""What planning again changed in a case: shown to its officer, who decides about it."""

from victim_portal.services.plan_changes.deciding import decide_plan_changes
from victim_portal.services.plan_changes.reading import plan_changes
from victim_portal.services.plan_changes.values import (
    ChangeView,
    Decided,
    DecisionView,
    DifferenceView,
    Fact,
    PlanChangesView,
)

__all__ = [
    "ChangeView",
    "Decided",
    "DecisionView",
    "DifferenceView",
    "Fact",
    "PlanChangesView",
    "decide_plan_changes",
    "plan_changes",
]
