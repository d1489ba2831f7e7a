"""Supporters and representatives: who stands beside the person of a case.

Each is a person of their own, with own numbers and addresses, only with the victim's
consent in the victim's words, and until the victim ends it. The offender never is one.
"""

from victim_portal.services.supporters.recording import (
    add_supporter,
    check_reach,
    end_supporter,
    supporter_for_form,
    supporters_of,
)
from victim_portal.services.supporters.values import SupporterInput, SupporterView

__all__ = [
    "SupporterInput",
    "SupporterView",
    "add_supporter",
    "check_reach",
    "end_supporter",
    "supporter_for_form",
    "supporters_of",
]
