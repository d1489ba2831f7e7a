"""What becomes of a queued message: its moves, its tasks for people, held ones released."""

from victim_portal.services.messages.codes import end_code, end_live_code, note_code_sent
from victim_portal.services.messages.doubts import begin_asking, leave_uncertain, settle_doubt
from victim_portal.services.messages.held import requeue_held
from victim_portal.services.messages.outcomes import (
    digest_of_words,
    fail_for_good,
    fail_for_now,
    hold,
    note_handed_over,
    note_receipt,
    wait_for_provider,
)
from victim_portal.services.messages.reports import apply_report
from victim_portal.services.messages.stopping import is_stop_code, mark_suspended, stop_channel

__all__ = [
    "apply_report",
    "begin_asking",
    "digest_of_words",
    "end_code",
    "end_live_code",
    "fail_for_good",
    "fail_for_now",
    "hold",
    "is_stop_code",
    "leave_uncertain",
    "mark_suspended",
    "note_code_sent",
    "note_handed_over",
    "note_receipt",
    "requeue_held",
    "settle_doubt",
    "stop_channel",
    "wait_for_provider",
]
