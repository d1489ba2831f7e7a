"""Cases: the list, one case with everything around it, its route."""

from victim_portal.services.allocation import assign_case, take_case
from victim_portal.services.cases.listing import CaseFilter, CaseLine, CasePage, list_cases
from victim_portal.services.cases.routing import decide_route
from victim_portal.services.cases.values import CaseView
from victim_portal.services.cases.view import case_view

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
