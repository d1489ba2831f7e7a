"""Listed sentences as pages show them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.reconciliation import Gap, ListedState, ListedStep, Outcome
from victim_portal.domain.vocabulary import OffenceCategory, Route, SentenceType
from victim_portal.services.reconciliation.facts import Likeness


@dataclass(frozen=True)
class Asked:
    """Which listed sentences somebody wants to see; `mine` is what they own."""

    state: ListedState | None = ListedState.OPEN
    chased: bool = False
    gap: Gap | None = None
    mine: bool = False


@dataclass(frozen=True)
class ListedLine:
    """One listed sentence in a list. `owner` is "" where nobody has it."""

    id: UUID
    offender_name: str = field(repr=False)
    number: str = field(repr=False)
    sentence_type: SentenceType
    sentenced_on: date
    route: Route
    victims: int | None
    gaps: tuple[Gap, ...]
    state: ListedState
    outcome: Outcome | None
    owner: str
    due_on: date
    overdue: bool
    chased_on: date | None


@dataclass(frozen=True)
class ListedPage:
    """A page of them; `after` is the key of the next page, None at the end."""

    lines: tuple[ListedLine, ...]
    after: str | None
    count: int
    capped: bool


@dataclass(frozen=True)
class CaseShown:
    """A case about the sentence, or perhaps about it; `reference` is None out of reach.

    `unit` is the name of its unit, where it is another than the reader's.
    """

    id: UUID
    reference: str | None
    unit: str
    received_on: date
    late: bool
    offered: bool
    offer_due_on: date
    overdue: bool
    over: bool
    why: Likeness | None = None


@dataclass(frozen=True)
class SourceShown:
    """One list that names the sentence."""

    source: str = field(repr=False)
    reference: str = field(repr=False)
    listed_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True)
class NoteShown:
    """What was done or noticed, and in which words; `owner` is to whom it was given."""

    step: ListedStep
    outcome: Outcome | None
    owner: str
    next_on: date | None
    words: str = field(repr=False)
    recorded_by: str
    at: datetime


@dataclass(frozen=True)
class ListedView:
    """One listed sentence with all that is known of it.

    `missing` is how many victims more the lists know than were referred; `outcomes` what the
    reader may record, `owners` to whom they may give it, by id; none where they may not.
    """

    line: ListedLine
    details: dict[str, str] = field(repr=False)
    born_on: date | None = field(repr=False)
    offence_category: OffenceCategory
    custodial_term: str
    referral_due_on: date
    missing: int
    cases: tuple[CaseShown, ...]
    perhaps: tuple[CaseShown, ...]
    sources: tuple[SourceShown, ...]
    notes: tuple[NoteShown, ...]
    owners: tuple[tuple[UUID, str], ...]
    outcomes: tuple[Outcome, ...]
    may_chase: bool
    may_reopen: bool
    version: int
