"""What the plan of first contact is made from, and what comes out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    FirstContactStep,
    LetterKind,
)


class StepState(StrEnum):
    """Where one step stands today."""

    DONE = "done"
    DUE = "due"
    LATER = "later"
    NOT_POSSIBLE = "not_possible"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Tried:
    """One entry of the contact log, as the plan sees it.

    `letter` is the letter of the portal that was posted or came back, `kind` which it was
    (None for a letter written elsewhere). `with_them` is false where it was with somebody
    who stands beside the person. `led_elsewhere`: the number or address proved to be wrong.
    `unproven`: it came by itself from a number that nobody had checked, so it reached nobody.
    """

    on: date
    method: ContactMethod
    outcome: ContactOutcome
    inward: bool = False
    with_them: bool = True
    visit_offered: bool = False
    letter: UUID | None = None
    kind: LetterKind | None = None
    led_elsewhere: bool = False
    unproven: bool = False


@dataclass(frozen=True)
class Ways:
    """Why a way can't be used, as a sentence; "" where it can."""

    post: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class PlannedStep:
    """One step: when it is due, when it was done, or why it isn't asked for.

    `due_on` is None once it was done, or where it isn't asked for; `done` of `times` tries
    were made. `why` is a sentence for a step that isn't possible or needed.
    """

    step: FirstContactStep
    state: StepState
    due_on: date | None = None
    done_on: date | None = None
    done: int = 0
    times: int = 1
    why: str = ""


@dataclass(frozen=True)
class FirstContactPlan:
    """The steps in their order, and the attempts that count towards "no response".

    `reached_on` is the day of the first real contact.
    """

    steps: tuple[PlannedStep, ...]
    attempts: tuple[date, ...]
    reached_on: date | None

    @property
    def next_step(self) -> PlannedStep | None:
        """What is to be done next: the open step with the nearest date."""
        still = [step for step in self.steps if step.due_on is not None]
        return min(still, key=lambda step: step.due_on or date.max, default=None)

    @property
    def is_stuck(self) -> bool:
        """Whether something is still to be done and no way is left to do it."""
        states = {step.state for step in self.steps}
        return StepState.NOT_POSSIBLE in states and self.next_step is None
