"""The offender's side, for staff: one page an offender, and who may not come near them."""

from victim_portal.services.offenders.conflicts import (
    ConflictInput,
    Declared,
    DeclarePage,
    conflicted,
    declare_conflict,
    declare_page,
    end_conflict,
    people_of_unit,
)
from victim_portal.services.offenders.reading import offender_view
from victim_portal.services.offenders.values import (
    CaseOfOffender,
    ConflictView,
    EventOfOffender,
    OffenderView,
    ReviewOfOffender,
    SentenceView,
)

__all__ = [
    "CaseOfOffender",
    "ConflictInput",
    "ConflictView",
    "DeclarePage",
    "Declared",
    "EventOfOffender",
    "OffenderView",
    "ReviewOfOffender",
    "SentenceView",
    "conflicted",
    "declare_conflict",
    "declare_page",
    "end_conflict",
    "offender_view",
    "people_of_unit",
]
