"""What Twilio says of a text message, in the portal's words.

Statuses and codes are those of Twilio's Message resource and its error dictionary. A
code that isn't here is unknown: whoever meets it says so loudly and treats it as worth
another try, never as success.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.vocabulary import MessageState

# None: the word belongs to messages that came in, and says nothing of one that went out.
TWILIO_STATUS: Mapping[str, MessageState | None] = MappingProxyType(
    {
        "accepted": MessageState.HANDED_OVER,
        "scheduled": MessageState.HANDED_OVER,
        "queued": MessageState.HANDED_OVER,
        "sending": MessageState.HANDED_OVER,
        "sent": MessageState.HANDED_OVER,
        "delivered": MessageState.DELIVERED,
        "read": MessageState.DELIVERED,
        "partially_delivered": MessageState.FAILED_FOR_GOOD,
        "undelivered": MessageState.FAILED_FOR_GOOD,
        "failed": MessageState.FAILED_FOR_GOOD,
        "canceled": MessageState.FAILED_FOR_GOOD,
        "receiving": None,
        "received": None,
    }
)

# How far a report carries a message. What the portal knew before a report ranks lowest:
# a report proves that the provider has the message, whatever was thought of it.
_RANK: Mapping[MessageState, int] = MappingProxyType(
    {
        MessageState.HANDED_OVER: 1,
        MessageState.FAILED_FOR_GOOD: 2,
        MessageState.DELIVERED: 3,
    }
)


def after_report(current: MessageState, status: str) -> MessageState:
    """The state of a message after Twilio reported `status`; reports come in any order.

    A report only ever moves a message forward, so a late "sent" changes nothing, and a
    "delivered" that follows a failure is believed. `KeyError` for a status that Twilio
    didn't have when this was written; for an inbound status the state stays as it is.
    """
    reported = TWILIO_STATUS[status]
    if reported is None or _RANK.get(reported, 0) <= _RANK.get(current, 0):
        return current
    return reported


class Fault(StrEnum):
    """Why a text didn't go, by what must change before one can."""

    RECIPIENT = "recipient"
    """The number can't or won't take texts: telephone, or find another number."""
    STOPPED = "stopped"
    """The person stopped texts (STOP): the channel ends, the scheme doesn't."""
    CONTENT = "content"
    """These words can't go: a person must look."""
    RATE = "rate"
    """Too much at once: wait, then try again."""
    NETWORK = "network"
    """Not carried in time: try again."""
    ACCOUNT = "account"
    """The portal's own account or settings: someone must put it right, then try again."""


TWILIO_FAULTS: Mapping[int, Fault] = MappingProxyType(
    {
        10001: Fault.ACCOUNT,  # account isn't active
        14107: Fault.RATE,  # sending rate exceeded
        20003: Fault.ACCOUNT,  # authentication failed
        20005: Fault.ACCOUNT,  # account isn't active
        20404: Fault.ACCOUNT,  # no such account or resource
        20429: Fault.RATE,  # too many requests
        21211: Fault.RECIPIENT,  # not a valid number
        21212: Fault.ACCOUNT,  # sender isn't valid
        21214: Fault.RECIPIENT,  # number can't be reached
        21217: Fault.RECIPIENT,  # number doesn't appear to be valid
        21265: Fault.RECIPIENT,  # number is a short code
        21266: Fault.RECIPIENT,  # number is the sender itself
        21408: Fault.RECIPIENT,  # sending to the region isn't permitted
        21601: Fault.ACCOUNT,  # sender isn't one of the account's numbers
        21602: Fault.CONTENT,  # no words
        21603: Fault.ACCOUNT,  # no sender
        21604: Fault.RECIPIENT,  # no number
        21605: Fault.CONTENT,  # too long
        21606: Fault.ACCOUNT,  # sender can't text this destination
        21607: Fault.ACCOUNT,  # sender isn't allowed
        21608: Fault.ACCOUNT,  # a trial account texts verified numbers only
        21609: Fault.ACCOUNT,  # the status callback isn't a usable address
        21610: Fault.STOPPED,  # the person texted STOP
        21611: Fault.RATE,  # the sender's queue is full
        21612: Fault.RECIPIENT,  # no route between the two numbers
        21614: Fault.RECIPIENT,  # not a mobile number
        21617: Fault.CONTENT,  # more than 1,600 characters
        21619: Fault.CONTENT,  # no words
        21635: Fault.RECIPIENT,  # a landline
        21659: Fault.ACCOUNT,  # sender isn't a Twilio number
        21660: Fault.ACCOUNT,  # sender belongs to another account
        21661: Fault.ACCOUNT,  # sender can't text
        21703: Fault.ACCOUNT,  # the messaging service can't send
        21704: Fault.ACCOUNT,  # the messaging service has no numbers
        21705: Fault.ACCOUNT,  # no such messaging service
        30001: Fault.RATE,  # queue overflow
        30002: Fault.ACCOUNT,  # account suspended
        30003: Fault.RECIPIENT,  # handset unreachable
        30004: Fault.RECIPIENT,  # blocked
        30005: Fault.RECIPIENT,  # handset unknown
        30006: Fault.RECIPIENT,  # landline or unreachable carrier
        30007: Fault.CONTENT,  # filtered
        30008: Fault.RECIPIENT,  # not delivered, the carrier doesn't say why
        30009: Fault.CONTENT,  # a part of the message is missing
        30010: Fault.ACCOUNT,  # dearer than the account allows
        30017: Fault.NETWORK,  # the carrier is congested
        30036: Fault.NETWORK,  # waited longer than it was allowed to
        63038: Fault.RATE,  # the account's daily limit
    }
)

# The account can't text this one number; it says nothing of any other text.
OF_ONE_NUMBER = frozenset({21606, 21608})
# Faults after which the same text to the same number must not be tried again.
PERMANENT = frozenset({Fault.RECIPIENT, Fault.STOPPED, Fault.CONTENT})
