"""What the timeline of a case shows, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.timeline import Doubt, EntryKind, Milestone, Spell, Stretch
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Level,
    MessageState,
    UpdateState,
)


@dataclass(frozen=True)
class Carried:
    """One message of an update: by which channel, whether it arrived, and when that was known."""

    kind: str
    to: str = field(repr=False)
    state: MessageState
    at: datetime
    why: str = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """One thing in a timeline. `kind` says which of the others are filled.

    `until` is the last day of a window, or the day by which something has to be done.
    `words` are the reason of an update, of its cancelling, or what a deadline asks for;
    `changes` says of new key dates what moved. `by` is "" for a name that isn't the
    reader's to know, and `told_by` for words that aren't.
    """

    kind: EntryKind
    on: date
    until: date | None = None
    late: bool = False
    milestone: Milestone | None = None
    stage: Stage | None = None
    outcome: EventOutcome | None = None
    source: ToldBy | None = None
    told_by: str = field(default="", repr=False)
    version: int = 0
    by: str = ""
    words: str = field(default="", repr=False)
    changes: tuple[str, ...] = ()
    month: str = ""
    answer: Enrolment | None = None
    level: Level | None = None
    how: ContactMethod | None = None
    taken_back: bool = False
    update_id: UUID | None = None
    state: UpdateState | None = None
    messages: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class DateHistory:
    """One key date through all versions, the newest spell first."""

    code: str
    name: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class TimelineView:
    """The timeline of a case with how sure its dates are.

    `late` counts what is late in all of it; `changes_waiting` the changes of the plan that
    nobody has looked at.
    """

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    stretch: Stretch[Entry]
    late: int
    doubts: tuple[Doubt, ...]
    histories: tuple[DateHistory, ...]
    changes_waiting: int
