"""What a victim asks for and says: recorded, put forward, decided, told."""

from victim_portal.services.representations.catalogue import catalogue
from victim_portal.services.representations.family import record_family_note
from victim_portal.services.representations.giving_away import what_gives_away
from victim_portal.services.representations.hearing import (
    change_request,
    record_representation,
    request_problems,
)
from victim_portal.services.representations.outcomes import record_outcome
from victim_portal.services.representations.putting_forward import put_forward, withdraw_request
from victim_portal.services.representations.reading import conditions_on_offer, representations_view
from victim_portal.services.representations.statements import (
    record_statement,
    withdraw_statement,
)
from victim_portal.services.representations.telling import record_told
from victim_portal.services.representations.values import (
    OccasionView,
    OutcomeInput,
    RepresentationInput,
    RepresentationsView,
    RequestInput,
    RequestView,
    SeenBy,
    StatementInput,
    StatementView,
    ToldInput,
    Turn,
    WishView,
)

__all__ = [
    "OccasionView",
    "OutcomeInput",
    "RepresentationInput",
    "RepresentationsView",
    "RequestInput",
    "RequestView",
    "SeenBy",
    "StatementInput",
    "StatementView",
    "ToldInput",
    "Turn",
    "WishView",
    "catalogue",
    "change_request",
    "conditions_on_offer",
    "put_forward",
    "record_family_note",
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
