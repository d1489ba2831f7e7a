"""What a victim asks for and says: recorded, put forward, decided, told."""

from victim_portal.services.representations.catalogue import catalogue
from victim_portal.services.representations.giving_away import what_gives_away
from victim_portal.services.representations.hearing import (
    change_request,
    record_representation,
    request_problems,
)
from victim_portal.services.representations.outcomes import (
    put_forward,
    record_outcome,
    record_told,
    withdraw_request,
)
from victim_portal.services.representations.reading import conditions_on_offer, representations_view
from victim_portal.services.representations.statements import (
    record_statement,
    withdraw_statement,
)
from victim_portal.services.representations.values import (
    OccasionView,
    OutcomeInput,
    RepresentationInput,
    RepresentationsView,
    RequestInput,
    RequestView,
    StatementInput,
    StatementView,
    WishView,
)

__all__ = [
    "OccasionView",
    "OutcomeInput",
    "RepresentationInput",
    "RepresentationsView",
    "RequestInput",
    "RequestView",
    "StatementInput",
    "StatementView",
    "WishView",
    "catalogue",
    "change_request",
    "conditions_on_offer",
    "put_forward",
    "record_outcome",
    "record_representation",
    "record_statement",
    "record_told",
    "representations_view",
    "request_problems",
    "what_gives_away",
    "withdraw_request",
    "withdraw_statement",
]
