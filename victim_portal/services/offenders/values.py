"""An offender as their page shows them; personal values stay out of every repr."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import Enrolment, OffenceCategory, SentenceType
from victim_portal.services.key_dates.versions import KeyDatesView


@dataclass(frozen=True)
class SentenceView:
    """One sentence or order, its terms in words."""

    sentence_type: SentenceType
    offence_category: OffenceCategory
    offence: str = field(repr=False)
    sentenced_on: date
    court: str = field(repr=False)
    custodial_term: str
    minimum_term: str


@dataclass(frozen=True)
class EventOfOffender:
    """Something that happened to the sentence; `told_by` is "" for who may not read it."""

    stage: Stage
    happened_on: date
    outcome: EventOutcome | None
    source: ToldBy
    told_by: str = field(repr=False)


@dataclass(frozen=True)
class ReviewOfOffender:
    """One parole review, under way or over."""

    kind: ReviewKind
    expected_in: YearMonth | None
    hearing_on: date | None
    over: bool


@dataclass(frozen=True)
class CaseOfOffender:
    """One case within the reader's reach; no `officer_name` for one in the queue."""

    reference: str
    person_name: str = field(repr=False)
    officer_name: str
    enrolment: Enrolment
    closed: bool


@dataclass(frozen=True)
class ConflictView:
    """One conflict of interest of the manager's own people."""

    id: UUID
    name: str
    declared_by: str
    declared_at: datetime
    why: str = field(repr=False)


@dataclass(frozen=True)
class OffenderView:
    """An offender, and their cases within the reader's reach.

    `another_victim` says that the reader may see cases of more than one victim;
    `conflicts` are for managers alone, `may_correct` for whoever has an open case of theirs.
    """

    id: UUID
    name: str = field(repr=False)
    born_on: date | None = field(repr=False)
    prison_number: str = field(repr=False)
    crn: str = field(repr=False)
    sentences: tuple[SentenceView, ...]
    key_dates: KeyDatesView
    events: tuple[EventOfOffender, ...]
    reviews: tuple[ReviewOfOffender, ...]
    cases: tuple[CaseOfOffender, ...]
    more_cases: bool
    another_victim: bool
    may_correct: bool
    conflicts: tuple[ConflictView, ...]
