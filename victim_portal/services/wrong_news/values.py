"""What goes into putting wrong news right, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.domain.wrong_news import Reached, Siblings, Standing, WayOn, WhyNot


@dataclass(frozen=True)
class Given:
    """What a manager decided: what else is wrong, why, what is true, whose data it was.

    `chosen` are updates that were chosen by hand; `personal` says whether somebody learned
    what isn't theirs to know. Without `truth_welsh` whoever reads Welsh is rung.
    """

    siblings: Siblings
    why: str = field(repr=False)
    truth: str = field(repr=False)
    truth_welsh: str = field(repr=False)
    personal: bool
    chosen: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Choice:
    """One answer to what else is wrong: how many updates, by unit; None hides a small number.

    `cause` tells what they have in common, in a code.
    """

    siblings: Siblings
    updates: int | None
    units: tuple[tuple[str, int | None], ...] = ()
    cause: str = ""


@dataclass(frozen=True)
class Candidate:
    """An update of the manager's own reach that may be chosen by hand."""

    update_id: UUID
    reference: str
    month: str
    reached: Reached


@dataclass(frozen=True)
class WrongChoices:
    """What a manager decides on: the update, what may be wrong with it, and what is frozen."""

    reference: str
    update_id: UUID
    stage: Stage
    language: Language
    reached: Reached
    choices: tuple[Choice, ...]
    candidates: tuple[Candidate, ...]
    more: int
    may_put_right: bool
    live_id: UUID | None
    is_frozen: bool


@dataclass(frozen=True)
class WrongLine:
    """One in the list: numbers and codes alone."""

    id: UUID
    stage: Stage
    standing: Standing
    unit: str
    raised_at: datetime


@dataclass(frozen=True)
class WrongView:
    """One that is put right: how far it has got, and what the reader may do.

    `reached` and `ways` count updates; `stopped` messages. `frozen` is whether its texts are
    frozen still; `thaw_by` who proposed to thaw them.
    """

    line: WrongLine
    siblings: Siblings
    personal: bool
    raised_by: str
    why: str = field(repr=False)
    truth: str = field(repr=False)
    truth_welsh: str = field(repr=False)
    incident_id: UUID | None
    reached: Mapping[Reached, int]
    ways: Mapping[WayOn, int]
    why_not: Mapping[WhyNot, int]
    stopped: int
    left: int
    corrections: Mapping[UpdateState, int]
    proposed_by: str
    proposed_by_self: bool
    released_by: str
    released_at: datetime | None
    frozen: bool
    thaw_by: str
    thaw_by_self: bool
    preview: str = field(repr=False)


@dataclass(frozen=True)
class CallLine:
    """Somebody who is told by a person: the case, why, and whether it was done."""

    reference: str
    correction_id: UUID | None
    reached: Reached
    why_not: WhyNot | None
    way_on: WayOn
    told: bool


@dataclass(frozen=True)
class CallList:
    """Whom to ring, for printing; `due_on` is the day by which."""

    line: WrongLine
    due_on: date
    calls: tuple[CallLine, ...]
    more: bool
