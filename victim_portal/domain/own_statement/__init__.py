"""A victim personal statement as she writes it herself, part by part, until it is signed."""

from victim_portal.domain.own_statement.notes import Note, NoteKind, gentle_notes
from victim_portal.domain.own_statement.offer import OwnOffer, ReviewFacts, own_offer
from victim_portal.domain.own_statement.parts import (
    LONGEST_PART,
    DraftEnd,
    PlacedText,
    ReadingTime,
    StatementPart,
    in_parts,
    joined,
    reading_time,
)
from victim_portal.domain.own_statement.passages import (
    LONGEST_PASSAGE,
    is_in,
    is_markable,
    without,
)
from victim_portal.domain.own_statement.saving import Saved, Standing, outcome_of

__all__ = [
    "LONGEST_PART",
    "LONGEST_PASSAGE",
    "DraftEnd",
    "Note",
    "NoteKind",
    "OwnOffer",
    "PlacedText",
    "ReadingTime",
    "ReviewFacts",
    "Saved",
    "Standing",
    "StatementPart",
    "gentle_notes",
    "in_parts",
    "is_in",
    "is_markable",
    "joined",
    "outcome_of",
    "own_offer",
    "reading_time",
    "without",
]
