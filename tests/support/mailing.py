"""One e-mail, and a sender for a relay on loopback."""

from typing import Any
from uuid import UUID

from victim_portal.domain.vocabulary import Language
from victim_portal.messaging.email import SmtpEmailSender
from victim_portal.ports import OutgoingEmail

ID = UUID("6f1c1d7e-7d0a-4d3c-9f55-0a8c1f6f2b11")
TO = "sam@example.org"
PATIENT = {"use_tls": False, "timeout": 5.0, "longest": 10.0}


def email(**changes: Any) -> OutgoingEmail:
    given: dict[str, Any] = {
        "message_id": ID,
        "to": TO,
        "subject": "An update is ready",
        "text": "Hello Sam,\n\nPlease call Alex.\n.\nThank you.\n",
        "language": Language.ENGLISH,
    }
    return OutgoingEmail(**{**given, **changes})


def sender(port: int, **changes: Any) -> SmtpEmailSender:
    given = {**PATIENT, **changes}
    return SmtpEmailSender("127.0.0.1", port, "Updates <updates@example.org>", **given)
