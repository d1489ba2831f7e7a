"""What becomes of a queued message: its moves, its tasks for people, held ones released."""

from victim_portal.services.messages.held import requeue_held
from victim_portal.services.messages.outcomes import (
    fail_for_good,
    fail_for_now,
    hold,
    leave_uncertain,
    note_handed_over,
    note_receipt,
)
from victim_portal.services.messages.stopping import is_stop_code, stop_channel

__all__ = [
    "fail_for_good",
    "fail_for_now",
    "hold",
    "is_stop_code",
    "leave_uncertain",
    "note_handed_over",
    "note_receipt",
    "requeue_held",
    "stop_channel",
]
