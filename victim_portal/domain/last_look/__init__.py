"""The worker's last look: may this message go to this person, this way, now?"""

from victim_portal.domain.last_look.days import named_days
from victim_portal.domain.last_look.facts import (
    Drop,
    DropReason,
    Force,
    Hold,
    HoldReason,
    LookFacts,
    Send,
    Verdict,
    Wait,
)
from victim_portal.domain.last_look.look import look
from victim_portal.domain.last_look.words import unfit_words

__all__ = [
    "Drop",
    "DropReason",
    "Force",
    "Hold",
    "HoldReason",
    "LookFacts",
    "Send",
    "Verdict",
    "Wait",
    "look",
    "named_days",
    "unfit_words",
]
