"""A campaign as its pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.campaigns import (
    Alone,
    CampaignReason,
    Direction,
    Dropped,
    NewsStanding,
    Nothing,
)
from victim_portal.domain.stages import Road, Stage, YearMonth
from victim_portal.domain.vocabulary import Decision, Language


@dataclass(frozen=True)
class CampaignLine:
    """One campaign in the list; `moved` and `unchanged` count offenders."""

    id: UUID
    name: str
    reason: CampaignReason
    made_by: str
    made_at: datetime
    finished: bool
    moved: int
    unchanged: int


@dataclass(frozen=True)
class UnitLine:
    """How many of a unit are concerned; None for a small number of another unit."""

    name: str
    own: bool
    offenders: int | None
    victims: int | None


@dataclass(frozen=True)
class NewsLine:
    """One month that moved for one case of the reader's unit, and where telling it stands.

    `told` is the month that the victim knew when the file came. No day of the offender's
    stands here but `nearest_on`, which is for staff to go by and never told.
    """

    reference: str
    update_id: UUID | None
    road: Road
    before: YearMonth | None
    after: YearMonth | None
    direction: Direction
    nearest_on: date
    told: YearMonth | None
    standing: NewsStanding
    why_nothing: Nothing | None


@dataclass(frozen=True)
class TrancheLine:
    """A tranche of the reader's unit; `decision` is None while it waits or ran out."""

    id: UUID
    proposed_by: str
    proposed_at: datetime
    updates: int
    approved: int
    waits: bool
    decision: Decision | None


@dataclass(frozen=True)
class CampaignView:
    """A campaign for a manager: numbers of every unit, and the news of their own.

    `counts` are by standing, one for each update or month without one. `not_told` are those
    who should hear of it and haven't, nearest date first.
    """

    line: CampaignLine
    rows_read: int
    rows_refused: int
    rows_unknown: int
    units: tuple[UnitLine, ...]
    counts: Mapping[NewsStanding, int]
    told: int
    to_be_told: int
    knew: int
    not_told: tuple[NewsLine, ...]
    others: tuple[NewsLine, ...]
    tranches: tuple[TrancheLine, ...]


@dataclass(frozen=True)
class Draft:
    """The words of one update of a slice or tranche, as its victim would read them."""

    reference: str
    update_id: UUID
    stage: Stage
    language: Language
    previous: YearMonth | None
    month: YearMonth | None
    notice: str = field(repr=False)
    subject: str = field(repr=False)
    content: str = field(repr=False)


@dataclass(frozen=True)
class SliceView:
    """The drafts of a slice, nearest first, and those that are read one by one instead.

    `left` counts those that fit but are for a later tranche, `seen` names exactly these drafts
    in these versions. `has_second` is whether there is another manager who could agree.
    """

    line: CampaignLine
    drafts: tuple[Draft, ...]
    alone: tuple[tuple[str, UUID, Alone], ...]
    left: int
    seen: str
    has_second: bool


@dataclass(frozen=True)
class TrancheView:
    """A tranche for the second person, or for whoever looks at what became of it.

    `drafts` are those that still stand as they were proposed; `changed` counts the others,
    which agreeing leaves out. `dropped` says, once it was agreed to, what was left out.
    """

    line: CampaignLine
    tranche: TrancheLine
    proposal_id: UUID
    own: bool
    drafts: tuple[Draft, ...]
    changed: int
    dropped: tuple[tuple[str, UUID, Dropped], ...]


@dataclass(frozen=True)
class Agreed:
    """What agreeing to a tranche did."""

    approved: int
    dropped: int
