"""A parole review: its timetable, its hearing, and what a victim may ask for at it."""

from victim_portal.domain.parole.asks import (
    ANSWERED,
    ASK_MOVES,
    DEADLINE_OF,
    OPEN_ASKS,
    ask_problem,
    is_unfinished,
    move_refused,
    not_reconsidered,
)
from victim_portal.domain.parole.hearing import TOLD_AS, HearingStep, hearing_move
from victim_portal.domain.parole.kinds import (
    AFTER_DECISION,
    BEFORE_HEARING,
    AskKind,
    AskState,
    DeadlineKind,
    HearingMove,
    ReviewKind,
)
from victim_portal.domain.parole.timetable import (
    Deadline,
    Standing,
    moved,
    standing,
    timetable,
)

__all__ = [
    "AFTER_DECISION",
    "ANSWERED",
    "ASK_MOVES",
    "BEFORE_HEARING",
    "DEADLINE_OF",
    "OPEN_ASKS",
    "TOLD_AS",
    "AskKind",
    "AskState",
    "Deadline",
    "DeadlineKind",
    "HearingMove",
    "HearingStep",
    "ReviewKind",
    "Standing",
    "ask_problem",
    "hearing_move",
    "is_unfinished",
    "move_refused",
    "moved",
    "not_reconsidered",
    "standing",
    "timetable",
]
