"""Who gets a case: the unit's queue with its proposals, taking, giving, moving to another unit.

An open case has an active officer, or stands in its unit's queue with a date: nothing here
leaves it with nobody, and the database refuses it.
"""

from victim_portal.services.allocation.assigning import (
    Given,
    LeftAlone,
    assign_case,
    assign_many,
    officers_for,
    take_case,
)
from victim_portal.services.allocation.moving import (
    MoveChoice,
    move_case,
    move_choice,
    moved_before,
    moves_of,
)
from victim_portal.services.allocation.proposing import ProposalView
from victim_portal.services.allocation.queue import (
    MOST_SHOWN,
    QueueClock,
    QueueLine,
    QueueView,
    show_queue,
)
from victim_portal.services.allocation.queueing import put_in_queue, queue_due_on

__all__ = [
    "MOST_SHOWN",
    "Given",
    "LeftAlone",
    "MoveChoice",
    "ProposalView",
    "QueueClock",
    "QueueLine",
    "QueueView",
    "assign_case",
    "assign_many",
    "move_case",
    "move_choice",
    "moved_before",
    "moves_of",
    "officers_for",
    "put_in_queue",
    "queue_due_on",
    "show_queue",
    "take_case",
]
