"""A parole review as forms give it and pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.parole import (
    AskKind,
    AskState,
    DeadlineKind,
    HearingMove,
    ReviewKind,
    Standing,
)
from victim_portal.domain.stages import EventOutcome, YearMonth
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.representations.values import OutcomeInput

Moved = tuple[tuple[DeadlineKind, date | None, date | None], ...]
"""What a move of the hearing did to the deadlines: each with its old and its new last day."""


@dataclass(frozen=True)
class ReviewInput:
    """A parole review as it stands now. No `hearing_on` while none is listed.

    `put_right` says that the date before had been entered wrongly, so that nobody is told that
    a hearing was put off.
    """

    kind: ReviewKind
    target_month: YearMonth | None = None
    hearing_on: date | None = None
    panel_reference: str = field(default="", repr=False)
    put_right: bool = False


@dataclass(frozen=True)
class StepView:
    """One move of a hearing's date, with what it did to the deadlines that hang on it.

    Who recorded it isn't here: another unit may have.
    """

    number: int
    move: HearingMove
    before: date | None
    after: date | None
    learnt_on: date
    moved: Moved


@dataclass(frozen=True)
class AskView:
    """What the victim of the case asks for at this review, and where it stands.

    `cannot` says why it can't be asked for now, where nothing was asked yet; `due_on` by when it
    must have been passed on, where a rule says so. `task_on` is by when its next step is due.
    """

    kind: AskKind
    state: AskState | None
    state_on: date | None
    wanted_on: date | None
    how: ContactMethod | None
    passed_on: date | None
    passed_to: str = field(repr=False)
    reason: str = field(repr=False)
    plain: str = field(repr=False)
    told_on: date | None
    told_how: ContactMethod | None
    cannot: str
    due_on: date | None
    task_on: date | None
    row_version: int


@dataclass(frozen=True)
class ReviewView:
    """The review under way, or the last one while its windows run: then it is `over`.

    `deadlines` come soonest first; `steps` are the moves of the hearing, the newest first.
    `not_reconsidered` says why the decision can't be looked at again, empty where it can.
    `ring_first`: the victim asked to be rung before hard news reaches them otherwise.
    """

    id: UUID
    kind: ReviewKind
    target_month: YearMonth | None
    hearing_on: date | None
    decision_on: date | None
    outcome: EventOutcome | None
    panel_reference: str
    version: int
    deadlines: tuple[Standing, ...]
    steps: tuple[StepView, ...]
    asks: tuple[AskView, ...]
    not_reconsidered: str
    over: bool
    ring_first: bool

    @property
    def times_put_off(self) -> int:
        """How often the hearing was put off."""
        return sum(step.move is HearingMove.PUT_OFF for step in self.steps)


@dataclass(frozen=True)
class ReviewRecorded:
    """What recording a review did: the move of its hearing, and the deadlines that it moved."""

    review_id: UUID
    version: int
    moved: Moved
    move: HearingMove | None = None


@dataclass(frozen=True)
class DecisionInput:
    """What the Board decided, and what it said to each of the victim's requests, by number.

    A request that isn't in `outcomes` has no answer yet, and is still asked after.
    """

    on: date
    outcome: EventOutcome
    outcomes: Mapping[int, OutcomeInput] = field(default_factory=dict)


@dataclass(frozen=True)
class AskMove:
    """The next step of something that was asked for.

    `to` and, with it, `passed_to` where it went; `reason` as it was given and `plain` in words
    for the victim where it was answered.
    """

    to: AskState
    on: date
    passed_to: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    plain: str = field(default="", repr=False)
