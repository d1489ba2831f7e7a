"""What a victim asks for and says: recorded, put forward, decided, told."""

from victim_portal.services.representations.catalogue import catalogue
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
from victim_portal.services.representations.reading import representations_view
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
    "put_forward",
    "record_outcome",
    "record_representation",
    "record_statement",
    "record_told",
    "representations_view",
    "request_problems",
    "withdraw_request",
    "withdraw_statement",
]
