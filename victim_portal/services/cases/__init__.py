"""Cases: the list, one case with everything around it, taking one from the queue."""

from victim_portal.services.cases.listing import CaseFilter, CaseLine, CasePage, list_cases
from victim_portal.services.cases.routing import decide_route
from victim_portal.services.cases.taking import assign_case, take_case
from victim_portal.services.cases.view import CaseView, case_view

__all__ = [
    "CaseFilter",
    "CaseLine",
    "CasePage",
    "CaseView",
    "assign_case",
    "case_view",
    "decide_route",
    "list_cases",
    "take_case",
]
