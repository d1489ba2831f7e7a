"""Handing messages over: sweep, claim with the last look, send, record. For the worker alone."""

from victim_portal.services.delivery.faults import NO_FAULTS, FaultPoint, Faults
from victim_portal.services.delivery.hands import Hands
from victim_portal.services.delivery.notices import tell_staff
from victim_portal.services.delivery.rounds import Round, deliver_due
from victim_portal.services.delivery.sending import Senders

__all__ = [
    "NO_FAULTS",
    "FaultPoint",
    "Faults",
    "Hands",
    "Round",
    "Senders",
    "deliver_due",
    "tell_staff",
]
