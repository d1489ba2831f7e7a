"""One text, and a sender for a Twilio double."""

from contextlib import closing
from typing import Any
from uuid import UUID

from tests.support.twilio_double import TwilioDouble
from victim_portal.messaging.sms import TwilioSmsSender
from victim_portal.messaging.sms_ledger import TwilioSmsLedger
from victim_portal.ports import HandOver, OutgoingSms

ID = UUID("0d9e7d8a-3b52-4a38-8f8e-1f5a39f9f6c2")
TO = "+447700900123"
WORDS = "An update is ready. Please call Alex on 020 7946 0000. ŵ & ŷ"


def sms(**changes: Any) -> OutgoingSms:
    return OutgoingSms(**{"message_id": ID, "to": TO, "body": WORDS, **changes})


def sender(double: TwilioDouble, **changes: Any) -> TwilioSmsSender:
    given: dict[str, Any] = {
        "messaging_service_sid": double.messaging_service_sid,
        "api_base_url": double.base_url,
        "timeout": 5.0,
    }
    return TwilioSmsSender(double.account_sid, double.auth_token, **{**given, **changes})


def ledger(double: TwilioDouble) -> TwilioSmsLedger:
    """Whom to ask what the double has."""
    return TwilioSmsLedger(
        double.account_sid, double.auth_token, api_base_url=double.base_url, timeout=5.0
    )


def sent(double: TwilioDouble, message: OutgoingSms | None = None, **changes: Any) -> HandOver:
    with closing(sender(double, **changes)) as twilio:
        return twilio.send(message or sms())
