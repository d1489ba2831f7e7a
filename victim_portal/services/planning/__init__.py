"""The plan of a case meets what is there: what is added, moved, withdrawn, back to draft."""

from victim_portal.services.planning.facts import current_facts
from victim_portal.services.planning.replan import PlanDifference, replan

__all__ = ["PlanDifference", "current_facts", "replan"]
