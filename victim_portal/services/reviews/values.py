"""A parole review as forms give it and pages show it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.parole import DeadlineKind, ReviewKind, Standing
from victim_portal.domain.stages import YearMonth


@dataclass(frozen=True)
class ReviewInput:
    """A parole review as it stands now. No `hearing_on` while none is listed."""

    kind: ReviewKind
    target_month: YearMonth | None = None
    hearing_on: date | None = None
    panel_reference: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReviewView:
    """The review under way, with its deadlines, soonest first."""

    id: UUID
    kind: ReviewKind
    target_month: YearMonth | None
    hearing_on: date | None
    decision_on: date | None
    panel_reference: str
    version: int
    deadlines: tuple[Standing, ...]


@dataclass(frozen=True)
class ReviewRecorded:
    """What recording a review did: the deadlines that it moved (kind, before, after)."""

    review_id: UUID
    version: int
    moved: tuple[tuple[DeadlineKind, date | None, date | None], ...]
