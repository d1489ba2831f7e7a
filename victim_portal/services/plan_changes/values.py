"""What changed in a plan, as its page shows it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.stages import Stage
from victim_portal.domain.timeline import ChangeKind, Placed, ToldMonth
from victim_portal.domain.vocabulary import ContactMethod, UpdateState


@dataclass(frozen=True)
class Fact:
    """Why something changed.

    `kind` is `key_date`, `event`, `preference`, `enrolment` or `overtaken`; `what` the code
    of a date or the stage of an event ("" for an event that is gone).
    """

    kind: str
    what: str = ""


class Decided(StrEnum):
    """What an officer or manager decided about an update that a planning had changed."""

    APPROVED = "approved"
    NOT_TOLD = "not_told"
    TOLD = "told"


@dataclass(frozen=True)
class DecisionView:
    """A decision about one update; `by` is "" for a name that isn't the reader's to know.

    `why` belongs to what isn't told, `how` to what a person told.
    """

    what: Decided
    by: str
    at: datetime
    why: str = field(default="", repr=False)
    how: ContactMethod | None = None


@dataclass(frozen=True)
class ChangeView:
    """One update that isn't where it was; `state` is how it stands now.

    `decided` is what followed this change, before the update changed again.
    """

    kind: ChangeKind
    stage: Stage
    before: Placed | None
    after: Placed | None
    because: tuple[Fact, ...]
    update_id: UUID
    state: UpdateState | None
    decided: DecisionView | None

    @property
    def to_decide(self) -> bool:
        """Whether it waits to be read and approved, told by a person, or not told at all."""
        return self.after is not None and self.state is UpdateState.DRAFT


@dataclass(frozen=True)
class DifferenceView:
    """What one planning changed; `made_by` is "" for a name that isn't the reader's to know."""

    id: UUID
    number: int
    made_at: datetime
    made_by: str
    seen_at: datetime | None
    seen_by: str
    changes: tuple[ChangeView, ...]
    told: tuple[ToldMonth, ...]


@dataclass(frozen=True)
class PlanChangesView:
    """Everything that changed and waits, one by one and taken together.

    `told` is, for each road, the month that they know and the one that stands today.
    `ignores_months`: moves of at most so many months aren't told. `older` is the number
    before which `earlier` goes on, None at the end.
    """

    reference: str
    waiting: tuple[DifferenceView, ...]
    together: tuple[ChangeView, ...]
    told: tuple[ToldMonth, ...]
    ignores_months: int
    earlier: tuple[DifferenceView, ...]
    older: int | None
