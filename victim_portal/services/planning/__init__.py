"""The plan of a case meets what is there: what is added, moved, withdrawn, back to draft."""

from victim_portal.services.planning.countdowns import RecallCountdown, recall_countdowns
from victim_portal.services.planning.daily import DayPlanned, Planner, plan_due
from victim_portal.services.planning.dated_tasks import deadlines_to_do
from victim_portal.services.planning.differences import told_from_stored
from victim_portal.services.planning.facts import current_facts, gather, versions_now
from victim_portal.services.planning.replan import (
    PlanDifference,
    Replanned,
    replan,
    replanned,
)
from victim_portal.services.planning.trouble import CASE_TROUBLE
from victim_portal.services.planning.unread import ask_for_unread

__all__ = [
    "CASE_TROUBLE",
    "DayPlanned",
    "PlanDifference",
    "Planner",
    "RecallCountdown",
    "Replanned",
    "ask_for_unread",
    "current_facts",
    "deadlines_to_do",
    "gather",
    "plan_due",
    "recall_countdowns",
    "replan",
    "replanned",
    "told_from_stored",
    "versions_now",
]
