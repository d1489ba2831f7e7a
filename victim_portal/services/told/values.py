"""What the board of who was told shows."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from victim_portal.domain.stages import Stage
from victim_portal.domain.told import Ahead, Audience, Knows


class Shown(StrEnum):
    """Which lines are asked for."""

    SURPRISED = "surprised"
    TOLD = "told"
    OTHERS = "others"


@dataclass(frozen=True)
class Line:
    """One event for one person. `days_left` is below 0 for what has happened already.

    `stage` is given for that alone; `officer_name` is empty for a case in the queue.
    """

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    officer_name: str
    ahead: Ahead
    stage: Stage | None
    on: date
    days_left: int
    who: Audience
    knows: Knows


@dataclass(frozen=True)
class Board:
    """The answer to "could anybody be surprised?" and the lines behind it, soonest first.

    `surprised` counts people: those in the scheme who are in the dark, with `not_asked` of them
    nobody has an answer from. `events`, `told` and `others` count lines. `later` is the key of the
    next page, None at the end.
    """

    days: int
    shown: Shown
    own: bool
    surprised: int
    not_asked: int
    events: int
    told: int
    others: int
    lines: tuple[Line, ...]
    later: str | None
